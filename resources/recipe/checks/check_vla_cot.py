"""Reads VLA-CoT lines that R1 Console exported as the training's own code reads them.

    python check_vla_cot.py EXPORT_FOLDER ...

Every line must have its picture, a question that ends in the placeholder, and an answer with reasoning and an
output that is JSON (approved and unjudged ones; a refused answer may be malformed). Needs Pillow.
"""

import json
import re
import sys
from pathlib import Path

from PIL import Image

OUTPUT = re.compile(r"<think>(.+?)</think>.*<output>(.*?)</output>", re.S)


def pair_problems(root: Path, path: Path):
    pairs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    print(f"{root.name}/{path.name}: {len(pairs)} pairs")
    for number, pair in enumerate(pairs, 1):
        where = f"{path.name}:{number}"
        with Image.open(root / pair["image"]) as picture:
            picture.load()
        if not pair["prompt"][-1]["value"].endswith("<image>"):
            yield f"{where}: the question does not end with the picture"
        if not OUTPUT.search(pair["chosen"]["value"]):
            yield f"{where}: the chosen answer has no reasoning or no output"
        if pair["chosen"]["value"] == pair["rejected"]["value"]:
            yield f"{where}: both answers are the same"


def problems_of(root: Path):
    seen = 0
    for path in sorted(root.glob("*.jsonl")):
        if path.name == "preferences.jsonl":
            yield from pair_problems(root, path)
            continue
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        print(f"{root.name}/{path.name}: {len(lines)} answers")
        for number, line in enumerate(lines, 1):
            seen += 1
            where = f"{path.name}:{number}"
            with Image.open(root / line["image"]) as picture:
                picture.load()
            turns = line["conversations"]
            human, gpt = turns[0], turns[-1]
            if [turn["from"] for turn in turns] != ["human", "gpt"] * (len(turns) // 2):
                yield f"{where}: not questions and answers in turn"
            if not human["value"].endswith("<image>"):
                yield f"{where}: the question does not end with the picture"
            answer = OUTPUT.search(gpt["value"])
            if path.name != "refused.jsonl" and not answer:
                yield f"{where}: the answer has no reasoning or no output"
            if answer and path.name != "refused.jsonl":
                json.loads(answer[2])
    if seen == 0:
        yield "there are no lines"


def main() -> int:
    failed = 0
    for name in sys.argv[1:]:
        for problem in problems_of(Path(name)):
            failed += 1
            print(f"{name}: {problem}")
    return 1 if failed or len(sys.argv) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
