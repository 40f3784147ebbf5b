"""ONNX Runtime from Python on the same pack: python python_onnxruntime.py TASK, with r1sim on the path."""

import json
import re
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

from r1sim.pictures import MERGE, normalised, patches, resized

task = json.loads(Path(sys.argv[1]).read_text())
peak = lambda: 1024 * int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])  # noqa: E731
now = lambda: time.perf_counter() * 1000  # noqa: E731
base = peak()
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = task["threads"]
options.inter_op_num_threads = 1
folder = Path(task["pack"]) / "onnx"
embed, vision, decoder = (
    onnxruntime.InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
    for name in ("embed_tokens", "vision_encoder", "decoder_model_merged")
)
presents = [output.name for output in decoder.get_outputs() if output.name.startswith("present.")]
pasts = {port.name: port.shape for port in decoder.get_inputs() if port.name.startswith("past_")}
keeps_logits = any(port.name == "num_logits_to_keep" for port in decoder.get_inputs())
picture = Image.fromarray(
    np.frombuffer(Path(task["picture"]).read_bytes(), np.uint8).reshape(task["height"], task["width"], 3)
)


def see() -> tuple[np.ndarray, np.ndarray]:
    values, grid = patches(normalised(resized(picture)))
    return vision.run(None, {"pixel_values": values, "image_grid_thw": grid})[0], grid


def positions_of(ids: list[int], grid: np.ndarray) -> np.ndarray:
    """M-RoPE positions of a prompt with one picture, [3, 1, tokens]."""
    rows, columns = int(grid[0, 1]) // MERGE, int(grid[0, 2]) // MERGE
    at = ids.index(task["pictureTokenId"])
    cells = np.arange(rows * columns)
    seen = np.stack([np.full_like(cells, at), at + cells // columns, at + cells % columns])
    before = np.broadcast_to(np.arange(at), (3, at))
    after = len(ids) - at - len(cells)
    rest = np.broadcast_to(np.arange(after) + at + max(rows, columns), (3, after))
    return np.ascontiguousarray(np.concatenate([before, seen, rest], axis=1))[:, None].astype(np.int64)


def answer(ids: list[int], features: np.ndarray, grid: np.ndarray, started: float) -> tuple[list[int], float, float]:
    """The answer's ids, ms to the first of them, and tokens a second after it."""
    embedded = embed.run(None, {"input_ids": np.array([ids])})[0]
    embedded[np.array([ids]) == task["pictureTokenId"]] = features
    positions = positions_of(ids, grid)
    cache = {name: np.zeros((1, shape[1], 0, shape[3]), np.float32) for name, shape in pasts.items()}
    written: list[int] = []
    first = 0.0
    while len(written) < task["maxNewTokens"]:
        inputs = {
            "inputs_embeds": embedded,
            "attention_mask": np.ones((1, len(ids) + len(written)), np.int64),
            "position_ids": positions,
            **cache,
        }
        if keeps_logits:
            inputs["num_logits_to_keep"] = np.array(1, np.int64)
        logits, *kept = decoder.run(["logits", *presents], inputs)
        cache = {name.replace("present.", "past_key_values."): value for name, value in zip(presents, kept, strict=True)}
        written.append(int(logits[0, -1].argmax()))
        if len(written) == 1:
            first = now()
        if written[-1] in task["endIds"]:
            break
        positions = np.full((3, 1, 1), positions[0, 0, -1] + 1)
        embedded = embed.run(None, {"input_ids": np.array([[written[-1]]])})[0]
    return written, first - started, 1000 * (len(written) - 1) / (now() - first)


result: dict = {
    "runtime": f"Python onnxruntime {onnxruntime.__version__}",
    "firstTokenMs": [],
    "tokensPerSec": [],
    "processorMs": [],
    "secondFirstTokenMs": [],
    "cancelMs": [],
    "baseBytes": base,
    "promptIds": task["questions"][0]["ids"],
    "answerIds": [],
}
for turn in range(task["repeats"] + 1):
    started = now()
    used = time.process_time()
    features, grid = see()
    written, first, speed = answer(task["questions"][0]["ids"], features, grid, started)
    used = time.process_time() - used
    _, second, _ = answer(task["questions"][1]["ids"], features, grid, now())
    if turn == 0:
        result["answerIds"] = written
        continue
    result["firstTokenMs"].append(first)
    result["tokensPerSec"].append(speed)
    result["processorMs"].append(1000 * used)
    result["secondFirstTokenMs"].append(second)
print(json.dumps({**result, "peakBytes": peak()}))
