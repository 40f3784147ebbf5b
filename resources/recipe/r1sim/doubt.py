"""
When an answer is too doubtful to be used: split conformal prediction on scenes that were not trained on. The score of
an answer is the log probability of some of its tokens (`SCORES`); the last digit of a coordinate, which is never certain,
counts in none. The threshold is the score that all but `--withheld` of the right answers of one half of the scenes
reach; the other half tells what that withholds there, of right and of wrong answers, and how well each score tells a
right answer from a wrong one (the share of pairs of which the right one has the higher score).
"""

from pathlib import Path
from random import Random

import argparse
import json
import math

import numpy as np
import torch
from tokenizers import Tokenizer

from .answers import parse_answer
from .texts import Texts
from .cache import load_set
from .evaluate import Asked, score
from .generate import scored_answers
from .model import load_checkpoint
from .pictures import normalised, patches
from .samples import draw_sample


def word_score(texts: Texts, ids: list[int], log_probs: list[float]) -> float:
    """All tokens that are no digit: which thing is meant, and whether it is there, stands in the words."""
    return sum(value for number, value in zip(ids, log_probs, strict=True) if number not in texts.digits)


def place_score(texts: Texts, ids: list[int], log_probs: list[float]) -> float:
    """What is written as the output, third digits left out: a model that wavers between two things wavers in the first."""
    if texts.bridge not in ids:
        return -math.inf
    last_digits = {index + 3 for index, _ in texts.coordinates(ids)}
    output = range(ids.index(texts.bridge) + 1, len(ids))
    return sum(log_probs[index] for index in output if index not in last_digits)


SCORES = {"words": word_score, "places": place_score}


def is_right(asked: Asked) -> bool:
    """The thing that was meant, or rightly none; box over half, or a path that starts and ends near where it should."""
    figures = score(asked)
    if asked.sample.thing is None:
        return figures["absent_refused"] == 1
    if figures["right_thing"] < 1:
        return False
    if asked.sample.kind == "affordance":
        return figures["iou_over_half"] == 1
    return max(figures["path_start_error"], figures["path_end_error"]) < 0.05


def threshold_for(scores: np.ndarray, withheld: float) -> float:
    """The conformal quantile of the scores of right answers: a new one is below it with a probability of at most `withheld`."""
    rank = math.floor(withheld * (len(scores) + 1))
    return float(np.sort(scores)[rank - 1]) if rank >= 1 else -math.inf


def told_apart(value: np.ndarray, right: np.ndarray) -> float | None:
    """Of all pairs of a right and a wrong answer, the share of which the right one has the higher score (ties half)."""
    if right.all() or not right.any():
        return None
    gap = value[right][:, None] - value[~right][None]
    return round(float((gap > 0).mean() + (gap == 0).mean() / 2), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--score", choices=tuple(SCORES), default="places")
    parser.add_argument("--withheld", type=float, default=0.05)
    parser.add_argument("--questions", type=int, default=2, help="of each kind a picture")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    model = load_checkpoint(arguments.checkpoint)[0].eval()
    texts = Texts(Tokenizer.from_file(str(arguments.tokenizer / "tokenizer.json")))
    views, pictures = load_set(arguments.scenes)
    rng = Random(5)
    found: dict[str, list[tuple]] = {"affordance": [], "trajectory": []}
    for first in range(0, len(views), 16):
        indices = range(first, min(first + 16, len(views)))
        values, grids = zip(*(patches(normalised(pictures[index])) for index in indices), strict=True)
        grid = torch.from_numpy(grids[0])
        with torch.no_grad():
            seen = torch.stack([model.visual(torch.from_numpy(value), grid) for value in values])
        for kind in found:
            for _ in range(arguments.questions):
                samples = [draw_sample(views[index], kind, rng) for index in indices]
                written, scores = scored_answers(model, texts, seen, grid, [sample.question for sample in samples])
                for index, sample, ids, each in zip(indices, samples, written, scores, strict=True):
                    text = texts.tokenizer.decode([n for n in ids if n != texts.end], skip_special_tokens=False)
                    right = parse_answer(text, kind) is not None and is_right(Asked(views[index], sample, text))
                    found[kind].append((index, right, *(scored(texts, ids, each) for scored in SCORES.values())))
    result: dict = {"score": arguments.score, "withheld": arguments.withheld, "thresholds": {}, "measured": {}}
    for kind, rows in found.items():
        number, right, *values = (np.array(column) for column in zip(*rows, strict=True))
        value = values[tuple(SCORES).index(arguments.score)]
        # By scene, not by question: the questions of one picture are not independent.
        calibrating = number % 2 == 0
        threshold = threshold_for(value[calibrating & right], arguments.withheld)
        kept = value >= threshold
        held_out = ~calibrating
        result["thresholds"][kind] = round(threshold, 4)
        result["measured"][kind] = {
            "questions": int(held_out.sum()),
            "right": round(float(right[held_out].mean()), 4),
            "rightWithheld": round(float((~kept)[held_out & right].mean()), 4),
            "wrongWithheld": round(float((~kept)[held_out & ~right].mean()), 4) if (held_out & ~right).any() else None,
            "rightOfKept": round(float(right[held_out & kept].mean()), 4),
            "toldApart": {name: told_apart(each, right) for name, each in zip(SCORES, values, strict=True)},
        }
    print(json.dumps(result, indent=2))
    arguments.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
