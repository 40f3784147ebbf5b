"""
Questions beyond the plain one: words that fit several things (the answer asks back), things told by their place, and
second turns: an answer to that question, "the other one", "a little more to the left".
"""

from collections.abc import Callable
from random import Random

import json

import numpy as np

from .answers import answer_text, box_text, number, parse_answer, path_text
from .language import (
    LITTLE,
    MOVES,
    NO,
    NOUNS,
    POINTED,
    dressed,
    lift_sentence,
    noun_phrase,
    place_sentence,
)
from .reasoning import (
    asking_thought,
    lift_thought,
    moved_thought,
    other_thought,
    place_thought,
)
from .samples import LIFT_SHARE, Sample, draw_sample, phrase_for
from .view import CONTAINERS, Thing, View

ASK_SHARE, SIDED_SHARE, FOLLOW_SHARE = 0.2, 0.08, 0.4
APART = 0.06
"""Share of the picture's width that two things must be apart before one of them is "the left one"."""
PREVIOUS_ERROR = 0.01
"""Standard deviation of the errors that an earlier answer is given: a correction is of what was answered."""


def in_role(view: View, container: bool) -> list[Thing]:
    return [thing for thing in view.things if (thing.kind in CONTAINERS) == container]


def alike(view: View, container: bool) -> list[tuple[str | None, str | None, list[Thing]]]:
    """(colour, kind, things): names of one word that fit two things or more, all of them in sight, left to right."""
    things = in_role(view, container)
    groups = [(None, kind, [t for t in things if t.kind == kind]) for kind in {t.kind for t in things}]
    if not container:
        others = {t.color for t in in_role(view, True)}
        colors = {t.color for t in things} - others
        groups += [(color, None, [t for t in things if t.color == color]) for color in colors]
    fitting = [group for group in groups if len(group[2]) > 1 and all(t.visible for t in group[2])]
    ordered = [(color, kind, sorted(found, key=lambda t: t.box[0])) for color, kind, found in fitting]
    return sorted(ordered, key=lambda group: (group[0] or "", group[1] or ""))


def which_one(things: list[Thing]) -> str:
    names = [f"the {thing.name}" for thing in things]
    return f"Which one: {', '.join(names[:-1])} or {names[-1]}?"


def ambiguous(view: View, kind: str, rng: Random) -> tuple[Sample, list[Thing], Thing | None, bool] | None:
    """A sample that asks back, the things it could mean, the other thing of the task, and whether the container is open."""
    container_open = rng.random() < 0.3
    groups = alike(view, container_open)
    held = [thing for thing in in_role(view, False) if thing.visible]
    containers = [thing for thing in in_role(view, True) if thing.visible]
    if not groups or not held:
        return None
    color, noun, things = rng.choice(groups)
    phrase = noun_phrase(color, noun, rng)
    other = None
    if container_open:
        other = rng.choice(held)
        instruction = place_sentence(phrase_for(other, view, rng), phrase, things[0].kind, rng)
    elif containers and rng.random() > LIFT_SHARE:
        other = rng.choice(containers)
        instruction = place_sentence(phrase, phrase_for(other, view, rng), other.kind, rng)
    else:
        instruction = lift_sentence(phrase, rng)
    words = " ".join(part for part in (color, noun or "one") if part)
    output = json.dumps({"question": which_one(things)})
    answer = answer_text(asking_thought(words, things, rng), output)
    return Sample(kind, instruction, answer), things, other, container_open


def ask_sample(view: View, kind: str, rng: Random) -> Sample | None:
    found = ambiguous(view, kind, rng)
    return found[0] if found else None


def side_of(thing: Thing, things: list[Thing]) -> str | None:
    """ "left" or "right" where that tells one of two things of a name."""
    others = [other for other in things if other is not thing]
    if len(others) != 1 or abs(others[0].box[0] - thing.box[0]) < APART:
        return None
    return "left" if thing.box[0] < others[0].box[0] else "right"


