"""Prepares the next batch while the last one is learned from."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def prefetched(batch_of: Callable[[int], T], first: int, end: int) -> Iterator[tuple[int, T]]:
    """(step, batch) for steps first..end-1; `batch_of` depends on its step alone, so a run that goes on sees the same."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(batch_of, first) if first < end else None
        for step in range(first, end):
            batch = coming.result()
            if step + 1 < end:
                coming = pool.submit(batch_of, step + 1)
            yield step, batch
