"""Serves the bundled model with `transformers serve`, a server that somebody else wrote.

    python serve_bundled.py PACK_FOLDER CHECKPOINT_FOLDER PORT

The pack's weights are put into a Hugging Face checkpoint (its graphs name them), and the library's own command
serves it. What is ours of the running server is one addition to the model: the bundled model adds an absolute
position to each patch, which Qwen2.5-VL does not.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from transformers.models.qwen2_5_vl import modeling_qwen2_5_vl as qwen

StockTower = qwen.Qwen2_5_VisionTransformerPretrainedModel
FREQUENCIES = 8
VISION_THETA = 100.0


class PlacedPatchEmbed(qwen.Qwen2_5_VisionPatchEmbed):
    """Qwen2.5-VL's, plus where each patch lies: sines and cosines of its centre through one linear layer."""

    def __init__(self, *given, embed_dim: int, **more):
        super().__init__(*given, embed_dim=embed_dim, **more)
        self.position = nn.Linear(4 * FREQUENCIES, embed_dim)
        self.grid = None

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        if len(self.grid) != 1:
            raise ValueError("one picture at a time")
        _, rows, columns = (int(n) for n in self.grid[0])
        row, column = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
        centre = torch.stack(((row + 0.5) / rows, (column + 0.5) / columns), dim=-1)
        # Patches come in blocks of 2 x 2, as they are merged.
        centre = centre.view(rows // 2, 2, columns // 2, 2, 2).transpose(1, 2).reshape(-1, 2)
        angle = (centre[..., None] * torch.pi * 2.0 ** torch.arange(FREQUENCIES)).flatten(-2)
        place = self.position(torch.cat((angle.sin(), angle.cos()), dim=-1).to(self.position.weight))
        return super().forward(pixels) + place


class PlacedTower(StockTower):
    def __init__(self, config, *given, **more):
        super().__init__(config, *given, **more)
        self.patch_embed = PlacedPatchEmbed(
            patch_size=config.patch_size,
            temporal_patch_size=config.temporal_patch_size,
            in_channels=config.in_channels,
            embed_dim=config.hidden_size,
        )

    def forward(self, hidden_states, grid_thw, **more):
        self.patch_embed.grid = grid_thw
        frequencies = self.rotary_pos_emb.inv_freq
        count = len(frequencies)
        self.rotary_pos_emb.inv_freq = (VISION_THETA ** (-torch.arange(count) / count)).to(frequencies)
        return super().forward(hidden_states, grid_thw, **more)


qwen.Qwen2_5_VisionTransformerPretrainedModel = PlacedTower


def weights_of(path: Path, strip: str = "") -> dict[str, torch.Tensor]:
    """A graph's weights by the names of their layers; a weight that is multiplied has lost its name to the node."""
    graph = onnx.load(str(path)).graph
    values = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    found = {name: value for name, value in values.items() if not name.startswith("onnx::")}
    for node in graph.node:
        taken = [name for name in node.input if name in values and name.startswith("onnx::")]
        if node.op_type == "MatMul" and taken:
            parts = [part for part in node.name.split("/") if part][:-1]
            # /merger/mlp/mlp.0/MatMul stands for merger.mlp.0
            parts = [part for i, part in enumerate(parts) if not (i + 1 < len(parts) and parts[i + 1].startswith(f"{part}."))]
            found[".".join(parts) + ".weight"] = values[taken[0]].T
    return {name.removeprefix(strip): torch.from_numpy(np.array(value)) for name, value in found.items()}


def make_checkpoint(pack: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    given = json.loads((pack / "config.json").read_text())
    vision = given.pop("vision_config")
    text_keys = (
        "hidden_size intermediate_size max_position_embeddings num_attention_heads num_hidden_layers "
        "num_key_value_heads rms_norm_eps rope_theta rope_scaling vocab_size bos_token_id eos_token_id hidden_act"
    ).split()
    config = qwen.Qwen2_5_VLConfig(
        text_config={key: given[key] for key in text_keys},
        vision_config=vision,
        tie_word_embeddings=False,
        **{key: given[key] for key in ("image_token_id", "vision_start_token_id", "vision_end_token_id")},
    )
    model = qwen.Qwen2_5_VLForConditionalGeneration(config).float()

    state = {}
    for name, value in weights_of(pack / "onnx" / "vision_encoder.onnx").items():
        name = name.replace("position_embed.proj", "patch_embed.position")
        if name == "patch_embed.weight":
            name, value = "patch_embed.proj.weight", value.view(model.model.visual.patch_embed.proj.weight.shape)
        state[f"model.visual.{name}"] = value
    for name, value in weights_of(pack / "onnx" / "decoder_model_merged.onnx", "decoder.").items():
        state[name if name.startswith("lm_head") else f"model.language_model.{name}"] = value
    state["model.language_model.embed_tokens.weight"] = weights_of(pack / "onnx" / "embed_tokens.onnx")["embed_tokens.weight"]
    missing, unknown = model.load_state_dict(state, strict=False)
    if missing or unknown:
        raise ValueError(f"the pack's weights do not fit: missing {missing[:5]}, unknown {unknown[:5]}")
    model.save_pretrained(out)
    for name in ("tokenizer.json", "tokenizer_config.json", "preprocessor_config.json", "chat_template.jinja", "generation_config.json"):
        shutil.copy(pack / name, out / name)


def main() -> None:
    pack, out, port = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    make_checkpoint(pack, out)
    print("checkpoint written", flush=True)
    from transformers.cli.transformers import main as transformers_main

    sys.argv = ["transformers", "serve", str(out), "--host", "127.0.0.1", "--port", port, "--device", "cpu", "--dtype", "float32"]
    transformers_main()


if __name__ == "__main__":
    main()
