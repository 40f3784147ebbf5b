"""Learning rate and optimiser, the same for both stages."""

import math

import torch
from torch import nn


def learning_rate(step: int, steps: int, peak: float, warmup: int = 100) -> float:
    """Linear warm-up, then a cosine down to 2 % of the peak."""
    if step < warmup:
        return peak * (step + 1) / warmup
    share = (step - warmup) / max(1, steps - warmup)
    return peak * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(share, 1))))


def optimiser(modules: list[nn.Module], decay: float = 0.05) -> torch.optim.AdamW:
    """Weights of two or more dimensions decay; gains and biases do not."""
    parameters = [parameter for module in modules for parameter in module.parameters()]
    matrices = [parameter for parameter in parameters if parameter.ndim > 1]
    rest = [parameter for parameter in parameters if parameter.ndim <= 1]
    groups = [{"params": matrices, "weight_decay": decay}, {"params": rest, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98), eps=1e-8)


def set_rate(chosen: torch.optim.Optimizer, rate: float) -> None:
    for group in chosen.param_groups:
        group["lr"] = rate
