"""
Dense supervision of the vision tower: what each of its tokens lies on. Without it places are learned far too slowly
(the words alone say little about them). The head is dropped at export.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .config import VisionConfig
from .view import COLORS, KINDS, View

PLACES = 10
"""Box (centre x, y, width, height), then grasp point, point above it and place point (x, y each)."""
FREQUENCIES = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
"""Waves a place is written in: besides powers of two, those whose period is one step of a decimal digit."""


def waves(places: Tensor) -> Tensor:
    """[..., n] fractions of the picture -> [..., n * 12] sines and cosines."""
    angle = 2 * torch.pi * places[..., None] * torch.tensor(FREQUENCIES)
    return torch.cat((angle.sin(), angle.cos()), dim=-1).flatten(-2)


@dataclass(frozen=True)
class DenseTargets:
    """One row a token of the picture, row by row."""

    on: np.ndarray
    """1 where the token's cell overlaps a thing's box, else 0."""
    color: np.ndarray
    kind: np.ndarray
    places: np.ndarray
    thing: np.ndarray
    """Which of the view's things the token lies on; -1 where none."""


def dense_targets(view: View, rows: int, columns: int) -> DenseTargets:
    """Each cell goes to the thing nearest to it among those whose box, shrunk a little, it touches."""
    x = (np.arange(columns) + 0.5) / columns
    y = (np.arange(rows) + 0.5) / rows
    best = np.full((rows, columns), np.inf)
    on = np.zeros((rows, columns), dtype=np.float32)
    color = np.zeros((rows, columns), dtype=np.int64)
    kind = np.zeros((rows, columns), dtype=np.int64)
    places = np.zeros((rows, columns, PLACES), dtype=np.float32)
    owner = np.full((rows, columns), -1, dtype=np.int64)
    for number, thing in enumerate(view.things):
        if not thing.visible:
            continue
        cx, cy, width, height = thing.box
        dx = np.abs(x - cx)[None, :]
        dy = np.abs(y - cy)[:, None]
        touches = (dx < 0.45 * width + 0.25 / columns) & (dy < 0.45 * height + 0.25 / rows)
        distance = np.hypot(dx / max(width, 1e-3), dy / max(height, 1e-3))
        mine = touches & (distance < best)
        # Small things may fall between cell centres: the nearest cell is always theirs.
        mine[min(int(cy * rows), rows - 1), min(int(cx * columns), columns - 1)] = True
        best[mine] = distance[mine]
        on[mine] = 1
        owner[mine] = number
        color[mine] = COLORS.index(thing.color)
        kind[mine] = KINDS.index(thing.kind)
        places[mine] = np.concatenate((thing.box, view.key_points(thing).ravel()))
    tokens = rows * columns
    return DenseTargets(
        on.reshape(tokens),
        color.reshape(tokens),
        kind.reshape(tokens),
        places.reshape(tokens, PLACES),
        owner.reshape(tokens),
    )


class LocationHead(nn.Module):
    """Linear, so that what it finds lies open in the token for the decoder to read."""

    def __init__(self, config: VisionConfig):
        super().__init__()
        self.sizes = [1, len(COLORS), len(KINDS), PLACES, PLACES * 2 * len(FREQUENCIES)]
        self.linear = nn.Linear(config.out_hidden_size, sum(self.sizes))
        nn.init.normal_(self.linear.weight, std=0.03)
        nn.init.zeros_(self.linear.bias)

    def forward(self, tokens: Tensor) -> tuple[Tensor, ...]:
        return self.linear(tokens.float()).split(self.sizes, dim=-1)

    def loss(self, tokens: Tensor, on: Tensor, color: Tensor, kind: Tensor, places: Tensor) -> tuple[Tensor, dict]:
        """tokens [batch, n, size]; the figures say how well tokens on a thing know it."""
        found, colors, kinds, where, waving = self(tokens)
        mask = on > 0
        presence = F.binary_cross_entropy_with_logits(found[..., 0], on, pos_weight=torch.tensor(4.0))
        color_loss = F.cross_entropy(colors[mask], color[mask])
        kind_loss = F.cross_entropy(kinds[mask], kind[mask])
        direct = (where[mask] - places[mask]).abs()
        wave = (waving[mask] - waves(places[mask])).pow(2).mean()
        figures = {
            "found": ((found[..., 0] > 0) == mask).float().mean().item(),
            "color": (colors[mask].argmax(-1) == color[mask]).float().mean().item(),
            "kind": (kinds[mask].argmax(-1) == kind[mask]).float().mean().item(),
            "centre": direct[:, :2].mean().item(),
            "size": direct[:, 2:4].mean().item(),
            "points": direct[:, 4:].mean().item(),
            "wave": wave.item(),
        }
        return presence + 0.5 * color_loss + 0.5 * kind_loss + 10 * direct.mean() + 4 * wave, figures
