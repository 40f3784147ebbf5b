"""
The end effector's way in space behind the four waypoints of a trajectory answer. The planner inverts exactly this:
 place:  p1 grasp point (the object's centre), p2 and p3 at 1/3 and 2/3 of the straight way over the table at the
         transport height, p4 place point (the container's centre at its place height);
 lift:   p1 grasp point, p2 to p4 straight above it in three equal steps up to the transport height.
"""

import numpy as np

TRANSPORT_HEIGHT = 0.20
PLACE_HEIGHT = {"bowl": 0.06, "plate": 0.05}


def place_path(grasp: list[float], container: list[float], container_kind: str) -> np.ndarray:
    """Base-frame points [4, 3] in metres."""
    start, end = np.asarray(grasp, dtype=float), np.asarray(container, dtype=float)
    between = [np.append(start[:2] + (end[:2] - start[:2]) * share, TRANSPORT_HEIGHT) for share in (1 / 3, 2 / 3)]
    return np.stack([start, *between, np.append(end[:2], PLACE_HEIGHT[container_kind])])


def lift_path(grasp: list[float]) -> np.ndarray:
    """Base-frame points [4, 3] in metres."""
    start = np.asarray(grasp, dtype=float)
    heights = [start[2] + (TRANSPORT_HEIGHT - start[2]) * share for share in (1 / 3, 2 / 3, 1)]
    return np.stack([start, *(np.append(start[:2], height) for height in heights)])
