"""Answers as text and back."""

import json
import re

import numpy as np

BRIDGE = "</think> so, the answer is <output>"
OUTPUT = re.compile(r"<think>.*?</think> so, the answer is <output>(.*?)</output>$", re.DOTALL)


def number(value: float) -> str:
    """Three decimals, 0.000 to 0.999."""
    return f"{min(max(value, 0.0), 0.999):.3f}"


def box_text(box: tuple[float, float, float, float]) -> str:
    x, y, width, height = (number(value) for value in box)
    return f'{{"x": {x}, "y": {y}, "width": {width}, "height": {height}}}'


def path_text(points: np.ndarray) -> str:
    return "[" + ", ".join(f"[{number(x)}, {number(y)}]" for x, y in points) + "]"


def answer_text(thought: str, output: str) -> str:
    return f"<think>{thought}{BRIDGE}{output}</output>"


def without_thought(answer: str) -> str:
    """The same answer with nothing between its think tags: what a model without reasoning is taught."""
    return f"<think>{answer[answer.index(BRIDGE) :]}"


def parse_answer(text: str, kind: str) -> tuple[float, ...] | np.ndarray | str | None:
    """
    A question to the operator (text), a box (centre x, centre y, width, height), waypoints [n, 2], an empty tuple for "nothing there",
    None if the text does not keep to the format.
    """
    found = OUTPUT.match(text)
    if not found:
        return None
    try:
        value = json.loads(found.group(1))
    except json.JSONDecodeError:
        return None
    if value in ({}, []):
        return () if value == ({} if kind == "affordance" else []) else None
    if isinstance(value, dict) and tuple(value) == ("question",) and isinstance(value["question"], str):
        return value["question"]
    if kind == "affordance":
        keys = ("x", "y", "width", "height")
        good = isinstance(value, dict) and tuple(value) == keys and all(isinstance(value[key], float) for key in keys)
        return tuple(value[key] for key in keys) if good else None
    good = isinstance(value, list) and all(
        isinstance(point, list) and len(point) == 2 and all(isinstance(part, float) for part in point) for point in value
    )
    return np.array(value) if good else None
