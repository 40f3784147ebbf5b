"""
Dense supervision of the decoder while it learns: half way it must know which of the picture's tokens the question
means, and where it writes a coordinate it must know its value. Dropped at export.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .config import TextConfig
from .location import FREQUENCIES, waves


class PointingHead(nn.Module):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.asked = nn.Linear(config.hidden_size, 2)
        self.value = nn.Linear(config.hidden_size, 1 + 2 * len(FREQUENCIES))

    def loss(
        self, middle: Tensor, last: Tensor, image_start: Tensor, asked: Tensor, numbers: Tensor, values: Tensor
    ) -> tuple[Tensor, dict]:
        """middle and last [rows, tokens, size]; the others as in TextBatch."""
        columns = image_start[:, None] + torch.arange(asked.shape[1])
        tokens = middle.gather(1, columns[..., None].expand(-1, -1, middle.shape[-1]))
        logits = self.asked(tokens.float())
        pointing = F.binary_cross_entropy_with_logits(logits, asked, pos_weight=torch.tensor(8.0))
        named = asked.sum(dim=1) > 0
        best = logits.argmax(dim=1)
        hit = asked.gather(1, best[:, None]).squeeze(1)[named]
        guess = self.value(last[numbers[:, 0], numbers[:, 1]].float())
        if not len(values):
            return pointing, {}
        direct = (guess[:, 0] - values).abs().mean()
        wave = (guess[:, 1:] - waves(values[:, None])).pow(2).mean()
        figures = {"value": direct.item()} | ({"pointed": hit.mean().item()} if len(hit) else {})
        return pointing + 5 * direct + 2 * wave, figures
