"""Draws one instruction for a view and says what a right answer is: one VLA-CoT sample."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from .answers import answer_text, box_text, path_text
from .language import (
    STRANGE_COLORS,
    STRANGE_NOUNS,
    lift_sentence,
    noun_phrase,
    place_sentence,
    unrelated_sentence,
)
from .prompts import Question
from .reasoning import absent_thought, lift_thought, place_thought, unrelated_thought
from .view import COLORS, CONTAINERS, KINDS, Thing, View

ABSENT_SHARE = 0.25
UNRELATED_SHARE = 0.03
LIFT_SHARE = 0.25
EMPTY = {"affordance": "{}", "trajectory": "[]"}


@dataclass(frozen=True)
class Sample:
    kind: str
    instruction: str
    answer: str
    """What was asked for, for evaluation; None where nothing of that name is in view."""
    thing: Thing | None = None
    container: Thing | None = None
    earlier: tuple[tuple[str, str], ...] = ()
    """The turns before this one: what was said, and what was answered."""

    @property
    def question(self) -> Question:
        return Question(self.kind, self.instruction, self.earlier)


def phrase_for(thing: Thing, view: View, rng: Random) -> str:
    """A phrase that fits this thing alone among everything in the scene, seen or not."""
    choice = rng.random()
    same_kind = sum(other.kind == thing.kind for other in view.things)
    same_color = sum(other.color == thing.color for other in view.things)
    if choice < 0.2 and same_kind == 1:
        return noun_phrase(None, thing.kind, rng)
    if choice > 0.92 and same_color == 1:
        return noun_phrase(thing.color, None, rng)
    return noun_phrase(thing.color, thing.kind, rng)


def absent_name(view: View, kinds: tuple[str, ...], rng: Random) -> tuple[str | None, str | None, Thing | None] | None:
    """Colour, kind and the look-alike of something not in the scene, mostly one that differs in colour or kind only."""
    names = {(thing.color, thing.kind) for thing in view.things}
    shown = [thing for thing in view.things if thing.visible and thing.kind in kinds]
    draw = rng.random()
    if draw < 0.08:
        color = rng.choice((None, *COLORS, *STRANGE_COLORS))
        return color, rng.choice(STRANGE_NOUNS), None
    if draw < 0.14:
        kind = rng.choice(kinds)
        alike = [thing for thing in shown if thing.kind == kind]
        return rng.choice(STRANGE_COLORS), kind, rng.choice(alike) if alike else None
    if draw < 0.24:
        gone = [kind for kind in kinds if all(thing.kind != kind for thing in view.things)]
        if gone:
            return None, rng.choice(gone), None
    if draw < 0.6 and shown:
        alike = rng.choice(shown)
        colors = [color for color in COLORS if (color, alike.kind) not in names]
        return (rng.choice(colors), alike.kind, alike) if colors else None
    like = [thing for thing in view.things if thing.visible]
    if not like:
        return None
    alike = rng.choice(like)
    free = [kind for kind in kinds if (alike.color, kind) not in names]
    return (alike.color, rng.choice(free), alike) if free else None


def absent_sample(view: View, kind: str, rng: Random) -> Sample | None:
    containers = [thing for thing in view.things if thing.visible and thing.kind in CONTAINERS]
    graspable = [thing for thing in view.things if thing.visible and thing.kind not in CONTAINERS]
    target_gone = rng.random() < 0.35 and bool(graspable)
    found = absent_name(view, CONTAINERS if target_gone else KINDS[:3], rng)
    if found is None:
        return None
    color, noun, alike = found
    phrase = noun_phrase(color, noun, rng)
    missing = " ".join(part for part in (color, noun) if part)
    if target_gone:
        shape = noun if noun in CONTAINERS else rng.choice(CONTAINERS)
        instruction = place_sentence(phrase_for(rng.choice(graspable), view, rng), phrase, shape, rng)
    elif containers and rng.random() > LIFT_SHARE:
        container = rng.choice(containers)
        instruction = place_sentence(phrase, phrase_for(container, view, rng), container.kind, rng)
    else:
        instruction = lift_sentence(phrase, rng)
    return Sample(kind, instruction, answer_text(absent_thought(missing, alike, rng), EMPTY[kind]))


def draw_sample(
    view: View, kind: str, rng: Random, phrase: Callable[[Thing, View, Random], str] = phrase_for
) -> Sample:
    """`kind` is affordance or trajectory. The same generator state gives the same sample."""
    share = rng.random()
    graspable = [thing for thing in view.things if thing.visible and thing.kind not in CONTAINERS]
    containers = [thing for thing in view.things if thing.visible and thing.kind in CONTAINERS]
    if share < ABSENT_SHARE:
        sample = absent_sample(view, kind, rng)
        if sample:
            return sample
    if share > 1 - UNRELATED_SHARE or not graspable:
        return Sample(kind, unrelated_sentence(rng), answer_text(unrelated_thought(), EMPTY[kind]))
    if rng.random() < LIFT_SHARE or not containers:
        thing = rng.choice(graspable if rng.random() < 0.9 or not containers else containers)
        output = box_text(thing.box) if kind == "affordance" else path_text(view.lift_points(thing))
        instruction = lift_sentence(phrase(thing, view, rng), rng)
        return Sample(kind, instruction, answer_text(lift_thought(thing, kind, rng), output), thing)
    thing, container = rng.choice(graspable), rng.choice(containers)
    output = box_text(thing.box) if kind == "affordance" else path_text(view.place_points(thing, container))
    instruction = place_sentence(
        phrase(thing, view, rng), phrase(container, view, rng), container.kind, rng
    )
    thought = place_thought(thing, container, kind, rng)
    return Sample(kind, instruction, answer_text(thought, output), thing, container)
