"""
How good a checkpoint, or a finished pack, is on scenes it never saw: format, right thing, boxes, paths, refusals.
Two questions a picture, one of each kind, drawn from a fixed seed.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import argparse
import json

import numpy as np
import torch
from tokenizers import Tokenizer

from .answers import parse_answer
from .texts import Texts
from .cache import load_set
from .dialogue import move_sample, other_sample, reply_sample
from .generate import answers
from .metrics import box_iou, discrete_frechet, hausdorff, path_rmse
from .model import R1Sim, load_checkpoint
from .pack import Pack
from .pictures import normalised, patches
from .prompts import Question
from .samples import Sample, ask_sample, draw_sample, sided_sample
from .table import table
from .view import View


@dataclass(frozen=True)
class Asked:
    view: View
    sample: Sample
    text: str


def nearest(view: View, point: np.ndarray):
    """The thing whose centre is nearest to a point of the picture."""
    return min((t for t in view.things if t.visible), key=lambda t: np.hypot(*(np.array(t.box[:2]) - point)), default=None)


def score(asked: Asked) -> dict[str, float]:
    sample, view = asked.sample, asked.view
    answer, meant = parse_answer(asked.text, sample.kind), parse_answer(sample.answer, sample.kind)
    figures: dict[str, float] = {"format": float(answer is not None)}
    if isinstance(meant, str):
        return figures | {"asked_back": float(isinstance(answer, str)), "asked_rightly": float(isinstance(answer, str) and answer == meant)}
    figures["asked_for_nothing"] = float(isinstance(answer, str))
    if isinstance(answer, str):
        answer = None
    if sample.moved:
        far = np.inf if answer is None or np.shape(answer) != np.shape(meant) else np.abs(np.subtract(answer, meant)).max()
        return figures | {"moved_within_0.01": float(far <= 0.01)}
    if sample.thing is None:
        return figures | {"absent_refused": float(answer is not None and len(answer) == 0)}
    figures["false_refusal"] = float(answer is not None and len(answer) == 0)
    if answer is None or len(answer) == 0:
        return figures | ({"iou": 0.0, "iou_over_half": 0.0} if sample.kind == "affordance" else {}) | {"right_thing": 0.0}
    if sample.kind == "affordance":
        iou = box_iou(answer, sample.thing.box)
        centre = np.array(answer[:2])
        figures |= {
            "right_thing": float(nearest(view, centre) is sample.thing),
            "iou": iou,
            "iou_over_half": float(iou > 0.5),
            "box_centre_error": float(np.hypot(*(centre - sample.thing.box[:2]))),
        }
        return figures
    right = view.place_points(sample.thing, sample.container) if sample.container else view.lift_points(sample.thing)
    start_error = float(np.hypot(*(answer[0] - right[0])))
    end_error = float(np.hypot(*(answer[-1] - right[-1])))
    figures |= {
        "right_thing": float(nearest(view, answer[0]) is sample.thing),
        "path_start_error": start_error,
        "path_end_error": end_error,
        "dfd_1000": 1000 * discrete_frechet(answer, right),
        "hd_1000": 1000 * hausdorff(answer, right),
        "rmse_1000": 1000 * path_rmse(answer, right),
        "four_points": float(len(answer) == 4),
    }
    if sample.container:
        figures["start_and_end_within_0.03"] = float(max(start_error, end_error) < 0.03)
    return figures


DIALOGUE = {"ambiguous": ask_sample, "reply": reply_sample, "other": other_sample, "move": move_sample, "sided": sided_sample}
"""What is asked beyond plain questions, each measured apart."""

Answerer = Callable[[np.ndarray, np.ndarray, list[Question]], list[list[int]]]
"""Pixels [pictures, patches, 1176], the grid [1, 3] of each, and a question for each -> ids of the answers."""


def by_checkpoint(model: R1Sim, texts: Texts) -> Answerer:
    return lambda values, grid, asked: answers(model, texts, torch.from_numpy(values), torch.from_numpy(grid), asked)


def by_pack(pack: Pack, texts: Texts) -> Answerer:
    return lambda values, grid, asked: [
        pack.answer(texts, one, grid, question) for one, question in zip(values, asked, strict=True)
    ]


Draw = Callable[[View, str, Random], Sample | None]


def ask(
    answerer: Answerer,
    texts: Texts,
    views: list[View],
    pictures: np.ndarray,
    seed: int,
    batch: int = 32,
    draw: Draw = draw_sample,
) -> list[Asked]:
    """Both kinds of question about every picture, as far as `draw` has one for it."""
    done = []
    rng = Random(seed)
    for kind in ("affordance", "trajectory"):
        for first in range(0, len(views), batch):
            indices = range(first, min(first + batch, len(views)))
            drawn = [(index, sample) for index in indices if (sample := draw(views[index], kind, rng))]
            if not drawn:
                continue
            values, grids = zip(*(patches(normalised(pictures[index])) for index, _ in drawn), strict=True)
            written = answerer(np.stack(values), grids[0], [sample.question for _, sample in drawn])
            for (index, sample), ids in zip(drawn, written, strict=True):
                text = texts.tokenizer.decode([number for number in ids if number != texts.end], skip_special_tokens=False)
                done.append(Asked(views[index], sample, text))
    return done


def summary(asked: list[Asked]) -> dict[str, float]:
    sums = defaultdict(list)
    for one in asked:
        for name, value in score(one).items():
            sums[name].append(value)
    figures = {name: round(float(np.mean(values)), 4) for name, values in sums.items()}
    for name in ("box_centre_error", "path_start_error", "path_end_error"):
        if name in sums:
            figures[f"{name}_median"] = round(float(np.median(sums[name])), 4)
            figures[f"{name}_p90"] = round(float(np.percentile(sums[name], 90)), 4)
    return figures | {"questions": len(asked)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--checkpoint", type=Path)
    source.add_argument("--pack", type=Path, help="a finished pack, on ONNX Runtime")
    parser.add_argument("--tokenizer", type=Path, help="folder of the tokenizer; a pack has its own")
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--dialogue", type=int, help="pictures for questions beyond the plain one; as many as --count where absent")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", type=int, default=0, help="answers to print beside the right ones")
    arguments = parser.parse_args()
    texts = Texts(Tokenizer.from_file(str((arguments.tokenizer or arguments.pack) / "tokenizer.json")))
    answerer = (
        by_pack(Pack(arguments.pack), texts)
        if arguments.pack
        else by_checkpoint(load_checkpoint(arguments.checkpoint)[0].eval(), texts)
    )
    views, pictures = load_set(arguments.scenes)
    views = views[: arguments.count]
    asked = ask(answerer, texts, views, pictures[: arguments.count], seed=7)
    for one in asked[:: max(1, len(asked) // arguments.show)] if arguments.show else []:
        print(f"{one.view.image} {one.sample.instruction}\n  {one.text}\n  {one.sample.answer}")
    figures = summary(asked) | {"pictures": len(views)}
    talked = views[: arguments.dialogue] if arguments.dialogue is not None else views
    for name, draw in DIALOGUE.items() if talked else ():
        turns = ask(answerer, texts, talked, pictures[: len(talked)], seed=7, draw=draw)
        figures |= {f"{name}_{figure}": value for figure, value in summary(turns).items()}
    print(table({arguments.scenes.name: figures}))
    if arguments.out:
        arguments.out.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
