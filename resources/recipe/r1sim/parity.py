"""What this pipeline makes of a few pictures and questions, for the console's test that its own makes the same."""

from pathlib import Path
from random import Random

import argparse
import hashlib
import json

import numpy as np
import torch
from PIL import Image
from tokenizers import Tokenizer

from .texts import Texts
from .dialogue import draw_any
from .generate import answers
from .model import R1Sim, load_checkpoint
from .pictures import normalised, patches, resized
from .view import View, load_views


def case(model: R1Sim, texts: Texts, view: View, kind: str, picture: Image.Image, name: str, rng: Random) -> dict:
    sample = draw_any(view, kind, rng)
    values, grid = patches(normalised(resized(picture)))
    ids = answers(model, texts, torch.from_numpy(values)[None], torch.from_numpy(grid), [sample.question])[0]
    tokens = int(grid[0, 1] * grid[0, 2]) // 4
    return {
        "kind": kind,
        "instruction": sample.instruction,
        "earlier": [{"said": said, "answer": answer} for said, answer in sample.earlier],
        "image": name,
        "grid": grid[0].tolist(),
        "inputIds": texts.prompt_ids(sample.question, tokens),
        "pixelSum": float(values.astype(np.float64).sum()),
        "pixelAbsSum": float(np.abs(values.astype(np.float64)).sum()),
        "pixelSha256": hashlib.sha256(values.astype("<f4").tobytes()).hexdigest(),
        "tokens": ids,
        "text": texts.tokenizer.decode([number for number in ids if number != texts.end], skip_special_tokens=False),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--pack", type=Path, required=True, help="the pack exported from it")
    parser.add_argument("--scenes", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, required=True, help="folder that gets fixtures/")
    parser.add_argument("--pictures", type=int, default=12)
    arguments = parser.parse_args()
    model = load_checkpoint(arguments.checkpoint)[0].eval()
    texts = Texts(Tokenizer.from_file(str(arguments.pack / "tokenizer.json")))
    fixtures = arguments.recipe / "fixtures"
    (fixtures / "pictures").mkdir(parents=True, exist_ok=True)
    rng = Random(11)
    cases = []
    for view in load_views(arguments.scenes)[: arguments.pictures]:
        name = f"fixtures/pictures/{Path(view.image).stem}.png"
        with Image.open(arguments.scenes / view.image) as picture:
            rgb = picture.convert("RGB")
        rgb.save(arguments.recipe / name, optimize=True)
        cases += [case(model, texts, view, kind, rgb, name, rng) for kind in ("affordance", "trajectory")]
    pack_hash = hashlib.sha256((arguments.pack / "r1-pack.json").read_bytes()).hexdigest()
    fixture = {"packHash": pack_hash, "cases": cases}
    (fixtures / "parity.json").write_text(json.dumps(fixture) + "\n")
    print(f"{len(cases)} cases")


if __name__ == "__main__":
    main()
