"""
Second and later turns: an answer to the question which one is meant, "the other one", "a little more to the left",
and whole dialogues of such turns.
"""

from collections.abc import Callable
from random import Random

import numpy as np

from .answers import answer_text, box_text, number, parse_answer, path_text
from .language import LITTLE, MOVES, NO, NOUNS, POINTED, dressed
from .phrase import name_of, phrase_named, side_of
from .reasoning import moved_thought, named_thought, pointed_thought, thought
from .samples import Sample, ask_sample, draw_sample, output_for, seen, sided_sample
from .view import CONTAINERS, Thing, View

ASK_SHARE, SIDED_SHARE = 0.25, 0.2
"""Of the first turns, as far as a view has something to be asked, or told, so."""
FOLLOW_SHARE = 0.6
"""Of the first turns, and of those after them, that another one follows."""
MOST_TURNS = 3
PREVIOUS_ERROR = 0.01
"""Standard deviation of the errors that an earlier answer is given: a correction is of what was answered."""


def chosen_words(thing: Thing, things: list[Thing] | tuple[Thing, ...], rng: Random) -> tuple[str, str]:
    """How an operator says which of `things` is meant, and its name in the model's words."""
    noun = rng.choice(NOUNS[thing.kind])
    ways = [(f"the {thing.color} {noun}", thing.name)]
    if sum(other.color == thing.color for other in things) == 1:
        name = name_of(thing.color, None)
        ways += [(f"the {thing.color} one", name), (thing.color, name)]
    if sum(other.kind == thing.kind for other in things) == 1:
        ways += [(f"the {noun}", thing.kind), (noun, thing.kind)]
    side = side_of(thing, list(things))
    if side:
        ways += [(said, f"{side} one") for said in (f"the {side} one", side, f"the one on the {side}")]
    return rng.choice(ways)


def meant_words(thing: Thing, things: list[Thing] | tuple[Thing, ...], rng: Random, pointing: float) -> tuple[str, str]:
    """
    What is said, and the thought that it is understood by. A share `pointing` of them is a click on the picture, as the
    console writes it: a place on the thing.
    """
    if rng.random() < pointing:
        x, y, width, height = thing.box
        place = tuple(
            round(min(max(value, 0), 0.999), 3)
            for value in (x + rng.uniform(-0.3, 0.3) * width, y + rng.uniform(-0.3, 0.3) * height)
        )
        said = rng.choice(POINTED).format(place=f"[{number(place[0])}, {number(place[1])}]")
        return said, pointed_thought(*place, thing)
    said, name = chosen_words(thing, things, rng)
    return said, named_thought(name, thing)


def after(first: Sample, said: str, opening: str, thing: Thing, container: Thing | None, view: View) -> Sample:
    """The turn after `first`, in which the operator says which thing and container are meant."""
    asked = (phrase_named(thing), phrase_named(container) if container else None)
    answer = answer_text(f"{opening} {thought(*asked, first.kind)}", output_for(view, first.kind, *asked))
    earlier = (*first.earlier, (first.instruction, first.answer))
    return Sample(first.kind, said, answer, asked, earlier, (*first.taught, True), first.pointed)


def reply_to(first: Sample, view: View, rng: Random) -> Sample | None:
    """The operator answers the question which one is meant, by words or by pointing."""
    thing, container = first.asked
    open_ = next((phrase for phrase in (thing, container) if phrase and len(phrase.fitting) > 1 and not phrase.meant), None)
    if not open_ or not thing.fitting or (container and not container.fitting):
        return None
    meant = rng.choice(open_.fitting)
    said, opening = meant_words(meant, open_.fitting, rng, pointing=0.4)
    pair = (meant, container.meant if container else None) if open_ is thing else (thing.meant, meant)
    return after(first, dressed(said, rng), opening, *pair, view)


def other_than(first: Sample, view: View, rng: Random) -> Sample | None:
    """ "No, the other one": another thing, or another container, than the answer before."""
    if not first.answers or first.thing.kind in CONTAINERS:
        return None
    swap_container = first.container is not None and rng.random() < 0.3
    before = first.container if swap_container else first.thing
    role = seen(view, swap_container)
    others = [thing for thing in role if thing is not before]
    if not others:
        return None
    kin = [thing for thing in others if thing.kind == before.kind] or others
    if len(kin) == 1 and rng.random() < 0.5:
        meant, said = kin[0], "the other one"
        if kin[0].kind == before.kind and rng.random() < 0.3:
            said = f"the other {rng.choice(NOUNS[kin[0].kind])}"
        opening = named_thought(f"other one than the {before.name}", meant)
    else:
        meant = rng.choice(others)
        said, opening = meant_words(meant, role, rng, pointing=0.3)
    if swap_container:
        said = f"{rng.choice(('in', 'into', 'to'))} {said}"
    pair = (first.thing, meant) if swap_container else (meant, first.container)
    return after(first, dressed(rng.choice(NO).format(words=said), rng), opening, *pair, view)


