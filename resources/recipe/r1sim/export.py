"""Checkpoint and tokenizer -> the folder of a model pack."""

from pathlib import Path

import argparse
import json
import shutil

from tokenizers import Tokenizer

from .config import ModelConfig
from .graphs import export_graphs
from .manifest import write_json, write_manifest
from .model import R1Sim, load_checkpoint
from .path import PLACE_HEIGHT, TRANSPORT_HEIGHT
from .pictures import MAX_PIXELS, MEAN, MERGE, MIN_PIXELS, PATCH, RESCALE, STD, TEMPORAL

PACK_ID = "r1-sim-small"
MAX_NEW_TOKENS = 400
TRAINED_ON = (
    "Pictures of this program's own simulator camera with generated instructions and answers. "
    "No pictures, weights or text of anyone else."
)


def hugging_face_config(config: ModelConfig, tokenizer: Tokenizer) -> dict:
    """config.json with the names of Qwen2.5-VL's; the keys that Qwen2.5-VL lacks say what differs."""
    text, vision = config.text, config.vision
    return {
        "architectures": ["Qwen2_5_VLForConditionalGeneration"],
        "model_type": "qwen2_5_vl",
        "attention_dropout": 0.0,
        "bos_token_id": tokenizer.token_to_id("<|endoftext|>"),
        "eos_token_id": tokenizer.token_to_id("<|im_end|>"),
        "image_token_id": tokenizer.token_to_id("<|image_pad|>"),
        "vision_start_token_id": tokenizer.token_to_id("<|vision_start|>"),
        "vision_end_token_id": tokenizer.token_to_id("<|vision_end|>"),
        "vision_token_id": tokenizer.token_to_id("<|image_pad|>"),
        "hidden_act": "silu",
        "hidden_size": text.hidden_size,
        "head_dim": text.head_dim,
        "initializer_range": 0.02,
        "intermediate_size": text.intermediate_size,
        "max_position_embeddings": 4096,
        "num_attention_heads": text.num_attention_heads,
        "num_hidden_layers": text.num_hidden_layers,
        "num_key_value_heads": text.num_key_value_heads,
        "rms_norm_eps": text.rms_norm_eps,
        "rope_theta": text.rope_theta,
        "rope_scaling": {"type": "mrope", "mrope_section": list(text.mrope_section)},
        "sliding_window": None,
        "use_sliding_window": False,
        "tie_word_embeddings": False,
        "torch_dtype": "float32",
        "use_cache": True,
        "vocab_size": text.vocab_size,
        "vision_config": {
            "model_type": "qwen2_5_vl",
            "depth": vision.depth,
            "hidden_act": "silu",
            "hidden_size": vision.hidden_size,
            "intermediate_size": vision.intermediate_size,
            "num_heads": vision.num_heads,
            "in_chans": vision.in_channels,
            "in_channels": vision.in_channels,
            "out_hidden_size": vision.out_hidden_size,
            "patch_size": vision.patch_size,
            "spatial_patch_size": vision.patch_size,
            "spatial_merge_size": vision.spatial_merge_size,
            "temporal_patch_size": vision.temporal_patch_size,
            "tokens_per_second": 2,
            "window_size": vision.window_size,
            "fullatt_block_indexes": list(vision.fullatt_block_indexes),
            "rope_theta": vision.rope_theta,
            "absolute_position_frequencies": vision.position_frequencies,
        },
    }


def preprocessor_config() -> dict:
    return {
        "image_processor_type": "Qwen2VLImageProcessor",
        "processor_class": "Qwen2_5_VLProcessor",
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": [float(str(value)) for value in MEAN],
        "image_std": [float(str(value)) for value in STD],
        "merge_size": MERGE,
        "max_pixels": MAX_PIXELS,
        "min_pixels": MIN_PIXELS,
        "patch_size": PATCH,
        "resample": 3,
        "rescale_factor": RESCALE,
        "size": {"longest_edge": MAX_PIXELS, "shortest_edge": MIN_PIXELS},
        "temporal_patch_size": TEMPORAL,
    }


def about(version: str, parameters: int) -> dict:
    return {
        "packId": PACK_ID,
        "name": "R1 Sim Small",
        "version": version,
        "description": "A small model of the Qwen2.5-VL architecture, trained from scratch for the embedded simulator.",
        "licence": "Same as R1 Console",
        "parameters": parameters,
    }


PATH_HEIGHTS = {
    "frame": "base, z = 0 is the table top, metres",
    "place": ["object centre", TRANSPORT_HEIGHT, TRANSPORT_HEIGHT, PLACE_HEIGHT],
    "lift": ["object centre", "1/3 of the way up to 0.2", "2/3 of the way up to 0.2", TRANSPORT_HEIGHT],
    "groundShare": [0, 1 / 3, 2 / 3, 1],
}
GREEDY = {
    "maxNewTokens": MAX_NEW_TOKENS,
    "doSample": False,
    "temperature": 0,
    "topP": 1.0,
    "topK": 0,
    "repetitionPenalty": 1.0,
    "seed": 0,
}


def export_pack(
    model: R1Sim, tokenizer_folder: Path, folder: Path, version: str, metrics: dict, doubt: dict | None, dialogue: bool
) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    export_graphs(model, folder / "onnx")
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(tokenizer_folder / name, folder / name)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    template = json.loads((folder / "tokenizer_config.json").read_text())["chat_template"]
    (folder / "chat_template.jinja").write_text(template)
    write_json(folder / "config.json", hugging_face_config(model.config, tokenizer))
    write_json(folder / "preprocessor_config.json", preprocessor_config())
    end = [tokenizer.token_to_id("<|im_end|>"), tokenizer.token_to_id("<|endoftext|>")]
    write_json(
        folder / "generation_config.json",
        {
            "bos_token_id": end[1],
            "do_sample": False,
            "eos_token_id": end,
            "max_new_tokens": MAX_NEW_TOKENS,
            "pad_token_id": end[1],
        },
    )
    parameters = sum(parameter.numel() for parameter in model.parameters())
    write_manifest(
        folder,
        about(version, parameters),
        "center",
        "replaced",
        GREEDY,
        pathHeights=PATH_HEIGHTS,
        dialogue=dialogue,
        **({"doubt": doubt} if doubt else {}),
        training={"trainedOn": TRAINED_ON, "metrics": metrics},
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, help="without it: random weights")
    parser.add_argument("--tokenizer", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--metrics", type=Path, help="JSON written by evaluate")
    parser.add_argument("--dialogue", action="store_true", help="it answers later turns well enough to be corrected")
    parser.add_argument("--doubt", type=Path, help="JSON written by doubt")
    arguments = parser.parse_args()
    model = load_checkpoint(arguments.checkpoint)[0] if arguments.checkpoint else R1Sim(ModelConfig())
    metrics = json.loads(arguments.metrics.read_text()) if arguments.metrics else {}
    doubt = json.loads(arguments.doubt.read_text()) if arguments.doubt else None
    export_pack(model, arguments.tokenizer, arguments.out, arguments.version, metrics, doubt, arguments.dialogue)


if __name__ == "__main__":
    main()
