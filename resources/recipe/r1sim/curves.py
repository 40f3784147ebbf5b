"""Pictures of a training run's figures, from the log that every stage keeps: RUN/log.jsonl -> RUN/curves.png."""

from pathlib import Path

import argparse
import json

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402


def read_log(path: Path) -> dict[str, tuple[list[int], list[float]]]:
    """Each figure's steps and values. A run that was begun anew wrote its steps twice: the last one counts."""
    rows: dict[str, dict[int, float]] = {}
    for line in path.read_text().splitlines():
        values = json.loads(line)
        step = values.pop("step")
        values.pop("seconds")
        for name, value in values.items():
            rows.setdefault(name, {})[step] = value
    return {name: (sorted(found), [found[step] for step in sorted(found)]) for name, found in rows.items()}


def draw(log: dict[str, tuple[list[int], list[float]]], title: str, out: Path) -> None:
    """A panel a figure; what was measured on the validation set lies over that of training."""
    names = [name for name in log if not name.startswith("val_")]
    columns = min(3, len(names))
    rows = -(-len(names) // columns)
    figure, panels = plt.subplots(rows, columns, figsize=(4.2 * columns, 2.8 * rows), squeeze=False, layout="constrained")
    for panel in panels.flat[len(names) :]:
        panel.axis("off")
    for name, panel in zip(names, panels.flat, strict=False):
        panel.plot(*log[name], color="#4472a8", linewidth=1, label="training")
        if f"val_{name}" in log:
            panel.plot(*log[f"val_{name}"], color="#c2582b", marker="o", markersize=3, linewidth=1.2, label="validation")
            panel.legend(frameon=False, fontsize=8)
        panel.set_title(name, fontsize=10)
        panel.set_xlabel("step", fontsize=8)
        panel.tick_params(labelsize=8)
        panel.grid(alpha=0.25)
    figure.suptitle(title, fontsize=11)
    figure.savefig(out, dpi=110)
    plt.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="folders of finished or running stages")
    for run in parser.parse_args().runs:
        draw(read_log(run / "log.jsonl"), run.name, run / "curves.png")
        print(run / "curves.png")


if __name__ == "__main__":
    main()
