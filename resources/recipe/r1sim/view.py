"""What one picture shows: the labels of its objects in fractions of the picture."""

from dataclasses import dataclass
from pathlib import Path

import json
import numpy as np

from .camera import project
from .path import PLACE_HEIGHT, lift_path, place_path

KINDS = ("cube", "can", "ball", "bowl", "plate")
COLORS = ("red", "green", "blue", "yellow", "orange", "purple")
CONTAINERS = ("bowl", "plate")
LEAST_SEEN = 0.4
"""Share of a thing that must be in sight for a question about it."""


@dataclass(frozen=True)
class Thing:
    kind: str
    color: str
    """Box in the picture: centre x, centre y, width, height."""
    box: tuple[float, float, float, float]
    position: tuple[float, float, float]
    """False where too little of it is seen to ask for it."""
    visible: bool

    @property
    def name(self) -> str:
        return f"{self.color} {self.kind}"


@dataclass(frozen=True)
class Crop:
    """The part of the picture that is used, in fractions of the whole, mirrored or not."""

    x: float = 0.0
    y: float = 0.0
    width: float = 1.0
    height: float = 1.0
    mirrored: bool = False

    def points(self, points: np.ndarray) -> np.ndarray:
        moved = (points - (self.x, self.y)) / (self.width, self.height)
        if self.mirrored:
            moved[:, 0] = 1 - moved[:, 0]
        return moved


WHOLE = Crop()


@dataclass(frozen=True)
class View:
    image: str
    camera: dict
    things: tuple[Thing, ...]
    crop: Crop = WHOLE

    def project(self, points: np.ndarray) -> np.ndarray:
        return self.crop.points(project(self.camera, points))

    def place_points(self, thing: Thing, container: Thing) -> np.ndarray:
        return self.project(place_path(thing.position, container.position, container.kind))

    def lift_points(self, thing: Thing) -> np.ndarray:
        return self.project(lift_path(thing.position))

    def key_points(self, thing: Thing) -> np.ndarray:
        """Grasp point, the point above it at transport height, and the place point (for things, at plate height)."""
        lift = lift_path(thing.position)
        place = np.append(lift[0, :2], PLACE_HEIGHT.get(thing.kind, PLACE_HEIGHT["plate"]))
        return self.project(np.stack((lift[0], lift[3], place)))


def cropped(view: View, crop: Crop, least_share: float = 0.7) -> View:
    """The view of a part of the picture; things of which less than `least_share` remains count as not visible."""
    things = []
    for thing in view.things:
        x, y, w, h = thing.box
        corners = crop.points(np.array([[x - w / 2, y - h / 2], [x + w / 2, y + h / 2]]))
        low, high = corners.min(axis=0), corners.max(axis=0)
        area = float(np.prod(high - low))
        low, high = low.clip(0, 1), high.clip(0, 1)
        rest = float(np.prod(high - low))
        centre, size = (low + high) / 2, high - low
        seen = thing.visible and rest >= least_share * area
        box = (float(centre[0]), float(centre[1]), float(size[0]), float(size[1]))
        things.append(Thing(thing.kind, thing.color, box, thing.position, seen))
    return View(view.image, view.camera, tuple(things), crop)


def view_from_scene(scene: dict) -> View:
    """One line of scenes-*.jsonl. Pixel edges of a box run from 0 to the picture's width and height."""
    camera = scene["camera"]
    width, height = camera["width"], camera["height"]
    things = []
    for item in scene["objects"]:
        box = item.get("box")
        if box is None:
            box, seen = {"xMin": 0, "yMin": 0, "xMax": 0, "yMax": 0}, False
        else:
            seen = item["visible"] >= LEAST_SEEN
        x_min, x_max = box["xMin"] / width, box["xMax"] / width
        y_min, y_max = box["yMin"] / height, box["yMax"] / height
        things.append(
            Thing(
                item["kind"],
                item["color"],
                ((x_min + x_max) / 2, (y_min + y_max) / 2, x_max - x_min, y_max - y_min),
                tuple(item["pose"]["position"]),
                seen,
            )
        )
    return View(scene["image"], camera, tuple(things))


def load_views(folder: Path) -> list[View]:
    """All scenes of a rendered set, in the order of their file names and lines."""
    views = []
    for file in sorted(folder.glob("scenes*.jsonl")):
        with file.open() as lines:
            views += [view_from_scene(json.loads(line)) for line in lines if line.strip()]
    return views
