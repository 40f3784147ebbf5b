"""The whole model: vision tower, decoder, and where a sequence's tokens stand (M-RoPE)."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .config import ModelConfig, config_from_dict
from .decoder import Decoder
from .vision import VisionTower


class R1Sim(nn.Module):
    def __init__(self, config: ModelConfig):
        super().__init__()
        self.config = config
        self.visual = VisionTower(config.vision)
        self.decoder = Decoder(config.text)
        self.apply(initialise)


def initialise(module: nn.Module) -> None:
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.03)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)


def rope_positions(ids: list[int], image_token: int, token_rows: int, token_columns: int) -> np.ndarray:
    """
    M-RoPE positions [3, tokens] of a prompt with at most one picture: text counts up on all three axes; the
    picture's tokens share the time of their start and carry row and column; text goes on after the largest of them.
    """
    ids_array = np.asarray(ids)
    image = np.flatnonzero(ids_array == image_token)
    positions = np.broadcast_to(np.arange(len(ids)), (3, len(ids))).copy()
    if len(image) == 0:
        return positions
    if len(image) != token_rows * token_columns:
        raise ValueError(f"{len(image)} picture tokens for a grid of {token_rows} x {token_columns}")
    start, end = image[0], image[-1] + 1
    rows, columns = np.divmod(np.arange(len(image)), token_columns)
    positions[:, start:end] = start + np.stack((np.zeros_like(rows), rows, columns))
    positions[:, end:] += max(token_rows, token_columns) - len(image)
    return positions


def save_checkpoint(path: Path, model: R1Sim, **extra: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    torch.save({"config": model.config.as_dict(), "model": model.state_dict(), **extra}, partial)
    partial.replace(path)


def load_checkpoint(path: Path) -> tuple[R1Sim, dict]:
    """The model and whatever was saved with it."""
    saved = torch.load(path, map_location="cpu", weights_only=True)
    model = R1Sim(config_from_dict(saved["config"]))
    model.load_state_dict(saved["model"])
    return model, saved


def placed(text: Tensor, image_features: Tensor, image_start: Tensor) -> Tensor:
    """
    Text embeddings [batch, tokens, size] with each row's picture features [batch, picture tokens, size] put in
    from image_start [batch] on.
    """
    columns = image_start[:, None] + torch.arange(image_features.shape[1])
    index = columns[..., None].expand_as(image_features)
    return text.scatter(1, index, image_features.to(text.dtype))
