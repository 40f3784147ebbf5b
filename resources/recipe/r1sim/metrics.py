"""Distances between what was answered and what is right, in fractions of the picture unless said otherwise."""

import numpy as np


def box_iou(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Boxes as centre x, centre y, width, height."""
    overlap = 1.0
    for axis in (0, 1):
        low = max(a[axis] - a[axis + 2] / 2, b[axis] - b[axis + 2] / 2)
        high = min(a[axis] + a[axis + 2] / 2, b[axis] + b[axis + 2] / 2)
        overlap *= max(0.0, high - low)
    union = a[2] * a[3] + b[2] * b[3] - overlap
    return overlap / union if union > 0 else 0.0


def box_giou(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Generalised IoU (Rezatofighi et al. 2019), -1 to 1: tells how far apart boxes are that share nothing."""
    hull = 1.0
    for axis in (0, 1):
        low = min(a[axis] - a[axis + 2] / 2, b[axis] - b[axis + 2] / 2)
        high = max(a[axis] + a[axis + 2] / 2, b[axis] + b[axis + 2] / 2)
        hull *= max(0.0, high - low)
    iou = box_iou(a, b)
    if hull <= 0:
        return 0.0
    union = (a[2] * a[3] + b[2] * b[3]) / (1 + iou)
    return iou - (hull - union) / hull


def coupling(cost: np.ndarray) -> float:
    """The least that the largest cost can be on a way through cost [n, m] from corner to corner, never back."""
    leash = np.full_like(cost, np.inf)
    for i, j in np.ndindex(cost.shape):
        if i == 0 and j == 0:
            before = 0.0
        else:
            before = min(
                leash[i - 1, j] if i else np.inf,
                leash[i, j - 1] if j else np.inf,
                leash[i - 1, j - 1] if i and j else np.inf,
            )
        leash[i, j] = max(before, cost[i, j])
    return float(leash[-1, -1])


def distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.hypot(*(a[:, None] - b[None]).transpose(2, 0, 1))


def discrete_frechet(a: np.ndarray, b: np.ndarray) -> float:
    """Eiter and Mannila 1994: the shortest leash for two walkers who never step back, point by point."""
    return coupling(distances(a, b))


def hausdorff(a: np.ndarray, b: np.ndarray) -> float:
    """Symmetric: the farthest that a point of one path is from the other's points."""
    apart = distances(a, b)
    return float(max(apart.min(axis=1).max(), apart.min(axis=0).max()))


def resampled(path: np.ndarray, count: int) -> np.ndarray:
    """Points at equal steps of arc length; a path without length stays where it is."""
    lengths = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate(([0.0], np.cumsum(lengths)))
    wanted = np.linspace(0, along[-1], count)
    return np.stack([np.interp(wanted, along, path[:, axis]) for axis in (0, 1)], axis=1)


def path_rmse(a: np.ndarray, b: np.ndarray) -> float:
    """Root mean square distance of 20 points at equal steps."""
    gaps = resampled(a, 20) - resampled(b, 20)
    return float(np.sqrt((gaps**2).sum(axis=1).mean()))


ANGLE_WEIGHT, LENGTH_WEIGHT = 0.25, 0.1
ALAF_CEILING = np.sqrt(2) + ANGLE_WEIGHT * np.pi + LENGTH_WEIGHT * np.log(10)
SHORTEST_STEP = 1e-6


def _units(vectors: np.ndarray) -> np.ndarray:
    lengths = np.hypot(*vectors.T)[:, None]
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)


def _tangents(path: np.ndarray) -> np.ndarray:
    steps = np.zeros((len(path) + 1, 2))
    steps[1:-1] = _units(np.diff(path, axis=0))
    return _units(steps[:-1] + steps[1:])


def _step_lengths(path: np.ndarray) -> np.ndarray:
    steps = np.hypot(*np.diff(path, axis=0).T)
    last = steps[-1:] if len(steps) else np.zeros(1)
    return np.maximum(np.concatenate((steps, last)), SHORTEST_STEP)


def alaf_distance(a: np.ndarray, b: np.ndarray) -> float:
    """VLA-R1's angle-length augmented Frechet distance: also counts how differently the paths turn and step."""
    a, b = np.clip(a, 0, 1), np.clip(b, 0, 1)
    s, t = _tangents(a), _tangents(b)
    cross = np.abs(s[:, None, 0] * t[None, :, 1] - s[:, None, 1] * t[None, :, 0])
    angle = np.arctan2(cross, s @ t.T)
    ratio = np.abs(np.log(_step_lengths(a)[:, None] / _step_lengths(b)[None]))
    return coupling(distances(a, b) + ANGLE_WEIGHT * angle + LENGTH_WEIGHT * ratio)


def alaf_score(a: np.ndarray, b: np.ndarray) -> float:
    """0 to 1, the reward of a path."""
    return float(1 - min(1.0, alaf_distance(a, b) / ALAF_CEILING))
