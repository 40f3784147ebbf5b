from random import Random

import numpy as np

from r1sim.answers import answer_text, box_text, parse_answer, path_text
from r1sim.dialogue import draw_any
from r1sim.prompts import Question, render_prompt
from r1sim.view import Thing, View


def view() -> View:
    camera = {"cx": 319.5, "cy": 239.5, "fx": 560, "fy": 560, "width": 640, "height": 480}
    camera["poseInBase"] = {"position": [0.5, 0, 1.2], "orientation": [1, 0, 0, 0]}
    things = (
        Thing("cube", "red", (0.3, 0.4, 0.05, 0.06), (0.4, 0.1, 0.02), True),
        Thing("bowl", "blue", (0.6, 0.5, 0.2, 0.15), (0.5, -0.1, 0.025), True),
    )
    return View("1.jpg", camera, things)


def test_box_comes_back():
    assert parse_answer(answer_text("x", box_text((0.5, 0.25, 0.1, 0.2))), "affordance") == (0.5, 0.25, 0.1, 0.2)


def test_path_comes_back():
    points = np.array([[0.1, 0.2], [0.3, 0.4]])
    assert np.allclose(parse_answer(answer_text("x", path_text(points)), "trajectory"), points)


def test_empty_answers_fit_their_kind_only():
    assert parse_answer(answer_text("x", "{}"), "affordance") == ()
    assert parse_answer(answer_text("x", "[]"), "affordance") is None


def test_samples_are_repeatable_and_keep_to_the_format():
    for seed in range(200):
        kind = ("affordance", "trajectory")[seed % 2]
        sample = draw_any(view(), kind, Random(seed))
        assert sample == draw_any(view(), kind, Random(seed))
        assert parse_answer(sample.answer, kind) is not None
        assert all(parse_answer(answer, kind) is not None for _, answer in sample.earlier)


def test_a_later_turn_stands_after_the_answer_before_it_and_has_no_picture():
    prompt = render_prompt(Question("affordance", "the other one", (("lift the cube", "<think>a"),)), 2)
    first, second = prompt.split("<think>a")
    assert first.count("<|image_pad|>") == 2 and first.endswith("assistant\n")
    assert second.startswith("<|im_end|>\n<|im_start|>user\nthe other one Please output") and "image" not in second
    assert prompt.endswith("assistant\n")
