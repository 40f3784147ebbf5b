"""
The text between <think> and </think>, in the four steps of VLA-CoT: parse the task, understand the scene and
locate, check feasibility, conclude. It names what is really in view, so that the answer rests on it.
"""

from random import Random

from .view import Thing

LEFT, RIGHT = 0.42, 0.58
FAR, NEAR = 0.45, 0.62


def where(thing: Thing) -> str:
    """Where in the picture: "left, near"."""
    x, y = thing.box[:2]
    side = "left" if x < LEFT else "right" if x > RIGHT else "centre"
    depth = "far" if y < FAR else "near" if y > NEAR else "middle"
    return f"{side}, {depth}"


def preposition(container: Thing) -> str:
    return "into" if container.kind == "bowl" else "onto"


def place_thought(thing: Thing, container: Thing, kind: str, rng: Random) -> str:
    task = rng.choice(("The task is to move", "I have to bring"))
    seen = rng.choice(("I see", "In view:"))
    conclusion = (
        f"The answer is the box of the {thing.name}."
        if kind == "affordance"
        else f"The path goes up and over {preposition(container)} the {container.kind}."
    )
    return (
        f"{task} the {thing.name} {preposition(container)} the {container.name}. "
        f"{seen} the {thing.name} ({where(thing)}) and the {container.name} ({where(container)}). "
        f"The {thing.kind} fits the gripper and the {container.kind} can hold it. {conclusion}"
    )


def lift_thought(thing: Thing, kind: str, rng: Random) -> str:
    task = rng.choice(("The task is to lift", "I have to pick up"))
    seen = rng.choice(("I see", "In view:"))
    check = f"The {thing.kind} fits the gripper."
    conclusion = (
        f"The answer is the box of the {thing.name}."
        if kind == "affordance"
        else f"The path goes straight up from the {thing.kind}."
    )
    return f"{task} the {thing.name}. {seen} the {thing.name} ({where(thing)}). {check} {conclusion}"


def absent_thought(missing: str, alike: Thing | None, rng: Random) -> str:
    """`missing` is the name as asked for; `alike` the thing in view that could be mistaken for it."""
    task = rng.choice(("The task needs", "I look for"))
    other = f" I see only the {alike.name} ({where(alike)})." if alike else ""
    return f"{task} the {missing}.{other} There is no {missing} in view. So there is nothing to answer."


def unrelated_thought() -> str:
    return "This is no task for the arm on this table. So there is nothing to answer."


def asking_thought(words: str, things: list[Thing], rng: Random) -> str:
    """`things` all fit `words`; the output that follows asks which of them is meant."""
    task = rng.choice(("The task needs", "I look for"))
    places = [f"the {thing.name} ({where(thing)})" for thing in things]
    return (
        f"{task} the {words}. I see {', '.join(places[:-1])} and {places[-1]}. "
        "Each of them fits these words. So I have to ask."
    )


def other_thought(meant: Thing) -> str:
    """Opens the answer to what the operator said about the answer before."""
    return f"The operator means the {meant.name}."


def moved_thought(what: str, direction: str, size: float, moves: bool) -> str:
    """`what` is the place or the grasp; `moves` whether this answer has any of it."""
    end = f"The answer moves {direction} by {size:.2f}." if moves else "The box stays as it was."
    return f"The operator wants the {what} further {direction}. {end}"
