"""Training batches: pictures with small changes, and the questions and answers about each."""

from dataclasses import dataclass
from random import Random

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from .answers import BRIDGE, without_thought
from .dialogue import draw_any
from .location import dense_targets
from .model import rope_positions
from .pictures import MERGE, PATCH, normalised, patches
from .prompts import Question, render_prompt
from .view import Crop, Thing, View, cropped

MIRRORED = Crop(mirrored=True)
DIGIT_WEIGHTS = (3.0, 2.0, 0.4)
"""A coordinate's digits: the last one is hardly to be seen at this picture size."""


def varied(pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Exposure, colour cast and noise that a camera may add; uint8 in and out."""
    gain = (rng.uniform(0.88, 1.12) * rng.uniform(0.97, 1.03, size=3)).astype(np.float32)
    noise = rng.standard_normal(pixels.shape[:2], dtype=np.float32)[..., None]
    changed = pixels * gain + (np.float32(rng.uniform(-8, 8)) + np.float32(rng.uniform(0, 3)) * noise)
    return np.clip(changed, 0, 255, out=changed).astype(np.uint8)


@dataclass(frozen=True)
class PictureBatch:
    views: list[View]
    pixel_values: Tensor
    """[pictures, patches, 1176]"""
    rows: int
    columns: int
    """The grid in patches."""
    targets: tuple[Tensor, Tensor, Tensor, Tensor]
    things: np.ndarray
    """[pictures, tokens]: which of the view's things each token lies on, -1 for none."""


def picture_batch(
    views: list[View], pictures: np.ndarray, indices: np.ndarray, rng: np.random.Generator | None
) -> PictureBatch:
    """Without `rng` the pictures stay as they are."""
    seen, values, dense = [], [], []
    for index in indices:
        view, pixels = views[index], pictures[index]
        if rng is not None:
            if rng.random() < 0.5:
                view, pixels = cropped(view, MIRRORED), pixels[:, ::-1]
            pixels = varied(pixels, rng)
        value, grid = patches(normalised(pixels))
        seen.append(view)
        values.append(torch.from_numpy(value))
        dense.append(dense_targets(view, int(grid[0, 1]) // MERGE, int(grid[0, 2]) // MERGE))
    stack = lambda name: torch.from_numpy(np.stack([getattr(one, name) for one in dense]))  # noqa: E731
    rows, columns = pictures.shape[1] // PATCH, pictures.shape[2] // PATCH
    return PictureBatch(
        seen,
        torch.stack(values),
        rows,
        columns,
        (stack("on"), stack("color"), stack("kind"), stack("places")),
        np.stack([one.thing for one in dense]),
    )


@dataclass(frozen=True)
class TextBatch:
    picture: Tensor
    """Which picture of the batch each row is about."""
    ids: Tensor
    positions: Tensor
    image_start: Tensor
    weights: Tensor
    """Of predicting each id from those before it; 0 for prompts and padding."""
    asked: Tensor
    """[rows, picture tokens, 2]: 1 where the token lies on the thing, or the container, that the question means."""
    numbers: Tensor
    """Each coordinate that is written: row and place of its "0." """
    values: Tensor
    """The coordinates, fractions of the picture."""


class Texts:
    """What the tokenizer knows by name."""

    def __init__(self, tokenizer: Tokenizer):
        self.tokenizer = tokenizer
        self.image = tokenizer.token_to_id("<|image_pad|>")
        self.end = tokenizer.token_to_id("<|im_end|>")
        self.pad = tokenizer.token_to_id("<|endoftext|>")
        self.bridge = tokenizer.token_to_id(BRIDGE)
        self.points = {number for text in ("0.", " 0.") for number in tokenizer.encode(text).ids}
        self.digits = {tokenizer.token_to_id(digit): int(digit) for digit in "0123456789"}

    def prompt_ids(self, question: Question, tokens: int) -> list[int]:
        return self.tokenizer.encode(render_prompt(question, tokens)).ids

    def coordinates(self, ids: list[int]) -> list[tuple[int, float]]:
        """Where each coordinate of an answer begins, and its value."""
        after = ids.index(self.bridge) if self.bridge in ids else len(ids)
        return [
            (index, sum(self.digits[ids[index + 1 + place]] / 10 ** (place + 1) for place in range(3)))
            for index in range(after, len(ids) - 3)
            if ids[index] in self.points
        ]

    def answer_weights(self, ids: list[int]) -> list[float]:
        weights = [1.0] * len(ids)
        for index, _ in self.coordinates(ids):
            weights[index + 1 : index + 4] = DIGIT_WEIGHTS
        return weights


NOT_THERE = -2


def index_of(view: View, thing: Thing | None) -> int:
    """A number that no token carries where there is no such thing."""
    return view.things.index(thing) if thing else NOT_THERE


def laid_out(
    sequences: list[tuple[list[int], list[int]]], texts: Texts, rows: int, columns: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Prompts with their answers, padded: ids [rows, tokens], positions [3, rows, tokens], where the picture starts."""
    longest = max(len(prompt) + len(answer) for prompt, answer in sequences)
    ids = np.full((len(sequences), longest), texts.pad, dtype=np.int64)
    positions = np.zeros((3, len(sequences), longest), dtype=np.int64)
    for row, (prompt, answer) in enumerate(sequences):
        whole = prompt + answer
        ids[row, : len(whole)] = whole
        positions[:, row, : len(whole)] = rope_positions(whole, texts.image, rows, columns)
    starts = torch.tensor([prompt.index(texts.image) for prompt, _ in sequences])
    return torch.from_numpy(ids), torch.from_numpy(positions), starts


def text_batch(
    batch: PictureBatch, texts: Texts, questions: int, rng: Random, reasoning: bool = True
) -> TextBatch:
    """`questions` for each picture, boxes and paths in turn. Without reasoning, answers have nothing to read before them."""
    rows, columns = batch.rows // MERGE, batch.columns // MERGE
    sequences, meant = [], []
    for picture, view in enumerate(batch.views):
        for turn in range(questions):
            kind = ("affordance", "trajectory")[(picture + turn) % 2]
            sample = draw_any(view, kind, rng)
            prompt = texts.prompt_ids(sample.question, rows * columns)
            spoken = sample.answer if reasoning else without_thought(sample.answer)
            answer = [*texts.tokenizer.encode(spoken).ids, texts.end]
            sequences.append((picture, prompt, answer))
            meant.append([index_of(view, thing) for thing in (sample.thing, sample.container)])
    ids, positions, starts = laid_out([(prompt, answer) for _, prompt, answer in sequences], texts, rows, columns)
    weights = np.zeros(ids.shape, dtype=np.float32)
    numbers, values = [], []
    for row, (_, prompt, answer) in enumerate(sequences):
        weights[row, len(prompt) : len(prompt) + len(answer)] = texts.answer_weights(answer)
        for index, value in texts.coordinates(answer):
            numbers.append((row, len(prompt) + index))
            values.append(value)
    on_thing = batch.things[[picture for picture, _, _ in sequences]][..., None] == np.array(meant)[:, None]
    return TextBatch(
        torch.tensor([picture for picture, _, _ in sequences]),
        ids,
        positions,
        starts,
        torch.from_numpy(weights),
        torch.from_numpy(on_thing.astype(np.float32)),
        torch.tensor(numbers, dtype=torch.long).reshape(-1, 2),
        torch.tensor(values, dtype=torch.float32),
    )
