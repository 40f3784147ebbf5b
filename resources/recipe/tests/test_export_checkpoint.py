"""A checkpoint that Hugging Face's own code made answers alike as a pack: same picture features, same logits."""

from pathlib import Path

import json
import subprocess
import sys

import numpy as np
import onnxruntime
import pytest
import torch
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

RECIPE = Path(__file__).parents[1]
VISION = {
    "depth": 3,
    "hidden_size": 64,
    "num_heads": 2,
    "intermediate_size": 96,
    "out_hidden_size": 128,
    "window_size": 56,
    "fullatt_block_indexes": [1],
    "patch_size": 14,
}
TEXT = {
    "vocab_size": 300,
    "hidden_size": 128,
    "intermediate_size": 192,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "rope_scaling": {"type": "mrope", "mrope_section": [4, 6, 6]},
    "rope_theta": 1_000_000.0,
}
IMAGE = 290


@pytest.fixture(scope="module", params=[True, False], ids=["tied", "untied"])
def checkpoint(request, tmp_path_factory):
    torch.manual_seed(0)
    config = Qwen2_5_VLConfig(
        text_config=dict(TEXT), vision_config=VISION, tie_word_embeddings=request.param, image_token_id=IMAGE, vision_start_token_id=291
    )
    model = Qwen2_5_VLForConditionalGeneration(config).eval().float()
    for name, parameter in model.named_parameters():
        # Norms of one and biases of zero would hide a weight that went astray.
        torch.nn.init.normal_(parameter, mean=1.0 if "norm" in name or "ln_q" in name else 0.0, std=0.05)
    folder = tmp_path_factory.mktemp("checkpoint")
    model.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "preprocessor_config.json"):
        (folder / name).write_text("{}")
    (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": 1}))
    return model, folder


def exported(folder: Path, precision: str) -> Path:
    out = folder / f"pack-{precision}"
    command = [sys.executable, "-m", "r1sim.export_checkpoint", "--checkpoint", str(folder), "--out", str(out), "--precision", precision]
    subprocess.run(command, cwd=RECIPE, check=True, capture_output=True)
    return out


def opened(pack: Path, name: str) -> onnxruntime.InferenceSession:
    return onnxruntime.InferenceSession(str(pack / "onnx" / f"{name}.onnx"))


def differences(model, pack: Path) -> tuple[float, float]:
    """Greatest difference of picture features and of logits, as shares of the greatest value of each."""
    rows, columns = 6, 10
    values = torch.randn(rows * columns, 1176, generator=torch.Generator().manual_seed(1))
    grid = torch.tensor([[1, rows, columns]])
    tokens = rows * columns // 4
    ids = torch.tensor([[5, 6, 291, *[IMAGE] * tokens, 292, 7, 8, 9]])
    with torch.no_grad():
        right = model(
            input_ids=ids,
            pixel_values=values,
            image_grid_thw=grid,
            attention_mask=torch.ones_like(ids),
            mm_token_type_ids=(ids == IMAGE).int(),
        )
        seen = model.model.visual(values, grid)
        seen = getattr(seen, "pooler_output", seen)
    features = opened(pack, "vision_encoder").run(None, {"pixel_values": values.numpy(), "image_grid_thw": grid.numpy()})[0]
    embedded = opened(pack, "embed_tokens").run(None, {"input_ids": ids.numpy()})[0]
    embedded[ids.numpy() == IMAGE] = features
    from r1sim.model import rope_positions

    positions = np.ascontiguousarray(rope_positions(ids[0].tolist(), IMAGE, rows // 2, columns // 2))[:, None]
    decoder = opened(pack, "decoder_model_merged")
    empty = {port.name: np.zeros((1, port.shape[1], 0, port.shape[3]), np.float32) for port in decoder.get_inputs() if port.name.startswith("past_")}
    logits = decoder.run(["logits"], {"inputs_embeds": embedded, "attention_mask": np.ones(ids.shape, np.int64), "position_ids": positions, **empty})[0]
    share = lambda mine, theirs: float(np.abs(mine - theirs.numpy()).max() / theirs.abs().max())  # noqa: E731
    return share(features, seen), share(logits, right.logits)


@pytest.mark.parametrize(("precision", "bound"), [("fp32", 1e-4), ("fp16", 1e-2), ("q8", 5e-2)])
def test_pack_computes_what_the_checkpoint_computes(checkpoint, precision, bound):
    model, folder = checkpoint
    features, logits = differences(model, exported(folder, precision))
    assert features < bound and logits < bound


def test_refuses_another_architecture(checkpoint, tmp_path):
    _, folder = checkpoint
    for path in folder.iterdir():
        if path.is_file() and path.suffix == ".json":
            (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "llava"}))
    command = [sys.executable, "-m", "r1sim.export_checkpoint", "--checkpoint", str(tmp_path), "--out", str(tmp_path / "pack")]
    done = subprocess.run(command, cwd=RECIPE, capture_output=True, text=True)
    assert done.returncode != 0 and "qwen2_5_vl" in done.stderr
    assert not (tmp_path / "pack").exists()
