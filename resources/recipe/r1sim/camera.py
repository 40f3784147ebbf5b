"""Pinhole projection; pixel (0, 0) is the centre of the top-left pixel, the optical frame is x right, y down, z forward."""

import numpy as np


def rotation_matrix(quaternion: list[float]) -> np.ndarray:
    """Unit quaternion [x, y, z, w] -> 3 x 3 rotation matrix."""
    x, y, z, w = quaternion
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


def project(camera: dict, points: np.ndarray) -> np.ndarray:
    """Base-frame points [n, 3] in metres -> fractions 0..1 of the picture [n, 2] (pixel edges, so 0 is the left edge)."""
    pose = camera["poseInBase"]
    rotation = rotation_matrix(pose["orientation"])
    local = (np.asarray(points, dtype=float) - np.asarray(pose["position"])) @ rotation
    u = camera["cx"] + camera["fx"] * local[:, 0] / local[:, 2]
    v = camera["cy"] + camera["fy"] * local[:, 1] / local[:, 2]
    return np.stack(((u + 0.5) / camera["width"], (v + 0.5) / camera["height"]), axis=1)
