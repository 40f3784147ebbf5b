"""How a thing is spoken of, and what of the picture fits those words."""

from dataclasses import dataclass
from random import Random

from .language import NOUNS, STRANGE_COLORS, STRANGE_NOUNS, noun_phrase
from .view import COLORS, CONTAINERS, Thing, View

APART = 0.06
"""Share of the picture's width that two things must be apart before one of them is "the left one"."""


@dataclass(frozen=True)
class Phrase:
    said: str
    """As it stands in the operator's sentence: "the red block"."""
    name: str
    """The same in the model's own words: "red cube", "cube", "red one", "left cube", "can left of the red bowl"."""
    fitting: tuple[Thing, ...]
    """What is in sight and fits, words about its place left aside; left to right."""
    meant: Thing | None = None
    """None where nothing fits, or several do."""
    place: str = ""
    """What tells the one that is meant from the others that fit: "left", "left of the red bowl"."""
    alike: Thing | None = None
    """Where nothing fits: what is in sight and could be taken for it."""


def name_of(color: str | None, kind: str | None) -> str:
    return " ".join(part for part in (color, kind or "one") if part)


def left_to_right(things: list[Thing]) -> tuple[Thing, ...]:
    return tuple(sorted(things, key=lambda thing: thing.box[0]))


def in_role(view: View, container: bool) -> list[Thing]:
    return [thing for thing in view.things if (thing.kind in CONTAINERS) == container]


def phrase_named(thing: Thing) -> Phrase:
    """The thing by its colour and kind, which are one thing's alone in every scene."""
    return Phrase(f"the {thing.name}", thing.name, (thing,), thing)


def phrase_for(thing: Thing, view: View, rng: Random) -> Phrase:
    """A phrase that fits this thing alone among everything in the scene, seen or not."""
    choice = rng.random()
    same_kind = sum(other.kind == thing.kind for other in view.things)
    same_color = sum(other.color == thing.color for other in view.things)
    color, kind = thing.color, thing.kind
    if choice < 0.3 and same_kind == 1:
        color = None
    elif choice > 0.92 and same_color == 1:
        kind = None
    return Phrase(noun_phrase(color, kind, rng), name_of(color, kind), (thing,), thing)


def side_of(thing: Thing, things: list[Thing]) -> str | None:
    """ "left" or "right" where that tells one of two things of a name."""
    others = [other for other in things if other is not thing]
    if len(others) != 1 or abs(others[0].box[0] - thing.box[0]) < APART:
        return None
    return "left" if thing.box[0] < others[0].box[0] else "right"


def sided_phrase(thing: Thing, view: View, rng: Random) -> Phrase:
    """ "the left cube", "the can left of the red bowl": by its place, where that tells it from the others of its kind."""
    kin = [other for other in view.things if other.kind == thing.kind]
    if all(other.visible for other in kin):
        side = side_of(thing, kin)
        noun = rng.choice(NOUNS[thing.kind])
        fitting = left_to_right(kin)
        if side and rng.random() < 0.7:
            said = rng.choice((f"the {side} {noun}", f"the {noun} on the {side}", f"the {noun} to the {side}"))
            return Phrase(said, f"{side} {thing.kind}", fitting, thing, side)
        marks = [other for other in view.things if other.visible and other.kind != thing.kind]
        if len(kin) > 1 and marks:
            mark = rng.choice(marks)
            for word, sign in (("left of", 1), ("right of", -1)):
                fits = [t for t in kin if sign * (mark.box[0] - t.box[0]) > APART]
                near = [t for t in kin if abs(mark.box[0] - t.box[0]) <= APART]
                if fits == [thing] and not near:
                    place = f"{word} the {mark.name}"
                    return Phrase(f"the {noun} {place}", f"{thing.kind} {place}", fitting, thing, place)
    return phrase_for(thing, view, rng)


def alike(view: View, container: bool) -> list[tuple[str | None, str | None, tuple[Thing, ...]]]:
    """(colour, kind, things): names of one word that fit two things or more, all of them in sight, left to right."""
    things = in_role(view, container)
    groups = [(None, kind, [t for t in things if t.kind == kind]) for kind in {t.kind for t in things}]
    if not container:
        others = {t.color for t in in_role(view, True)}
        colors = {t.color for t in things} - others
        groups += [(color, None, [t for t in things if t.color == color]) for color in colors]
    fitting = [group for group in groups if len(group[2]) > 1 and all(t.visible for t in group[2])]
    ordered = [(color, kind, left_to_right(found)) for color, kind, found in fitting]
    return sorted(ordered, key=lambda group: (group[0] or "", group[1] or ""))


def ambiguous_phrase(view: View, container: bool, rng: Random) -> Phrase | None:
    groups = alike(view, container)
    if not groups:
        return None
    color, kind, things = rng.choice(groups)
    return Phrase(noun_phrase(color, kind, rng), name_of(color, kind), things)


def nearest_name(view: View, color: str | None, kind: str | None) -> Thing | None:
    """What is in sight and could be taken for something that is not there: of its kind, else of its colour; the leftmost."""
    shown = left_to_right([thing for thing in view.things if thing.visible])
    of_kind = [thing for thing in shown if thing.kind == kind]
    return next(iter([*of_kind, *(thing for thing in shown if thing.color == color)]), None)


def absent_name(view: View, kinds: tuple[str, ...], rng: Random) -> tuple[str | None, str] | None:
    """Colour and kind of something not in the scene, mostly one that differs in colour or kind only from what is."""
    names = {(thing.color, thing.kind) for thing in view.things}
    shown = [thing for thing in view.things if thing.visible and thing.kind in kinds]
    draw = rng.random()
    if draw < 0.08:
        return rng.choice((None, *COLORS, *STRANGE_COLORS)), rng.choice(STRANGE_NOUNS)
    if draw < 0.14:
        return rng.choice(STRANGE_COLORS), rng.choice(kinds)
    if draw < 0.24:
        gone = [kind for kind in kinds if all(thing.kind != kind for thing in view.things)]
        if gone:
            return None, rng.choice(gone)
    if draw < 0.6 and shown:
        like = rng.choice(shown)
        colors = [color for color in COLORS if (color, like.kind) not in names]
        return (rng.choice(colors), like.kind) if colors else None
    like = [thing for thing in view.things if thing.visible]
    if not like:
        return None
    color = rng.choice(like).color
    free = [kind for kind in kinds if (color, kind) not in names]
    return (color, rng.choice(free)) if free else None


def absent_phrase(view: View, kinds: tuple[str, ...], rng: Random) -> Phrase | None:
    found = absent_name(view, kinds, rng)
    if found is None:
        return None
    return Phrase(noun_phrase(*found, rng), name_of(*found), (), alike=nearest_name(view, *found))
