"""The decoder: Qwen2.5-VL's language model with M-RoPE, grouped-query attention and a key-value cache."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .config import TextConfig
from .layers import GatedMlp, RmsNorm, apply_rotary, rotary_frequencies

KeyValue = tuple[Tensor, Tensor]


class DecoderAttention(nn.Module):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.heads, self.kv_heads, self.dim = config.num_attention_heads, config.num_key_value_heads, config.head_dim
        self.q_proj = nn.Linear(config.hidden_size, self.heads * self.dim)
        self.k_proj = nn.Linear(config.hidden_size, self.kv_heads * self.dim)
        self.v_proj = nn.Linear(config.hidden_size, self.kv_heads * self.dim)
        self.o_proj = nn.Linear(self.heads * self.dim, config.hidden_size, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None, past: KeyValue | None):
        batch, tokens, _ = x.shape
        q = self.q_proj(x).view(batch, tokens, self.heads, self.dim).transpose(1, 2)
        k = self.k_proj(x).view(batch, tokens, self.kv_heads, self.dim).transpose(1, 2)
        v = self.v_proj(x).view(batch, tokens, self.kv_heads, self.dim).transpose(1, 2)
        q = apply_rotary(q, cos.to(q.dtype), sin.to(q.dtype))
        k = apply_rotary(k, cos.to(k.dtype), sin.to(k.dtype))
        if past is not None:
            k, v = torch.cat((past[0], k), dim=2), torch.cat((past[1], v), dim=2)
        present = (k, v)
        groups = self.heads // self.kv_heads
        total = k.shape[2]
        k = k[:, :, None].expand(batch, self.kv_heads, groups, total, self.dim).reshape(batch, -1, total, self.dim)
        v = v[:, :, None].expand(batch, self.kv_heads, groups, total, self.dim).reshape(batch, -1, total, self.dim)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
        return self.o_proj(y.transpose(1, 2).reshape(batch, tokens, self.heads * self.dim)), present


class DecoderLayer(nn.Module):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.input_layernorm = RmsNorm(config.hidden_size, config.rms_norm_eps)
        self.self_attn = DecoderAttention(config)
        self.post_attention_layernorm = RmsNorm(config.hidden_size, config.rms_norm_eps)
        self.mlp = GatedMlp(config.hidden_size, config.intermediate_size, bias=False)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None, past: KeyValue | None):
        y, present = self.self_attn(self.input_layernorm(x), cos, sin, mask, past)
        x = x + y
        return x + self.mlp(self.post_attention_layernorm(x)), present


class Decoder(nn.Module):
    def __init__(self, config: TextConfig):
        super().__init__()
        self.config = config
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        self.layers = nn.ModuleList(DecoderLayer(config) for _ in range(config.num_hidden_layers))
        self.norm = RmsNorm(config.hidden_size, config.rms_norm_eps)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        frequencies = rotary_frequencies(config.rope_theta, config.head_dim // 2)
        self.register_buffer("inverse_frequencies", frequencies, persistent=False)

    def rotary(self, position_ids: Tensor) -> tuple[Tensor, Tensor]:
        """position_ids [3, batch, tokens] -> cos, sin [batch, 1, tokens, head_dim], sections by axis (M-RoPE)."""
        angle = position_ids[..., None].float() * self.inverse_frequencies
        parts = torch.split(angle, list(self.config.mrope_section), dim=-1)
        angle = torch.cat([part[axis] for axis, part in enumerate(parts)], dim=-1)
        angle = torch.cat((angle, angle), dim=-1)[:, None]
        return angle.cos(), angle.sin()

    def hidden(self, inputs_embeds: Tensor, position_ids: Tensor) -> tuple[Tensor, Tensor]:
        """
        Causal pass over right-padded sequences, as in training: the normalised last hidden states, and those half
        way, which the layers after can still look at.
        """
        cos, sin = self.rotary(position_ids)
        x = inputs_embeds.float()
        middle = x
        for index, layer in enumerate(self.layers):
            x, _ = layer(x, cos, sin, None, None)
            if index == len(self.layers) // 2 - 1:
                middle = x
        return self.norm(x), middle

    def forward(self, inputs_embeds: Tensor, attention_mask: Tensor, position_ids: Tensor, past: list[KeyValue]):
        """
        The exported form. attention_mask [batch, past + tokens] is 1 where a key counts;
        past is one (key, value) of [batch, kv_heads, past, head_dim] a layer. Returns logits and the new cache.
        """
        tokens = inputs_embeds.shape[1]
        total = attention_mask.shape[1]
        query = torch.arange(tokens, device=inputs_embeds.device) + (total - tokens)
        key = torch.arange(total, device=inputs_embeds.device)
        allowed = (key[None, :] <= query[:, None])[None, None] & (attention_mask[:, None, None, :] > 0)
        mask = torch.where(allowed, 0.0, -1e9)
        cos, sin = self.rotary(position_ids)
        x = inputs_embeds
        present = []
        for layer, kv in zip(self.layers, past, strict=True):
            x, new = layer(x, cos, sin, mask, kv)
            present.append(new)
        return self.lm_head(self.norm(x)), present
