"""What the tokenizer knows by name, and prompts with their answers laid out for the decoder."""

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from .answers import BRIDGE
from .model import rope_positions
from .prompts import Question, render_prompt

DIGIT_WEIGHTS = (3.0, 2.0, 1.0)
"""A coordinate's digits: the first ones decide most, the last one can hardly be seen at this picture size."""


class Texts:
    """What the tokenizer knows by name."""

    def __init__(self, tokenizer: Tokenizer):
        self.tokenizer = tokenizer
        self.image = tokenizer.token_to_id("<|image_pad|>")
        self.end = tokenizer.token_to_id("<|im_end|>")
        self.pad = tokenizer.token_to_id("<|endoftext|>")
        self.turn = tokenizer.token_to_id("<|im_start|>")
        self.speaker = len(tokenizer.encode("assistant\n").ids)
        self.bridge = tokenizer.token_to_id(BRIDGE)
        self.points = {number for text in ("0.", " 0.") for number in tokenizer.encode(text).ids}
        self.digits = {tokenizer.token_to_id(digit): int(digit) for digit in "0123456789"}

    def prompt_ids(self, question: Question, tokens: int) -> list[int]:
        return self.tokenizer.encode(render_prompt(question, tokens)).ids

    def coordinates(self, ids: list[int]) -> list[tuple[int, float]]:
        """Where each coordinate of an answer begins, and its value."""
        after = ids.index(self.bridge) if self.bridge in ids else len(ids)
        return [
            (index, sum(self.digits[ids[index + 1 + place]] / 10 ** (place + 1) for place in range(3)))
            for index in range(after, len(ids) - 3)
            if ids[index] in self.points
        ]

    def earlier_answers(self, prompt: list[int]) -> list[slice]:
        """Where a prompt holds the answers of turns before, each with the token that ends it."""
        turns = [index for index, number in enumerate(prompt) if number == self.turn]
        begins = [index + 1 + self.speaker for index in turns[2:-1:2]]
        return [slice(begin, prompt.index(self.end, begin) + 1) for begin in begins]

    def answer_weights(self, ids: list[int]) -> list[float]:
        weights = [1.0] * len(ids)
        for index, _ in self.coordinates(ids):
            weights[index + 1 : index + 4] = DIGIT_WEIGHTS
        return weights


def laid_out(
    sequences: list[tuple[list[int], list[int]]], texts: Texts, rows: int, columns: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Prompts with their answers, padded: ids [rows, tokens], positions [3, rows, tokens], where the picture starts."""
    longest = max(len(prompt) + len(answer) for prompt, answer in sequences)
    ids = np.full((len(sequences), longest), texts.pad, dtype=np.int64)
    positions = np.zeros((3, len(sequences), longest), dtype=np.int64)
    for row, (prompt, answer) in enumerate(sequences):
        whole = prompt + answer
        ids[row, : len(whole)] = whole
        positions[:, row, : len(whole)] = rope_positions(whole, texts.image, rows, columns)
    starts = torch.tensor([prompt.index(texts.image) for prompt, _ in sequences])
    return torch.from_numpy(ids), torch.from_numpy(positions), starts
