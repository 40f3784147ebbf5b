"""
A checkpoint with the true dimensions of VLA-R1-3B (Qwen2.5-VL-3B) but few layers and random weights: made with Hugging
Face's own code, exported by r1sim.export_checkpoint, and asked by it. Leaves FOLDER/checkpoint, FOLDER/pack-PRECISION and
FOLDER/answers.json, against which e2e/packCheck/packCheck.ts holds the console's own answers.

    python checks/prove_dimensions.py FOLDER BUNDLED_PACK [--layers 2] [--precisions fp32 q8]
"""

from pathlib import Path

import argparse
import json
import resource
import subprocess
import sys
import time

import torch
from PIL import Image
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

RECIPE = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(RECIPE))
from r1sim.pictures import normalised, patches  # noqa: E402
from r1sim.prompts import Question, render_prompt  # noqa: E402

SPECIAL = {
    "<|endoftext|>": 151643,
    "<|im_start|>": 151644,
    "<|im_end|>": 151645,
    "<|vision_start|>": 151652,
    "<|vision_end|>": 151653,
    "<|image_pad|>": 151655,
}
TEXT = {
    "vocab_size": 151936,
    "hidden_size": 2048,
    "intermediate_size": 11008,
    "num_attention_heads": 16,
    "num_key_value_heads": 2,
    "max_position_embeddings": 128000,
    "rms_norm_eps": 1e-6,
    "rope_theta": 1_000_000.0,
    "rope_scaling": {"type": "mrope", "mrope_section": [16, 24, 24]},
}
VISION = {
    "hidden_size": 1280,
    "num_heads": 16,
    "intermediate_size": 3420,
    "out_hidden_size": 2048,
    "window_size": 112,
    "patch_size": 14,
}
MIN_PIXELS, MAX_PIXELS = 3136, 12845056
NEW_TOKENS = 8
QUESTIONS = [
    Question("affordance", "put the red cube in the blue bowl"),
    Question("trajectory", "lift the green can"),
]


def write_tokenizer(bundled: Path, out: Path) -> None:
    """The bundled pack's tokenizer with the special tokens where Qwen2.5-VL has them; the ids between mean nothing."""
    tokenizer = json.loads((bundled / "tokenizer.json").read_text())
    settings = json.loads((bundled / "tokenizer_config.json").read_text())
    words = tokenizer["model"]["vocab"]
    for token in tokenizer["added_tokens"]:
        token["id"] = SPECIAL.get(token["content"], token["id"])
        # A token of the model's own vocabulary keeps its number; one that is only added is numbered on.
        words[token["content"]] = token["id"]
    settings["added_tokens_decoder"] = {
        str(SPECIAL.get(token["content"], int(number))): token for number, token in settings["added_tokens_decoder"].items()
    }
    (out / "tokenizer.json").write_text(json.dumps(tokenizer))
    (out / "tokenizer_config.json").write_text(json.dumps(settings))


def make_checkpoint(folder: Path, bundled: Path, layers: int) -> None:
    torch.manual_seed(0)
    config = Qwen2_5_VLConfig(
        text_config={**TEXT, "num_hidden_layers": layers},
        vision_config={**VISION, "depth": layers, "fullatt_block_indexes": [layers - 1]},
        tie_word_embeddings=True,
        image_token_id=SPECIAL["<|image_pad|>"],
        vision_start_token_id=SPECIAL["<|vision_start|>"],
        vision_end_token_id=SPECIAL["<|vision_end|>"],
    )
    model = Qwen2_5_VLForConditionalGeneration(config).eval().to(torch.bfloat16)
    model.save_pretrained(folder)
    write_tokenizer(bundled, folder)
    preprocessor = json.loads((bundled / "preprocessor_config.json").read_text())
    preprocessor |= {"min_pixels": MIN_PIXELS, "max_pixels": MAX_PIXELS, "size": {"shortest_edge": MIN_PIXELS, "longest_edge": MAX_PIXELS}}
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor))
    ends = [SPECIAL["<|im_end|>"], SPECIAL["<|endoftext|>"]]
    (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": ends, "max_new_tokens": NEW_TOKENS}))


def answers(folder: Path, picture: Path) -> list[dict]:
    """The likeliest tokens by Hugging Face's generate(), and how far the likeliest is ahead of the next at each."""
    model = Qwen2_5_VLForConditionalGeneration.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    image = Image.open(picture).convert("RGB")
    # 640 x 480 becomes 644 x 476 with this model's limits.
    width, height = (round(side / 28) * 28 for side in image.size)
    from numpy import asarray

    values, grid = patches(normalised(asarray(image.resize((width, height), Image.Resampling.BICUBIC))))
    tokens = int(grid[0, 1] * grid[0, 2]) // 4
    done = []
    for question in QUESTIONS:
        ids = torch.tensor([tokenizer.encode(render_prompt(question, tokens)).ids])
        image_type = (ids == SPECIAL["<|image_pad|>"]).int()
        with torch.no_grad():
            out = model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                mm_token_type_ids=image_type,
                pixel_values=torch.from_numpy(values),
                image_grid_thw=torch.from_numpy(grid),
                max_new_tokens=NEW_TOKENS,
                do_sample=False,
                return_dict_in_generate=True,
                output_scores=True,
            )
        ahead = [float(score[0].topk(2).values.diff().abs()) for score in out.scores]
        done.append(
            {
                "kind": question.kind,
                "instruction": question.instruction,
                "image": str(picture),
                "inputIds": ids[0].tolist(),
                "tokens": out.sequences[0, ids.shape[1] :].tolist(),
                "ahead": ahead,
            }
        )
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("bundled", type=Path)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--precisions", nargs="+", default=["fp32", "q8"])
    arguments = parser.parse_args()
    checkpoint = arguments.folder / "checkpoint"
    checkpoint.mkdir(parents=True, exist_ok=True)
    make_checkpoint(checkpoint, arguments.bundled, arguments.layers)
    picture = sorted((RECIPE / "fixtures" / "pictures").glob("*.png"))[0]
    (arguments.folder / "answers.json").write_text(json.dumps({"cases": answers(checkpoint, picture)}))
    for precision in arguments.precisions:
        started = time.monotonic()
        out = arguments.folder / f"pack-{precision}"
        command = [sys.executable, "-m", "r1sim.export_checkpoint", "--checkpoint", str(checkpoint), "--out", str(out), "--precision", precision]
        subprocess.run(command, cwd=RECIPE, check=True)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
        print(f"{precision}: {time.monotonic() - started:.0f} s, at most {peak:.1f} GB of memory so far", flush=True)


if __name__ == "__main__":
    main()