def sided_phrase(thing: Thing, view: View, rng: Random) -> str:
    """ "the left cube", "the can left of the red bowl": by its place, where that tells it from the others of its kind."""
    kin = [other for other in view.things if other.kind == thing.kind]
    if all(other.visible for other in kin):
        side = side_of(thing, kin)
        noun = rng.choice(NOUNS[thing.kind])
        if side and rng.random() < 0.7:
            return rng.choice((f"the {side} {noun}", f"the {noun} on the {side}", f"the {side} {thing.color} {noun}"))
        marks = [other for other in view.things if other.visible and other.kind != thing.kind]
        if len(kin) > 1 and marks:
            mark = rng.choice(marks)
            for word, sign in (("left of", 1), ("right of", -1)):
                fits = [t for t in kin if sign * (mark.box[0] - t.box[0]) > APART]
                near = [t for t in kin if abs(mark.box[0] - t.box[0]) <= APART]
                if fits == [thing] and not near:
                    return f"the {noun} {word} the {mark.name}"
    return phrase_for(thing, view, rng)


def sided_sample(view: View, kind: str, rng: Random) -> Sample | None:
    """A plain task whose words tell things by their place; None where this view has nothing to tell so."""
    told: list[str] = []

    def phrase(thing: Thing, view: View, rng: Random) -> str:
        words = sided_phrase(thing, view, rng)
        told.extend([words] if "left" in words or "right" in words else [])
        return words

    sample = draw_sample(view, kind, rng, phrase)
    return sample if told and sample.thing else None


def pointed_words(thing: Thing, rng: Random) -> str:
    """A click on the picture, as the console writes it: a place on the thing."""
    x, y, width, height = thing.box
    place = (x + rng.uniform(-0.3, 0.3) * width, y + rng.uniform(-0.3, 0.3) * height)
    return rng.choice(POINTED).format(place=f"[{number(place[0])}, {number(place[1])}]")


def chosen_words(thing: Thing, things: list[Thing], rng: Random) -> str:
    """How an operator says which of `things` is meant."""
    noun = rng.choice(NOUNS[thing.kind])
    ways = [f"the {thing.color} {noun}"]
    if sum(other.color == thing.color for other in things) == 1:
        ways += [f"the {thing.color} one", thing.color]
    if sum(other.kind == thing.kind for other in things) == 1:
        ways += [f"the {noun}", noun]
    side = side_of(thing, things)
    if side:
        ways += [f"the {side} one", side, f"the one on the {side}"]
    return rng.choice(ways)


def answer_for(thing: Thing, container: Thing | None, view: View, kind: str, rng: Random) -> tuple[str, str]:
    """Thought and output for a thing to be lifted, or put into a container."""
    if kind == "affordance":
        output = box_text(thing.box)
    else:
        output = path_text(view.place_points(thing, container) if container else view.lift_points(thing))
    thought = place_thought(thing, container, kind, rng) if container else lift_thought(thing, kind, rng)
    return thought, output


def reply_sample(view: View, kind: str, rng: Random) -> Sample | None:
    """The operator answers the question which one is meant, by words or by pointing."""
    found = ambiguous(view, kind, rng)
    if not found:
        return None
    asked, things, other, container_open = found
    meant = rng.choice(things)
    words = pointed_words(meant, rng) if rng.random() < 0.4 else chosen_words(meant, things, rng)
    thing, container = (other, meant) if container_open else (meant, other)
    thought, output = answer_for(thing, container, view, kind, rng)
    answer = answer_text(f"{other_thought(meant)} {thought}", output)
    return Sample(kind, dressed(words, rng), answer, thing, container, ((asked.instruction, asked.answer),))


def first_turn(view: View, kind: str, rng: Random) -> Sample | None:
    first = draw_sample(view, kind, rng)
    return first if first.thing and first.thing.kind not in CONTAINERS else None


