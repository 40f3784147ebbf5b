"""r1-pack.json: what makes a folder of graphs and settings a model pack (electron/inference/PACKS.md)."""

from pathlib import Path

import hashlib
import json

NAME = "r1-pack.json"


def file_entry(folder: Path, path: Path) -> dict:
    hashed = hashlib.sha256()
    with path.open("rb") as data:
        while part := data.read(1 << 24):
            hashed.update(part)
    return {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "sha256": hashed.hexdigest()}


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n")


def write_manifest(folder: Path, about: dict, box_convention: str, placeholder: str, generation: dict, **more: object) -> None:
    """Names every file that lies in `folder` by size and hash. `about`: packId, name, version, description, licence, parameters."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != NAME]
    write_json(
        folder / NAME,
        {
            "format": 1,
            **about,
            "architecture": "qwen2_5_vl",
            "graphs": {
                "embedTokens": "onnx/embed_tokens.onnx",
                "visionEncoder": "onnx/vision_encoder.onnx",
                "decoder": "onnx/decoder_model_merged.onnx",
            },
            "output": {"boxConvention": box_convention},
            "prompt": {"imagePlaceholder": placeholder},
            "generation": generation,
            "files": [file_entry(folder, path) for path in files],
            **more,
        },
    )
