"""Draws one instruction for a view and says what a right answer is: one VLA-CoT sample."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import json

from .answers import answer_text, box_text, path_text
from .language import lift_sentence, place_sentence, unrelated_sentence
from .phrase import (
    Phrase,
    absent_phrase,
    alike,
    ambiguous_phrase,
    in_role,
    phrase_for,
    sided_phrase,
)
from .prompts import Question
from .reasoning import thought, unrelated_thought
from .view import CONTAINERS, KINDS, Thing, View

ABSENT_SHARE = 0.3
UNRELATED_SHARE = 0.03
LIFT_SHARE = 0.25
EMPTY = {"affordance": "{}", "trajectory": "[]"}


@dataclass(frozen=True)
class Sample:
    kind: str
    instruction: str
    answer: str
    asked: tuple[Phrase | None, Phrase | None] = (None, None)
    """What is spoken of: the thing, and the container where the task has one."""
    earlier: tuple[tuple[str, str], ...] = ()
    """The turns before this one: what was said, and what was answered."""
    taught: tuple[bool, ...] = ()
    """Which of the earlier answers are right ones, to be learned too."""
    first_asked: tuple[Phrase | None, Phrase | None] | None = None
    """What the first of several turns speaks of."""
    moved: bool = False
    """Whether it asks for the answer before, moved."""

    @property
    def question(self) -> Question:
        return Question(self.kind, self.instruction, self.earlier)

    @property
    def pointed(self) -> tuple[Phrase | None, Phrase | None]:
        """What the turn with the picture speaks of: later turns stand behind the picture, which cannot know of them."""
        return self.first_asked or self.asked

    @property
    def answers(self) -> bool:
        """Whether the right answer is a place: not a question, not "nothing there"."""
        return self.thing is not None

    @property
    def thing(self) -> Thing | None:
        """None too where the right answer is no place."""
        return self.asked[0].meant if self._meant else None

    @property
    def container(self) -> Thing | None:
        return self.asked[1].meant if self._meant and self.asked[1] else None

    @property
    def _meant(self) -> bool:
        return self.asked[0] is not None and all(phrase is None or phrase.meant for phrase in self.asked)


def output_for(view: View, kind: str, thing: Phrase, container: Phrase | None) -> str:
    phrases = [phrase for phrase in (thing, container) if phrase]
    if any(not phrase.fitting for phrase in phrases):
        return EMPTY[kind]
    for phrase in phrases:
        if not phrase.meant:
            return json.dumps({"question": which_one(phrase.fitting)})
    if kind == "affordance":
        return box_text(thing.meant.box)
    return path_text(
        view.place_points(thing.meant, container.meant) if container else view.lift_points(thing.meant)
    )


def which_one(things: tuple[Thing, ...]) -> str:
    names = [f"the {thing.name}" for thing in things]
    return f"Which one: {', '.join(names[:-1])} or {names[-1]}?"


def task_sample(view: View, kind: str, thing: Phrase, container: Phrase | None, rng: Random, shape: str = "bowl") -> Sample:
    """`shape` decides between "in" and "on" where the container is not known."""
    if container:
        shape = container.fitting[0].kind if container.fitting else shape
        instruction = place_sentence(thing.said, container.said, shape, rng)
    else:
        instruction = lift_sentence(thing.said, rng)
    answer = answer_text(thought(thing, container, kind), output_for(view, kind, thing, container))
    return Sample(kind, instruction, answer, (thing, container))


def seen(view: View, container: bool) -> list[Thing]:
    return [thing for thing in in_role(view, container) if thing.visible]


def absent_sample(view: View, kind: str, rng: Random) -> Sample | None:
    containers, graspable = seen(view, True), seen(view, False)
    target_gone = rng.random() < 0.35 and bool(graspable)
    gone = absent_phrase(view, CONTAINERS if target_gone else KINDS[:3], rng)
    if gone is None:
        return None
    if target_gone:
        shape = next((one for one in CONTAINERS if gone.name.endswith(one)), rng.choice(CONTAINERS))
        return task_sample(view, kind, phrase_for(rng.choice(graspable), view, rng), gone, rng, shape)
    to = phrase_for(rng.choice(containers), view, rng) if containers and rng.random() > LIFT_SHARE else None
    return task_sample(view, kind, gone, to, rng)


def ask_sample(view: View, kind: str, rng: Random) -> Sample | None:
    """Words that fit several things; None where this view has none such."""
    roles = [role for role in (False, True) if alike(view, role)]
    container_open = len(roles) > 0 and rng.choice(roles)
    open_ = ambiguous_phrase(view, container_open, rng)
    held, containers = seen(view, False), seen(view, True)
    if not open_ or not held:
        return None
    if container_open:
        return task_sample(view, kind, phrase_for(rng.choice(held), view, rng), open_, rng)
    to = phrase_for(rng.choice(containers), view, rng) if containers and rng.random() > LIFT_SHARE else None
    return task_sample(view, kind, open_, to, rng)


def draw_sample(
    view: View, kind: str, rng: Random, phrase: Callable[[Thing, View, Random], Phrase] = phrase_for
) -> Sample:
    """`kind` is affordance or trajectory. The same generator state gives the same sample."""
    share = rng.random()
    graspable, containers = seen(view, False), seen(view, True)
    if share < ABSENT_SHARE:
        sample = absent_sample(view, kind, rng)
        if sample:
            return sample
    if share > 1 - UNRELATED_SHARE or not graspable:
        return Sample(kind, unrelated_sentence(rng), answer_text(unrelated_thought(), EMPTY[kind]))
    if rng.random() < LIFT_SHARE or not containers:
        thing = rng.choice(graspable if rng.random() < 0.9 or not containers else containers)
        return task_sample(view, kind, phrase(thing, view, rng), None, rng)
    thing, container = rng.choice(graspable), rng.choice(containers)
    return task_sample(view, kind, phrase(thing, view, rng), phrase(container, view, rng), rng)


def sided_sample(view: View, kind: str, rng: Random) -> Sample | None:
    """A plain task whose words tell things by their place; None where this view has nothing to tell so."""
    sample = draw_sample(view, kind, rng, sided_phrase)
    told = sample.answers and any(phrase and phrase.place for phrase in sample.asked)
    return sample if told else None
