"""Training batches: pictures with small changes, and the dialogues about each."""

from dataclasses import dataclass, replace
from random import Random

import numpy as np
import torch
from torch import Tensor

from .answers import without_thought
from .dialogue import draw_any
from .location import dense_targets
from .phrase import Phrase
from .pictures import MERGE, PATCH, normalised, patches
from .samples import Sample
from .texts import Texts, laid_out
from .view import Crop, View, cropped

MIRRORED = Crop(mirrored=True)


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


def tokens_on(phrase: Phrase | None, view: View, things: np.ndarray) -> np.ndarray:
    """Which of a picture's tokens (`things` [tokens], as in PictureBatch) lie on what a phrase means, or all that fit it."""
    meant = () if not phrase else (phrase.meant,) if phrase.meant else phrase.fitting
    return np.isin(things, [view.things.index(thing) for thing in meant])


def unthinking(sample: Sample) -> Sample:
    """The same with nothing between the think tags, in its earlier turns too."""
    earlier = tuple((said, without_thought(answer)) for said, answer in sample.earlier)
    return replace(sample, answer=without_thought(sample.answer), earlier=earlier)


@dataclass(frozen=True)
class Row:
    """One dialogue in tokens."""

    picture: int
    prompt: list[int]
    answer: list[int]
    learned: list[slice]
    """Where the answers to be learned stand in prompt and answer together."""
    asked: np.ndarray
    """[picture tokens, 2] as in TextBatch."""

    @property
    def ids(self) -> list[int]:
        return self.prompt + self.answer


def row_of(batch: PictureBatch, picture: int, sample: Sample, texts: Texts) -> Row:
    view = batch.views[picture]
    prompt = texts.prompt_ids(sample.question, batch.rows * batch.columns // MERGE**2)
    answer = [*texts.tokenizer.encode(sample.answer).ids, texts.end]
    learned = [span for span, taught in zip(texts.earlier_answers(prompt), sample.taught, strict=True) if taught]
    asked = np.stack([tokens_on(phrase, view, batch.things[picture]) for phrase in sample.pointed], axis=-1)
    return Row(picture, prompt, answer, [*learned, slice(len(prompt), len(prompt) + len(answer))], asked)


def text_batch(rows: list[Row], batch: PictureBatch, texts: Texts) -> TextBatch:
    ids, positions, starts = laid_out(
        [(row.prompt, row.answer) for row in rows], texts, batch.rows // MERGE, batch.columns // MERGE
    )
    weights = np.zeros(ids.shape, dtype=np.float32)
    numbers, values = [], []
    for number, row in enumerate(rows):
        for span in row.learned:
            spoken = row.ids[span]
            weights[number, span] = texts.answer_weights(spoken)
            for index, value in texts.coordinates(spoken):
                numbers.append((number, span.start + index))
                values.append(value)
    return TextBatch(
        torch.tensor([row.picture for row in rows]),
        ids,
        positions,
        starts,
        torch.from_numpy(weights),
        torch.from_numpy(np.stack([row.asked for row in rows]).astype(np.float32)),
        torch.tensor(numbers, dtype=torch.long).reshape(-1, 2),
        torch.tensor(values, dtype=torch.float32),
    )


def text_batches(
    batch: PictureBatch, texts: Texts, questions: int, rng: Random, reasoning: bool = True, parts: int = 3
) -> list[TextBatch]:
    """
    `questions` for each picture, boxes and paths in turn, in `parts` of like length: a dialogue of three turns is three
    times as long as one of one, and all of a part are padded to its longest. Without reasoning, answers have nothing to
    read before them.
    """
    rows = []
    for picture, view in enumerate(batch.views):
        for turn in range(questions):
            sample = draw_any(view, ("affordance", "trajectory")[(picture + turn) % 2], rng)
            rows.append(row_of(batch, picture, sample if reasoning else unthinking(sample), texts))
    rows.sort(key=lambda row: len(row.ids))
    size = -(-len(rows) // parts)
    return [text_batch(rows[first : first + size], batch, texts) for first in range(0, len(rows), size)]
