"""VLA-R1's verifiable rewards: what an answer is worth, 0 to 1, by the scene alone."""

from .answers import parse_answer
from .metrics import alaf_score, box_giou
from .samples import Sample

TASK_SHARE, FORMAT_SHARE = 0.9, 0.1


def task_reward(text: str, sample: Sample) -> float:
    """Box: (GIoU + 1) / 2. Path: ALAF score. "Nothing there", or the question which one: 1 where that is right. Else 0."""
    answer, right = parse_answer(text, sample.kind), parse_answer(sample.answer, sample.kind)
    if answer is None:
        return 0.0
    if isinstance(right, str) or isinstance(answer, str):
        return float(isinstance(right, str) and answer == right)
    if len(right) == 0 or len(answer) == 0:
        return float(len(right) == len(answer))
    if sample.kind == "affordance":
        return (box_giou(answer, right) + 1) / 2
    return alaf_score(answer, right)


def reward(text: str, sample: Sample) -> float:
    kept = float(parse_answer(text, sample.kind) is not None)
    return TASK_SHARE * task_reward(text, sample) + FORMAT_SHARE * kept
