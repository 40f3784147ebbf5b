from random import Random

import numpy as np

from r1sim.answers import parse_answer
from r1sim.dialogue import draw_any, instead_of, move_sample, other_sample, reply_sample
from r1sim.phrase import Phrase, phrase_named
from r1sim.reasoning import thought
from r1sim.samples import absent_sample, ask_sample, sided_sample
from r1sim.texts import Texts
from r1sim.tokenizer import corpus, train_tokenizer
from r1sim.view import Thing, View


def thing(kind: str, color: str, x: float) -> Thing:
    return Thing(kind, color, (x, 0.5, 0.06, 0.08), (0.4, x - 0.5, 0.02), True)


RED, GREEN, BOWL = thing("cube", "red", 0.3), thing("cube", "green", 0.7), thing("bowl", "blue", 0.5)
CAMERA = {"cx": 319.5, "cy": 239.5, "fx": 560, "fy": 560, "width": 640, "height": 480}
VIEW = View("1.jpg", CAMERA | {"poseInBase": {"position": [0.5, 0, 1.2], "orientation": [1, 0, 0, 0]}}, (GREEN, RED, BOWL))


def test_a_thought_lists_what_fits_before_it_decides():
    cube = Phrase("the cube", "cube", (RED, GREEN))
    said = thought(cube, phrase_named(BOWL), "affordance")
    assert said == (
        "The task is to bring the cube to the blue bowl. Cube: red cube (left, middle), green cube (right, middle). "
        "Blue bowl: blue bowl (centre, middle). Two fit cube, so I have to ask."
    )
    left = Phrase("the left cube", "left cube", (RED, GREEN), RED, "left")
    assert "Left cube: red cube (left, middle), green cube (right, middle); left: red cube." in thought(left, None, "affordance")
    gone = Phrase("the red can", "red can", (), alike=RED)
    assert thought(gone, None, "trajectory").endswith(
        "Red can: none, only red cube (left, middle). There is no red can in view, so there is nothing to answer."
    )


def test_words_that_fit_two_things_are_asked_back_from_left_to_right():
    asked = {ask_sample(VIEW, "affordance", Random(seed)).answer for seed in range(20)}
    assert all('{"question": "Which one: the red cube or the green cube?"}' in answer for answer in asked)


def test_a_reply_has_the_answer_of_the_thing_that_it_names():
    for seed in range(40):
        sample = reply_sample(VIEW, "affordance", Random(seed))
        assert sample.thing in (RED, GREEN) and parse_answer(sample.answer, "affordance") == sample.thing.box
        assert sample.taught == (True,) and len(sample.earlier) == 1


def test_another_one_is_never_the_one_before():
    for seed in range(40):
        sample = other_sample(VIEW, "affordance", Random(seed))
        if sample and not sample.container:
            assert parse_answer(sample.answer, "affordance") != parse_answer(sample.earlier[0][1], "affordance")


def test_a_move_goes_on_from_what_was_answered_and_teaches_no_error():
    for seed in range(40):
        sample = move_sample(VIEW, "affordance", Random(seed))
        if not sample:
            continue
        before, now = (np.array(parse_answer(text, "affordance")) for text in (sample.earlier[0][1], sample.answer))
        assert np.abs(now - before).max() < 0.101 and sample.taught == (False,)


def test_what_is_not_there_can_be_named_anew():
    found = [absent_sample(VIEW, "affordance", Random(seed)) for seed in range(40)]
    named = [instead_of(first, VIEW, Random(1)) for first in found if first]
    assert any(sample and sample.answers for sample in named)


def test_words_about_a_place_name_one_thing():
    for seed in range(200):
        sample = sided_sample(VIEW, "affordance", Random(seed))
        if sample and sample.asked[0].place:
            assert sample.thing is (RED if "left" in sample.asked[0].place else GREEN)


def test_earlier_answers_are_found_in_a_prompt():
    tokenizer = train_tokenizer(corpus([VIEW], 40, 1), 420)
    texts = Texts(tokenizer)
    for seed in range(60):
        sample = draw_any(VIEW, "affordance", Random(seed))
        prompt = texts.prompt_ids(sample.question, 4)
        spans = texts.earlier_answers(prompt)
        assert [prompt[span][-1] for span in spans] == [texts.end] * len(sample.earlier)
        written = [tokenizer.decode(prompt[span][:-1], skip_special_tokens=False) for span in spans]
        assert written == [answer for _, answer in sample.earlier]
