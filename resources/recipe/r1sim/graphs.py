"""The three ONNX graphs of a pack, in the layout that transformers.js gives Qwen2.5-VL."""

from pathlib import Path

import torch
from torch import Tensor, nn

from .model import R1Sim

OPSET = 17


class EmbedGraph(nn.Module):
    def __init__(self, model: R1Sim):
        super().__init__()
        self.embed_tokens = model.decoder.embed_tokens

    def forward(self, input_ids: Tensor) -> Tensor:
        return self.embed_tokens(input_ids)


class DecoderGraph(nn.Module):
    """Takes and gives the cache as a flat list: key and value of layer 0, of layer 1 and so on."""

    def __init__(self, model: R1Sim):
        super().__init__()
        self.decoder = model.decoder

    def forward(self, inputs_embeds: Tensor, attention_mask: Tensor, position_ids: Tensor, *cache: Tensor):
        past = list(zip(cache[0::2], cache[1::2], strict=True))
        logits, present = self.decoder(inputs_embeds, attention_mask, position_ids, past)
        return logits, *(part for pair in present for part in pair)


def export_graphs(model: R1Sim, folder: Path) -> None:
    """Writes embed_tokens.onnx, vision_encoder.onnx and decoder_model_merged.onnx, float32."""
    model = model.eval().float()
    folder.mkdir(parents=True, exist_ok=True)
    config = model.config.text
    common = {"opset_version": OPSET, "dynamo": False}
    torch.onnx.export(
        EmbedGraph(model),
        (torch.zeros(1, 5, dtype=torch.long),),
        str(folder / "embed_tokens.onnx"),
        input_names=["input_ids"],
        output_names=["inputs_embeds"],
        dynamic_axes={
            "input_ids": {0: "batch_size", 1: "sequence_length"},
            "inputs_embeds": {0: "batch_size", 1: "sequence_length"},
        },
        **common,
    )
    grid = torch.tensor([[1, 4, 6], [1, 6, 4]])
    torch.onnx.export(
        model.visual,
        (torch.randn(48, 1176), grid),
        str(folder / "vision_encoder.onnx"),
        input_names=["pixel_values", "image_grid_thw"],
        output_names=["image_features"],
        dynamic_axes={
            "pixel_values": {0: "num_patches"},
            "image_grid_thw": {0: "num_images"},
            "image_features": {0: "num_image_tokens"},
        },
        **common,
    )
    past, tokens = 3, 2
    names, axes = [], {}
    present_names = []
    for layer in range(config.num_hidden_layers):
        for part in ("key", "value"):
            names.append(f"past_key_values.{layer}.{part}")
            present_names.append(f"present.{layer}.{part}")
            axes[names[-1]] = {0: "batch_size", 2: "past_sequence_length"}
            axes[present_names[-1]] = {0: "batch_size", 2: "total_sequence_length"}
    cache = [torch.randn(1, config.num_key_value_heads, past, config.head_dim) for _ in names]
    torch.onnx.export(
        DecoderGraph(model),
        (
            torch.randn(1, tokens, config.hidden_size),
            torch.ones(1, past + tokens, dtype=torch.long),
            torch.zeros(3, 1, tokens, dtype=torch.long),
            *cache,
        ),
        str(folder / "decoder_model_merged.onnx"),
        input_names=["inputs_embeds", "attention_mask", "position_ids", *names],
        output_names=["logits", *present_names],
        dynamic_axes={
            "inputs_embeds": {0: "batch_size", 1: "sequence_length"},
            "attention_mask": {0: "batch_size", 1: "total_sequence_length"},
            "position_ids": {1: "batch_size", 2: "sequence_length"},
            "logits": {0: "batch_size", 1: "sequence_length"},
            **axes,
        },
        **common,
    )