def other_sample(view: View, kind: str, rng: Random) -> Sample | None:
    """ "No, the other one": another thing, or another container, than the answer before."""
    first = first_turn(view, kind, rng)
    if not first:
        return None
    swap_container = first.container is not None and rng.random() < 0.3
    before = first.container if swap_container else first.thing
    role = [thing for thing in in_role(view, swap_container) if thing.visible]
    others = [thing for thing in role if thing is not before]
    if not others:
        return None
    kin = [thing for thing in others if thing.kind == before.kind] or others
    if len(kin) == 1 and rng.random() < 0.5:
        meant, words = kin[0], rng.choice(("the other one", "the other one", f"the other {rng.choice(NOUNS[kin[0].kind])}"))
        if words != "the other one" and kin[0].kind != before.kind:
            words = "the other one"
    else:
        meant = rng.choice(others)
        words = pointed_words(meant, rng) if rng.random() < 0.3 else chosen_words(meant, role, rng)
    if swap_container:
        words = f"{rng.choice(('in', 'into', 'to'))} {words}"
    thing, container = (first.thing, meant) if swap_container else (meant, first.container)
    thought, output = answer_for(thing, container, view, kind, rng)
    answer = answer_text(f"{other_thought(meant)} {thought}", output)
    instruction = dressed(rng.choice(NO).format(words=words), rng)
    return Sample(kind, instruction, answer, thing, container, ((first.instruction, first.answer),))


def shares_of(subject: str, placing: bool, kind: str) -> np.ndarray | None:
    """By how much of the shift each point of the answer moves; None where it stays. A box is one point."""
    if kind == "affordance":
        return None if placing and subject == "place" else np.ones(1)
    if not placing:
        return np.ones(4)
    return np.array([0, 1 / 3, 2 / 3, 1]) if subject == "place" else np.array([1, 2 / 3, 1 / 3, 0])


def move_sample(view: View, kind: str, rng: Random) -> Sample | None:
    """
    "A little more to the left": the answer before, moved. In a task that puts something somewhere the place moves, unless
    the grasp is named; where things are only lifted, all of it moves.
    """
    first = first_turn(view, kind, rng)
    if not first:
        return None
    value = parse_answer(first.answer, kind)
    points = np.array(value, dtype=float)
    points = points + np.array([rng.gauss(0, PREVIOUS_ERROR) for _ in range(points.size)]).reshape(points.shape)
    if kind == "affordance":
        points[2:] = np.abs(points[2:])
    points = np.round(np.clip(points, 0, 0.999), 3)
    direction = rng.choice(tuple(MOVES))
    (dx, dy), ways = MOVES[direction]
    amount = rng.choice(tuple(LITTLE))
    size, measures = LITTLE[amount]
    subject = rng.choice(("place", "place", "grasp"))
    lead = {"place": ("", "", "put it ", "place it "), "grasp": ("grasp it ", "grip it ", "take it ")}[subject]
    if not first.container:
        lead = ("", "", "grasp it ", "grip it ")
    words = rng.choice(lead) + rng.choice(ways).format(much=rng.choice(measures))
    shares = shares_of(subject, first.container is not None, kind)
    shift = np.array([dx, dy]) * size
    moved = points.copy()
    if shares is not None:
        if kind == "affordance":
            moved[:2] = points[:2] + shift
        else:
            moved = points + shares[:, None] * shift
    written = (lambda value: box_text(tuple(value))) if kind == "affordance" else path_text
    thought = moved_thought("grasp" if subject == "grasp" or not first.container else "place", direction, size, shares is not None)
    before = first.answer[: first.answer.index("<output>")] + f"<output>{written(points)}</output>"
    answer = answer_text(thought, written(np.clip(moved, 0, 0.999)))
    instruction = dressed(" ".join(words.split()), rng)
    return Sample(kind, instruction, answer, None, None, ((first.instruction, before),))


FOLLOWS: tuple[tuple[float, Callable[[View, str, Random], Sample | None]], ...] = (
    (0.3, reply_sample),
    (0.35, other_sample),
    (0.35, move_sample),
)


def follow_sample(view: View, kind: str, rng: Random) -> Sample | None:
    return rng.choices([way for _, way in FOLLOWS], [share for share, _ in FOLLOWS])[0](view, kind, rng)


def draw_any(view: View, kind: str, rng: Random) -> Sample:
    """One sample of all that the model learns; the same generator state gives the same sample."""
    share = rng.random()
    drawn: Sample | None = None
    if share < ASK_SHARE:
        drawn = ask_sample(view, kind, rng)
    elif share < ASK_SHARE + FOLLOW_SHARE:
        drawn = follow_sample(view, kind, rng)
    elif share < ASK_SHARE + FOLLOW_SHARE + SIDED_SHARE:
        drawn = sided_sample(view, kind, rng)
    return drawn or draw_sample(view, kind, rng)
