"""
Any Hugging Face checkpoint of Qwen2.5-VL -> a model pack. The checkpoint's folder brings config.json, *.safetensors,
tokenizer.json, tokenizer_config.json, preprocessor_config.json and generation_config.json.
"""

from pathlib import Path

import argparse
import json
import shutil

from .graphs import export_graphs
from .hugging_face import load_hugging_face
from .manifest import write_manifest
from .precision import PRECISIONS, lighten

NEEDED = ("config.json", "generation_config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json")
WELCOME = ("chat_template.jinja", "chat_template.json")
MAX_NEW_TOKENS = 2048


def generation(folder: Path, sample: bool) -> dict:
    """VLA-R1's own sampling (temperature 0.7, top-p 0.9, repetition penalty 1.1), or the likeliest answer."""
    drawn = {"doSample": True, "temperature": 0.7, "topP": 0.9, "topK": 0, "repetitionPenalty": 1.1}
    likeliest = {"doSample": False, "temperature": 0, "topP": 1.0, "topK": 0, "repetitionPenalty": 1.0}
    given = json.loads((folder / "generation_config.json").read_text())
    return {"maxNewTokens": given.get("max_new_tokens", MAX_NEW_TOKENS), **(drawn if sample else likeliest), "seed": 0}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="a folder that is not there yet")
    parser.add_argument("--precision", choices=PRECISIONS, default="fp32")
    parser.add_argument("--id", help="packId; the checkpoint folder's name where absent")
    parser.add_argument("--name", help="what the operator reads")
    parser.add_argument("--version", default="1.0.0")
    parser.add_argument("--licence", default="as the checkpoint's")
    parser.add_argument("--box", choices=("center", "topLeft"), default="center", help="what x and y of its boxes are")
    parser.add_argument("--placeholder", choices=("replaced", "literal"), default="replaced")
    parser.add_argument("--sample", action="store_true", help="draw answers as VLA-R1 does, not the likeliest")
    arguments = parser.parse_args()
    missing = [name for name in NEEDED if not (arguments.checkpoint / name).exists()]
    if missing:
        raise SystemExit(f"{arguments.checkpoint} lacks {', '.join(missing)}")
    if arguments.out.exists():
        raise SystemExit(f"{arguments.out} is there already")
    # What is half written has another name.
    partial = arguments.out.with_name(f"{arguments.out.name}.partial")
    if partial.exists():
        shutil.rmtree(partial)
    model = load_hugging_face(arguments.checkpoint)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    export_graphs(model, partial / "onnx")
    del model
    lighten(partial / "onnx", arguments.precision)
    for name in (*NEEDED, *WELCOME):
        if (arguments.checkpoint / name).exists():
            shutil.copy(arguments.checkpoint / name, partial / name)
    pack_id = arguments.id or arguments.checkpoint.name
    about = {
        "packId": f"{pack_id}-{arguments.precision}",
        "name": arguments.name or pack_id,
        "version": arguments.version,
        "description": f"Exported from a Hugging Face checkpoint, weights {arguments.precision}.",
        "licence": arguments.licence,
        "parameters": parameters,
    }
    write_manifest(partial, about, arguments.box, arguments.placeholder, generation(arguments.checkpoint, arguments.sample))
    partial.replace(arguments.out)
    size = sum(path.stat().st_size for path in arguments.out.rglob("*") if path.is_file())
    print(f"{arguments.out}: {parameters / 1e6:.1f} million parameters, {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
