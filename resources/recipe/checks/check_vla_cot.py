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


def problems_of(root: Path):
    seen = 0
    for path in sorted(root.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        print(f"{root.name}/{path.name}: {len(lines)} answers")
        for number, line in enumerate(lines, 1):
            seen += 1
            where = f"{path.name}:{number}"
            with Image.open(root / line["image"]) as picture:
                picture.load()
            human, gpt = line["conversations"]
            if (human["from"], gpt["from"]) != ("human", "gpt"):
                yield f"{where}: not a question and an answer"
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
