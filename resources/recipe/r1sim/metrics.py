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


def discrete_frechet(a: np.ndarray, b: np.ndarray) -> float:
    """Eiter and Mannila 1994: the shortest leash for two walkers who never step back, point by point."""
    distance = np.hypot(*(a[:, None] - b[None]).transpose(2, 0, 1))
    leash = np.full_like(distance, np.inf)
    for i, j in np.ndindex(distance.shape):
        if i == 0 and j == 0:
            before = 0.0
        else:
            before = min(
                leash[i - 1, j] if i else np.inf,
                leash[i, j - 1] if j else np.inf,
                leash[i - 1, j - 1] if i and j else np.inf,
            )
        leash[i, j] = max(before, distance[i, j])
    return float(leash[-1, -1])
