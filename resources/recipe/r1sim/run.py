"""A training run's folder: checkpoint to go on from, and a log of figures, one JSON line a step printed."""

from pathlib import Path

import json
import time

import torch


class Run:
    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self.checkpoint = folder / "last.pt"
        self.log = folder / "log.jsonl"
        self.started = time.time()

    def restore(self) -> dict | None:
        return torch.load(self.checkpoint, weights_only=True) if self.checkpoint.exists() else None

    def save(self, **state: object) -> None:
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def write(self, step: int, **figures: float) -> None:
        line = {"step": step, "seconds": round(time.time() - self.started, 1)}
        line |= {name: round(value, 5) for name, value in figures.items()}
        with self.log.open("a") as file:
            file.write(json.dumps(line) + "\n")
        print(" ".join(f"{name} {value}" for name, value in line.items()), flush=True)
