"""Rendered pictures at the size the model sees, kept in one memory-mapped file beside them."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import argparse

import numpy as np
from PIL import Image

from .pictures import resized
from .view import View, load_views


def _read(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return resized(picture)


def load_set(folder: Path) -> tuple[list[View], np.ndarray]:
    """All views of a rendered set and their pictures uint8 [views, height, width, 3]; made once, then mapped."""
    views = load_views(folder)
    paths = [folder / view.image for view in views]
    file = folder / f"pictures-{len(views)}.npy"
    if not file.exists():
        partial = file.with_suffix(".partial")
        height, width, _ = _read(paths[0]).shape
        shape = (len(paths), height, width, 3)
        pictures = np.lib.format.open_memmap(partial, mode="w+", dtype=np.uint8, shape=shape)
        with ProcessPoolExecutor(2) as pool:
            for index, pixels in enumerate(pool.map(_read, paths, chunksize=32)):
                pictures[index] = pixels
        pictures.flush()
        partial.rename(file)
    return views, np.load(file, mmap_mode="r")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    for folder in parser.parse_args().folders:
        views, pictures = load_set(folder)
        print(f"{folder.name}: {len(views)} pictures of {pictures.shape[2]} x {pictures.shape[1]}")


if __name__ == "__main__":
    main()
