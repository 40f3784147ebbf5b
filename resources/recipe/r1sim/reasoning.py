"""
The text between <think> and </think>, in the four steps of VLA-CoT: parse the task, understand the scene and
locate, check feasibility, conclude. The task is said back first, in plain names; then everything in view that fits each
name is listed; only then it shows whether one thing is meant, none is there, or the operator must be asked.
"""

from .phrase import Phrase
from .view import Thing

LEFT, RIGHT = 0.42, 0.58
FAR, NEAR = 0.45, 0.62
COUNTS = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
NOTHING = "so there is nothing to answer."


def place_word(x: float, y: float) -> str:
    """Where in the picture, in shares of it: "left, near"."""
    side = "left" if x < LEFT else "right" if x > RIGHT else "centre"
    depth = "far" if y < FAR else "near" if y > NEAR else "middle"
    return f"{side}, {depth}"


def spotted(thing: Thing) -> str:
    return f"{thing.name} ({place_word(*thing.box[:2])})"


def look(phrase: Phrase) -> str:
    """What of the picture fits a phrase: "Left cube: red cube (left, near), blue cube (right, far); left: red cube." """
    name = phrase.name[0].upper() + phrase.name[1:]
    if not phrase.fitting:
        return f"{name}: none" + (f", only {spotted(phrase.alike)}." if phrase.alike else ".")
    told = f"; {phrase.place}: {phrase.meant.name}" if phrase.place and phrase.meant else ""
    return f"{name}: {', '.join(spotted(thing) for thing in phrase.fitting)}{told}."


def onto(container: Thing) -> str:
    return "into" if container.kind == "bowl" else "onto"


def thought(thing: Phrase, container: Phrase | None, kind: str) -> str:
    """For any task with a thing to be lifted, or brought to a container."""
    phrases = [thing, container] if container else [thing]
    names = " to the ".join(phrase.name for phrase in phrases)
    seen = " ".join(look(phrase) for phrase in phrases)
    return f"The task is to {'bring' if container else 'lift'} the {names}. {seen} {verdict(phrases, kind)}"


def verdict(phrases: list[Phrase], kind: str) -> str:
    """Feasibility and conclusion."""
    missing = next((phrase for phrase in phrases if not phrase.fitting), None)
    if missing:
        return f"There is no {missing.name} in view, {NOTHING}"
    open_ = next((phrase for phrase in phrases if not phrase.meant), None)
    if open_:
        return f"{COUNTS[len(open_.fitting)]} fit {open_.name}, so I have to ask."
    thing, *rest = (phrase.meant for phrase in phrases)
    fits = f"The {thing.kind} fits the gripper" + (f" and the {rest[0].kind} can hold it." if rest else ".")
    if kind == "affordance":
        return f"{fits} The answer is the box of the {thing.name}."
    way = f"up and over {onto(rest[0])} the {rest[0].kind}" if rest else f"straight up from the {thing.kind}"
    return f"{fits} The path goes {way}."


def unrelated_thought() -> str:
    return f"This is no task for the arm on this table, {NOTHING}"


def named_thought(name: str, meant: Thing) -> str:
    """Opens the answer to words about the answer before."""
    return f"The operator means the {name}: {spotted(meant)}."


def pointed_thought(x: float, y: float, meant: Thing) -> str:
    return f"The operator points there ({place_word(x, y)}): {spotted(meant)}."


def moved_thought(what: str, direction: str, size: float, moves: bool) -> str:
    """`what` is the place or the grasp; `moves` whether this answer has any of it."""
    end = f"The answer moves {direction} by {size:.2f}." if moves else "The box stays as it was."
    return f"The operator wants the {what} further {direction}. {end}"
