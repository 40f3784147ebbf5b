import numpy as np
import pytest

from r1sim.answers import answer_text, box_text
from r1sim.grpo import advantages
from r1sim.reward import reward
from r1sim.samples import Sample


BOX = (0.5, 0.5, 0.2, 0.2)
QUESTION = '{"question": "Which one: the red cube or the blue cube?"}'


def sample(output: str, kind: str = "affordance") -> Sample:
    return Sample(kind, "lift the cube", answer_text("I know.", output))


ASKED, ABSENT, OPEN = sample(box_text(BOX)), sample("{}"), sample(QUESTION)


def worth(output: str, asked: Sample) -> float:
    return reward(answer_text("I look.", output), asked)


def test_the_right_box_is_worth_all():
    assert worth(box_text(BOX), ASKED) == pytest.approx(1)


def test_a_box_that_shares_nothing_is_worth_less_the_farther_it_is():
    near, far = worth(box_text((0.7, 0.5, 0.2, 0.2)), ASKED), worth(box_text((0.9, 0.5, 0.2, 0.2)), ASKED)
    assert 0.1 < far < near < 1


def test_saying_that_it_is_not_there_is_worth_all_only_when_it_is_not():
    assert worth("{}", ABSENT) == pytest.approx(1)
    assert worth("{}", ASKED) == pytest.approx(0.1)
    assert worth(box_text(BOX), ABSENT) == pytest.approx(0.1)


def test_asking_back_is_worth_all_only_where_the_words_fit_several_things():
    assert worth(QUESTION, OPEN) == pytest.approx(1)
    assert worth('{"question": "Which one: the red cube or the green cube?"}', OPEN) == pytest.approx(0.1)
    assert worth(QUESTION, ASKED) == pytest.approx(0.1)
    assert worth(box_text(BOX), OPEN) == pytest.approx(0.1)


def test_what_does_not_keep_to_the_format_is_worth_nothing():
    assert reward("the cube is in the middle", ASKED) == 0
    assert worth('{"x": 0.5}', ASKED) == 0


def test_advantages_are_within_each_group():
    found = advantages(np.array([[0.0, 1.0], [0.9, 1.0]]))
    assert found == pytest.approx(np.array([[-1, 1], [-1, 1]]), abs=0.01)
    assert advantages(np.array([[0.5, 0.5, 0.5]])) == pytest.approx(0)
