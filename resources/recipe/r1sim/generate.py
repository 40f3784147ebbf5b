"""Answers from PyTorch, many at once: the likeliest, or drawn at a temperature."""

import numpy as np
import torch
from torch import Tensor

from .texts import Texts
from .model import R1Sim, placed, rope_positions
from .pictures import MERGE
from .prompts import Question


def chosen(logits: Tensor, temperature: float) -> Tensor:
    if temperature == 0:
        return logits.argmax(-1)
    return torch.multinomial(torch.softmax(logits.float() / temperature, dim=-1), 1)[:, 0]


@torch.no_grad()
def answers(
    model: R1Sim, texts: Texts, pixel_values: Tensor, grid: Tensor, asked: list[Question], limit: int = 200
) -> list[list[int]]:
    """
    The likeliest answer for each picture; `asked` is one for each of pixel_values [pictures, patches,
    1176], all of `grid` [1, 3]. The ids end with the one that ends the answer, unless `limit`
    came first.
    """
    features = torch.stack([model.visual(values, grid) for values in pixel_values])
    return written_answers(model, texts, features, grid, asked, limit=limit)


@torch.no_grad()
def written_answers(
    model: R1Sim,
    texts: Texts,
    features: Tensor,
    grid: Tensor,
    asked: list[Question],
    temperature: float = 0.0,
    limit: int = 200,
    draws: int = 1,
) -> list[list[int]]:
    """As `answers`, for pictures that the tower has seen: features [asked, picture tokens, size]."""
    return scored_answers(model, texts, features, grid, asked, temperature, limit, draws)[0]


@torch.no_grad()
def scored_answers(
    model: R1Sim,
    texts: Texts,
    features: Tensor,
    grid: Tensor,
    asked: list[Question],
    temperature: float = 0.0,
    limit: int = 200,
    draws: int = 1,
) -> tuple[list[list[int]], list[list[float]]]:
    """`draws` answers to each question, one after the other, and the natural log probability of each of their tokens."""
    rows, columns = int(grid[0, 1]) // MERGE, int(grid[0, 2]) // MERGE
    prompts = [texts.prompt_ids(question, rows * columns) for question in asked]
    longest = max(len(prompt) for prompt in prompts)
    count = len(prompts)
    ids = torch.full((count, longest), texts.pad)
    mask = torch.zeros((count, longest), dtype=torch.long)
    positions = torch.zeros((3, count, longest), dtype=torch.long)
    for row, prompt in enumerate(prompts):
        ids[row, : len(prompt)] = torch.tensor(prompt)
        mask[row, : len(prompt)] = 1
        where = rope_positions(prompt, texts.image, rows, columns)
        positions[:, row, : len(prompt)] = torch.from_numpy(np.ascontiguousarray(where))
    starts = torch.tensor([prompt.index(texts.image) for prompt in prompts])
    last = mask.sum(dim=1) - 1
    embedded = placed(model.decoder.embed_tokens(ids), features, starts)
    text = model.config.text
    empty = torch.zeros(count, text.num_key_value_heads, 0, text.head_dim)
    cache = [(empty, empty)] * text.num_hidden_layers
    logits, cache = model.decoder(embedded, mask, positions, cache)
    scores = logits[torch.arange(count), last]
    next_position = positions[0, torch.arange(count), last] + 1
    if draws > 1:
        # The prompt is read once, however many answers are drawn.
        again = torch.arange(count).repeat_interleave(draws)
        scores, next_position, mask = scores[again], next_position[again], mask[again]
        cache = [(key[again], value[again]) for key, value in cache]
        count *= draws
    step = chosen(scores, temperature)
    written: list[list[int]] = [[] for _ in range(count)]
    scored: list[list[float]] = [[] for _ in range(count)]
    going = torch.ones(count, dtype=torch.bool)
    for _ in range(limit):
        likely = torch.log_softmax(scores.float(), dim=-1)[torch.arange(count), step]
        for row in torch.nonzero(going).flatten().tolist():
            written[row].append(int(step[row]))
            scored[row].append(float(likely[row]))
        going &= step != texts.end
        if not going.any():
            break
        mask = torch.cat((mask, torch.ones(count, 1, dtype=torch.long)), dim=1)
        where = next_position[None, :, None].expand(3, count, 1)
        logits, cache = model.decoder(model.decoder.embed_tokens(step)[:, None], mask, where, cache)
        scores = logits[:, -1]
        step = chosen(scores, temperature)
        next_position = next_position + 1
    return written, scored
