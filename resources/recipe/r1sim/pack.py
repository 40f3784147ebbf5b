"""Greedy answers of a finished pack on ONNX Runtime: what is shipped, not what was trained."""

from pathlib import Path

import numpy as np
import onnxruntime

from .texts import Texts
from .model import rope_positions
from .pictures import MERGE
from .prompts import Question


class Pack:
    def __init__(self, folder: Path, threads: int = 2):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        open_graph = lambda name: onnxruntime.InferenceSession(str(folder / "onnx" / f"{name}.onnx"), options)  # noqa: E731
        self.embed = open_graph("embed_tokens")
        self.vision = open_graph("vision_encoder")
        self.decoder = open_graph("decoder_model_merged")
        outputs = [output.name for output in self.decoder.get_outputs()]
        self.presents = [name for name in outputs if name.startswith("present.")]
        self.pasts = {port.name: port.shape for port in self.decoder.get_inputs() if port.name.startswith("past_")}

    def embedded(self, ids: np.ndarray) -> np.ndarray:
        return self.embed.run(None, {"input_ids": ids})[0]

    def features(self, values: np.ndarray, grid: np.ndarray) -> np.ndarray:
        return self.vision.run(None, {"pixel_values": values, "image_grid_thw": grid})[0]

    def answer(
        self, texts: Texts, values: np.ndarray, grid: np.ndarray, question: Question, limit: int = 200
    ) -> list[int]:
        """The ids of the likeliest answer."""
        rows, columns = int(grid[0, 1]) // MERGE, int(grid[0, 2]) // MERGE
        prompt = texts.prompt_ids(question, rows * columns)
        ids = np.array([prompt])
        embedded = self.embedded(ids)
        embedded[ids == texts.image] = self.features(values, grid)
        positions = np.ascontiguousarray(rope_positions(prompt, texts.image, rows, columns))[:, None]
        cache = {name: np.zeros((1, shape[1], 0, shape[3]), np.float32) for name, shape in self.pasts.items()}
        written: list[int] = []
        while len(written) < limit:
            mask = np.ones((1, len(prompt) + len(written)), np.int64)
            inputs = {"inputs_embeds": embedded, "attention_mask": mask, "position_ids": positions, **cache}
            logits, *presents = self.decoder.run(["logits", *self.presents], inputs)
            cache = dict(zip((name.replace("present.", "past_key_values.") for name in self.presents), presents, strict=True))
            token = int(logits[0, -1].argmax())
            written.append(token)
            if token == texts.end:
                break
            positions = np.full((3, 1, 1), positions[0, 0, -1] + 1)
            embedded = self.embedded(np.array([[token]]))
        return written