def shares_of(subject: str, placing: bool, kind: str) -> np.ndarray | None:
    """By how much of the shift each point of the answer moves; None where it stays. A box is one point."""
    if kind == "affordance":
        return None if placing and subject == "place" else np.ones(1)
    if not placing:
        return np.ones(4)
    return np.array([0, 1 / 3, 2 / 3, 1]) if subject == "place" else np.array([1, 2 / 3, 1 / 3, 0])


def moved_from(first: Sample, view: View, rng: Random) -> Sample | None:
    """
    "A little more to the left": the answer before, moved. In a task that puts something somewhere the place moves, unless
    the grasp is named; where things are only lifted, all of it moves.
    """
    if not first.answers or first.thing.kind in CONTAINERS:
        return None
    kind = first.kind
    points = np.array(parse_answer(first.answer, kind), dtype=float)
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
    wanted = moved_thought("grasp" if subject == "grasp" or not first.container else "place", direction, size, shares is not None)
    before = first.answer[: first.answer.index("<output>")] + f"<output>{written(points)}</output>"
    return Sample(
        kind,
        dressed(" ".join(words.split()), rng),
        answer_text(wanted, written(np.clip(moved, 0, 0.999))),
        earlier=(*first.earlier, (first.instruction, before)),
        taught=(*first.taught, False),
        first_asked=first.pointed,
        moved=True,
    )


def instead_of(first: Sample, view: View, rng: Random) -> Sample | None:
    """What was asked for is not there: the operator names something that is."""
    thing, container = first.asked
    gone = [phrase for phrase in first.asked if phrase and not phrase.fitting]
    kept = [phrase for phrase in first.asked if phrase and phrase.meant]
    if len(gone) != 1 or (container and not kept):
        return None
    role = seen(view, gone[0] is container)
    if not role:
        return None
    meant = rng.choice(role)
    said, opening = meant_words(meant, role, rng, pointing=0.3)
    pair = (meant, container.meant if container else None) if gone[0] is thing else (thing.meant, meant)
    return after(first, dressed(rng.choice(NO).format(words=said), rng), opening, *pair, view)


Follow = Callable[[Sample, View, Random], Sample | None]


def follow(first: Sample, view: View, rng: Random) -> Sample | None:
    """The turn after `first`: an answer to its question, or a correction of what it answered; None where it has neither."""
    if first.answers:
        return (moved_from if rng.random() < 0.4 else other_than)(first, view, rng)
    return reply_to(first, view, rng) or instead_of(first, view, rng)


def first_turn(view: View, kind: str, rng: Random) -> Sample:
    share = rng.random()
    drawn: Sample | None = None
    if share < ASK_SHARE:
        drawn = ask_sample(view, kind, rng)
    elif share < ASK_SHARE + SIDED_SHARE:
        drawn = sided_sample(view, kind, rng)
    return drawn or draw_sample(view, kind, rng)


def draw_any(view: View, kind: str, rng: Random) -> Sample:
    """
    One dialogue of all that the model learns; the same generator state gives the same one. Each turn's right answer is to
    be learned, but for one that was given errors because a move is of what was answered.
    """
    sample = first_turn(view, kind, rng)
    while len(sample.earlier) + 1 < MOST_TURNS and not sample.moved and rng.random() < FOLLOW_SHARE:
        following = follow(sample, view, rng)
        if not following:
            break
        sample = following
    return sample


def second_turn(first: Callable[[View, str, Random], Sample | None], way: Follow):
    """Draws a dialogue of two turns, to measure one way to go on; None where a view has none."""

    def draw(view: View, kind: str, rng: Random) -> Sample | None:
        begun = first(view, kind, rng)
        return way(begun, view, rng) if begun else None

    return draw


reply_sample = second_turn(ask_sample, reply_to)
other_sample = second_turn(draw_sample, other_than)
move_sample = second_turn(draw_sample, moved_from)

