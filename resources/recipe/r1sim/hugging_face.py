"""A Hugging Face checkpoint of Qwen2.5-VL (VLA-R1 is one) as this recipe's model: the same function, other names."""

from pathlib import Path

import json

import torch
from safetensors import safe_open
from torch import Tensor

from .config import ModelConfig, TextConfig, VisionConfig
from .layers import rotary_frequencies
from .model import R1Sim

VISION_THETA = 10_000.0
"""Fixed in Qwen2.5-VL, so its configuration does not tell it."""


def text_config(given: dict) -> TextConfig:
    rope = given.get("rope_scaling") or given.get("rope_parameters") or {}
    heads = given["num_attention_heads"]
    return TextConfig(
        vocab_size=given["vocab_size"],
        hidden_size=given["hidden_size"],
        intermediate_size=given["intermediate_size"],
        num_hidden_layers=given["num_hidden_layers"],
        num_attention_heads=heads,
        num_key_value_heads=given["num_key_value_heads"],
        head_dim=given.get("head_dim") or given["hidden_size"] // heads,
        rope_theta=given.get("rope_theta") or rope["rope_theta"],
        mrope_section=tuple(rope["mrope_section"]),
        rms_norm_eps=given["rms_norm_eps"],
    )


def vision_config(given: dict) -> VisionConfig:
    return VisionConfig(
        depth=given["depth"],
        hidden_size=given["hidden_size"],
        num_heads=given["num_heads"],
        intermediate_size=given["intermediate_size"],
        out_hidden_size=given["out_hidden_size"],
        patch_size=given["patch_size"],
        temporal_patch_size=given["temporal_patch_size"],
        spatial_merge_size=given["spatial_merge_size"],
        in_channels=given.get("in_channels") or given.get("in_chans") or 3,
        window_size=given["window_size"],
        fullatt_block_indexes=tuple(given["fullatt_block_indexes"]),
        rope_theta=VISION_THETA,
        position_frequencies=0,
    )


def read_config(folder: Path) -> ModelConfig:
    """Newer checkpoints keep the language model's figures under text_config, older ones at the top."""
    given = json.loads((folder / "config.json").read_text())
    if given.get("model_type") != "qwen2_5_vl":
        raise ValueError(f"{folder} holds a {given.get('model_type')} and not a qwen2_5_vl")
    return ModelConfig(vision_config(given["vision_config"]), text_config(given.get("text_config") or given))


def own_name(name: str) -> str:
    """Older checkpoints say model.layers.0 and visual.blocks.0, newer ones put both under model."""
    for theirs, ours in (
        ("model.language_model.", "decoder."),
        ("model.visual.", "visual."),
        ("visual.", "visual."),
        ("lm_head.", "decoder.lm_head."),
        ("model.", "decoder."),
    ):
        if name.startswith(theirs):
            return (ours + name.removeprefix(theirs)).replace("patch_embed.proj.weight", "patch_embed.weight")
    raise ValueError(f"{name} is no weight of a Qwen2.5-VL")


def weights(folder: Path) -> dict[str, Tensor]:
    """All tensors of the checkpoint's safetensors files by this recipe's names, float32."""
    found: dict[str, Tensor] = {}
    for path in sorted(folder.glob("*.safetensors")):
        with safe_open(path, framework="pt") as tensors:
            for name in tensors.keys():
                found[own_name(name)] = tensors.get_tensor(name).float()
    if not found:
        raise ValueError(f"{folder} has no *.safetensors")
    patch = found["visual.patch_embed.weight"]
    found["visual.patch_embed.weight"] = patch.reshape(patch.shape[0], -1)
    # Tied: the checkpoint has the table once.
    found.setdefault("decoder.lm_head.weight", found["decoder.embed_tokens.weight"])
    return found


def load_hugging_face(folder: Path) -> R1Sim:
    """Raises where a weight is missing, unknown or of another shape. Memory: the weights once, in float32."""
    config = read_config(folder)
    with torch.device("meta"):
        model = R1Sim(config)
    model.load_state_dict(weights(folder), assign=True)
    vision, text = config.vision, config.text
    # Not in checkpoints, and made without values above.
    model.visual.inverse_frequencies = rotary_frequencies(vision.rope_theta, vision.hidden_size // vision.num_heads // 4)
    model.decoder.inverse_frequencies = rotary_frequencies(text.rope_theta, text.head_dim // 2)
    return model.eval().requires_grad_(False)
