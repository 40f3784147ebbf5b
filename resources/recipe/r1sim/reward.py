"""VLA-R1's verifiable rewards: what an answer is worth, 0 to 1, by the scene alone."""

from .answers import parse_answer
from .metrics import alaf_score, box_giou
from .samples import Sample
from .view import View

TASK_SHARE, FORMAT_SHARE = 0.9, 0.1


def task_reward(text: str, sample: Sample, view: View) -> float:
    """Box: (GIoU + 1) / 2. Path: ALAF score. Nothing of that name in view: 1 for saying so. Else 0."""
    answer = parse_answer(text, sample.kind)
    if answer is None:
        return 0.0
    if sample.thing is None or len(answer) == 0:
        return float(sample.thing is None and len(answer) == 0)
    if sample.kind == "affordance":
        return (box_giou(answer, sample.thing.box) + 1) / 2
    right = view.place_points(sample.thing, sample.container) if sample.container else view.lift_points(sample.thing)
    return alaf_score(answer, right)


def reward(text: str, sample: Sample, view: View) -> float:
    kept = float(parse_answer(text, sample.kind) is not None)
    return TASK_SHARE * task_reward(text, sample, view) + FORMAT_SHARE * kept
