"""
The vision tower: Qwen2.5-VL's, plus an absolute 2D position embedding after the patch embedding.

Training takes pictures of one size whose sides are whole windows: tokens are put into window order once, so
that a window is a run of tokens. The exported form leaves the order alone and masks what is not in the same
window, which gives the same result for any grid.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .config import VisionConfig
from .layers import GatedMlp, RmsNorm, apply_rotary, rotary_frequencies


def patch_positions(grid_thw: Tensor, patches: int, merge: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """
    For every patch of a list of pictures: its row, its column, the grid size [patches, 2] (rows, columns)
    and a number that is equal for patches of the same picture and frame.
    Patches come in merge order: the merge x merge patches of one output token follow each other.
    Only integer arithmetic on `grid_thw` [pictures, 3], so that it exports for any grid.
    """
    index = torch.arange(patches, device=grid_thw.device)
    ends = torch.cumsum(grid_thw[:, 0] * grid_thw[:, 1] * grid_thw[:, 2], dim=0)
    picture = (index[:, None] >= ends[None, :]).long().sum(dim=1)
    grid = grid_thw[picture]
    rows, columns = grid[:, 1], grid[:, 2]
    local = index - (ends[picture] - grid[:, 0] * rows * columns)
    frame = torch.div(local, rows * columns, rounding_mode="floor")
    local = local - frame * rows * columns
    block = torch.div(local, merge * merge, rounding_mode="floor")
    inside = local - block * merge * merge
    blocks_a_row = torch.div(columns, merge, rounding_mode="floor")
    block_row = torch.div(block, blocks_a_row, rounding_mode="floor")
    block_column = block - block_row * blocks_a_row
    inside_row = torch.div(inside, merge, rounding_mode="floor")
    row = block_row * merge + inside_row
    column = block_column * merge + (inside - inside_row * merge)
    return row, column, grid[:, 1:], picture * 1024 + frame


class PositionEmbedding(nn.Module):
    """Sines and cosines of the normalised patch centre through one linear layer."""

    def __init__(self, config: VisionConfig):
        super().__init__()
        frequencies = torch.pi * 2.0 ** torch.arange(config.position_frequencies)
        self.register_buffer("frequencies", frequencies.float(), persistent=False)
        self.proj = nn.Linear(4 * config.position_frequencies, config.hidden_size)

    def forward(self, row: Tensor, column: Tensor, grid: Tensor) -> Tensor:
        centre = (torch.stack((row, column), dim=-1).float() + 0.5) / grid.float()
        angle = (centre[..., None] * self.frequencies).flatten(-2)
        return self.proj(torch.cat((angle.sin(), angle.cos()), dim=-1))


class VisionAttention(nn.Module):
    def __init__(self, config: VisionConfig):
        super().__init__()
        self.heads = config.num_heads
        self.qkv = nn.Linear(config.hidden_size, 3 * config.hidden_size)
        self.proj = nn.Linear(config.hidden_size, config.hidden_size)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None) -> Tensor:
        """x [batch, tokens, size]; cos and sin broadcast to [batch, heads, tokens, size / heads]."""
        batch, tokens, size = x.shape
        qkv = self.qkv(x).view(batch, tokens, 3, self.heads, size // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        q = apply_rotary(q, cos.to(q.dtype), sin.to(q.dtype))
        k = apply_rotary(k, cos.to(k.dtype), sin.to(k.dtype))
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.proj(y.transpose(1, 2).reshape(batch, tokens, size))


class VisionBlock(nn.Module):
    def __init__(self, config: VisionConfig):
        super().__init__()
        self.norm1 = RmsNorm(config.hidden_size)
        self.norm2 = RmsNorm(config.hidden_size)
        self.attn = VisionAttention(config)
        self.mlp = GatedMlp(config.hidden_size, config.intermediate_size, bias=True)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None) -> Tensor:
        x = x + self.attn(self.norm1(x), cos, sin, mask)
        return x + self.mlp(self.norm2(x))

    def windowed(self, x: Tensor, cos: Tensor, sin: Tensor, windows: int) -> Tensor:
        """As forward, each of the `windows` equal runs of tokens by itself; cos and sin [batch * windows, 1, span, dim]."""
        batch, tokens, size = x.shape
        return self(x.view(batch * windows, tokens // windows, size), cos, sin, None).view(batch, tokens, size)


class PatchMerger(nn.Module):
    """Joins merge x merge patches to one token of the decoder's width."""

    def __init__(self, config: VisionConfig):
        super().__init__()
        self.joined = config.hidden_size * config.spatial_merge_size**2
        self.ln_q = RmsNorm(config.hidden_size)
        self.mlp = nn.Sequential(
            nn.Linear(self.joined, self.joined), nn.GELU(), nn.Linear(self.joined, config.out_hidden_size)
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.mlp(self.ln_q(x).reshape(x.shape[0], -1, self.joined))


class VisionTower(nn.Module):
    def __init__(self, config: VisionConfig):
        super().__init__()
        self.config = config
        self.patch_embed = nn.Linear(
            config.in_channels * config.temporal_patch_size * config.patch_size**2, config.hidden_size, bias=False
        )
        self.position_embed = PositionEmbedding(config) if config.position_frequencies else None
        self.blocks = nn.ModuleList(VisionBlock(config) for _ in range(config.depth))
        self.merger = PatchMerger(config)
        quarter = config.hidden_size // config.num_heads // 4
        self.register_buffer("inverse_frequencies", rotary_frequencies(config.rope_theta, quarter), persistent=False)

    def rotary(self, row: Tensor, column: Tensor) -> tuple[Tensor, Tensor]:
        position = torch.stack((row, column), dim=-1).float()
        angle = (position[..., None] * self.inverse_frequencies).flatten(-2)
        angle = torch.cat((angle, angle), dim=-1)
        return angle.cos(), angle.sin()

    def embed(self, pixel_values: Tensor, row: Tensor, column: Tensor, grid: Tensor) -> Tensor:
        x = self.patch_embed(pixel_values).float()
        return x if self.position_embed is None else x + self.position_embed(row, column, grid).float()

    def forward_batch(self, pixel_values: Tensor, rows: int, columns: int) -> Tensor:
        """Pictures of one size: [batch, patches, 1176] -> [batch, tokens, out_hidden_size]. Used in training."""
        merge, window = self.config.spatial_merge_size, self.config.window_size // self.config.patch_size
        if rows % window or columns % window:
            raise ValueError(f"{rows} x {columns} patches are not whole windows of {window} x {window}")
        grid_thw = torch.tensor([[1, rows, columns]])
        row, column, grid, _ = patch_positions(grid_thw, rows * columns, merge)
        order = torch.argsort((row // window) * columns + column // window, stable=True)
        token_order = order[:: merge * merge] // (merge * merge)
        cos, sin = self.rotary(row[order], column[order])
        x = self.embed(pixel_values, row, column, grid)[:, order]
        batch, patches, size = x.shape
        span = window * window
        for index, block in enumerate(self.blocks):
            if index in self.config.fullatt_block_indexes:
                x = block(x, cos, sin, None)
            else:
                windows = patches // span
                shape = (windows, 1, span, cos.shape[-1])
                x = block.windowed(x, cos.view(shape).repeat(batch, 1, 1, 1), sin.view(shape).repeat(batch, 1, 1, 1), windows)
        return self.merger(x)[:, torch.argsort(token_order)]

    def forward(self, pixel_values: Tensor, image_grid_thw: Tensor) -> Tensor:
        """The exported form: [patches, 1176], int64 [pictures, 3] -> [tokens, out_hidden_size]."""
        row, column, grid, frame = patch_positions(
            image_grid_thw, pixel_values.shape[0], self.config.spatial_merge_size
        )
        window = self.config.window_size // self.config.patch_size
        place = torch.stack(
            (
                frame,
                torch.div(row, window, rounding_mode="floor"),
                torch.div(column, window, rounding_mode="floor"),
            )
        )
        same = place[:, :, None] == place[:, None, :]
        everywhere = torch.where(same[0], 0.0, -1e9)[None, None]
        inside = torch.where(same.all(dim=0), 0.0, -1e9)[None, None]
        cos, sin = self.rotary(row, column)
        x = self.embed(pixel_values[None], row, column, grid)
        for index, block in enumerate(self.blocks):
            x = block(x, cos, sin, everywhere if index in self.config.fullatt_block_indexes else inside)
        return self.merger(x)[0]
