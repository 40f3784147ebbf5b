"""Building blocks that the vision tower and the decoder share."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class RmsNorm(nn.Module):
    """Root mean square normalisation, computed in float32."""

    def __init__(self, size: int, eps: float = 1e-6):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        x = x.float()
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


class GatedMlp(nn.Module):
    """down(silu(gate(x)) * up(x)), as in Qwen2.5-VL."""

    def __init__(self, size: int, intermediate: int, bias: bool):
        super().__init__()
        self.gate_proj = nn.Linear(size, intermediate, bias=bias)
        self.up_proj = nn.Linear(size, intermediate, bias=bias)
        self.down_proj = nn.Linear(intermediate, size, bias=bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


def rotary_frequencies(theta: float, count: int) -> Tensor:
    """Radians a step of position, fastest first: theta ^ (-i / count)."""
    return theta ** (-torch.arange(count).float() / count)


def rotate_half(x: Tensor) -> Tensor:
    half = x.shape[-1] // 2
    return torch.cat((-x[..., half:], x[..., :half]), dim=-1)


def apply_rotary(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """x [..., tokens, dim]; cos and sin broadcast over the heads."""
    return x * cos + rotate_half(x) * sin
