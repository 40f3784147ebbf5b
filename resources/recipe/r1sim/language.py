"""Sentences an operator may say: verbs, nouns, politeness, and sentences that are no task at all."""

from random import Random

NOUNS = {
    "cube": ("cube", "cube", "cube", "block", "box"),
    "can": ("can", "can", "tin"),
    "ball": ("ball", "ball", "sphere"),
    "bowl": ("bowl",),
    "plate": ("plate", "plate", "dish"),
}
INTO = {"bowl": ("in", "into", "in", "inside", "to"), "plate": ("on", "onto", "on", "to", "on top of")}
PLACE = (
    "put {a} {p} {b}",
    "put {a} {p} {b}",
    "place {a} {p} {b}",
    "drop {a} {p} {b}",
    "move {a} {p} {b}",
    "set {a} {p} {b}",
    "pick up {a} and put it {p} {b}",
    "pick up {a}, then place it {p} {b}",
    "take {a} and place it {p} {b}",
    "grab {a} and drop it {p} {b}",
    "lift {a}, then set it {p} {b}",
    "bring {a} {p2} {b}",
    "move {a} over and put it {p} {b}",
    "{a} goes {p} {b}",
    "I want {a} {p} {b}",
)
LIFT = (
    "pick up {a}",
    "pick up {a}",
    "lift {a}",
    "lift up {a}",
    "grab {a}",
    "take {a}",
    "raise {a}",
    "get {a}",
    "hold {a}",
    "pick {a} up",
    "lift {a} up",
    "grasp {a}",
)
BEFORE = ("", "", "", "", "", "", "please ", "please ", "now ", "can you ", "could you please ", "then ", "robot, ")
AFTER = ("", "", "", "", " please", ", please", " now", ", thanks", " for me")
UNRELATED = (
    "what time is it",
    "open the door",
    "hello",
    "hello robot",
    "how are you",
    "tell me a joke",
    "turn on the light",
    "what is the weather today",
    "who are you",
    "stop",
    "go home",
    "sing a song",
    "close the window",
    "what do you see",
    "play some music",
    "wait a moment",
    "drive to the kitchen",
    "make me a coffee",
    "call my mother",
    "how much is two plus two",
    "write a letter",
    "clean the floor",
    "shut down",
    "nothing",
    "thank you",
    "good morning",
    "where is the dog",
    "read the news",
    "water the plants",
    "dance",
)
STRANGE_NOUNS = (
    "banana", "bottle", "knife", "fork", "spoon", "cup", "mug", "pen", "phone", "book", "hammer", "screwdriver",
    "apple", "lemon", "toy car", "shoe", "key", "sponge", "glass", "towel", "cone", "pyramid", "ring", "star",
)  # fmt: skip
STRANGE_COLORS = ("black", "white", "pink", "brown", "grey", "silver", "golden")
POINTED = ("the one at {place}", "the one at {place}", "I mean the one at {place}", "this one: {place}")
NO = (
    "no, {words}",
    "no, {words}",
    "not that, {words}",
    "I mean {words}",
    "{words} instead",
    "{words}",
    "wrong, {words}",
    "no, I want {words}",
)
"""What an operator says who wants another thing than the one that was answered."""
MOVES = {
    "left": ((-1, 0), ("{much} more to the left", "{much} to the left", "{much} further left", "move it {much} left")),
    "right": ((1, 0), ("{much} more to the right", "{much} to the right", "{much} further right", "move it {much} right")),
    "up": ((0, -1), ("{much} higher", "{much} further up", "{much} more up", "{much} further away", "{much} farther back")),
    "down": ((0, 1), ("{much} lower", "{much} further down", "{much} more down", "{much} closer", "{much} nearer")),
}
"""Direction in the picture (x to the right, y down), and how it is said."""
LITTLE = {
    "little": (0.02, ("a little", "a bit", "slightly", "a little bit")),
    "some": (0.05, ("", "some")),
    "much": (0.1, ("much", "a lot", "far")),
}
"""How far, as a share of the picture, and how that is said."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def noun_phrase(color: str | None, kind: str | None, rng: Random) -> str:
    """ "the red cube", "the cube" (colour None) or "the red one" (kind None)."""
    article = "that" if rng.random() < 0.04 else "" if rng.random() < 0.03 else "the"
    noun = "one" if kind is None else rng.choice(NOUNS[kind]) if kind in NOUNS else kind
    return " ".join(part for part in (article, color, noun) if part)


def dressed(core: str, rng: Random) -> str:
    """Politeness, capitals and punctuation around a command."""
    before = rng.choice(BEFORE)
    text = before + core + rng.choice(AFTER)
    look = rng.random()
    if look < 0.45:
        text = text[0].upper() + text[1:]
    elif look < 0.48:
        text = text.upper()
    elif look < 0.51:
        text = text.title()
    if before.startswith(("can", "could")) and rng.random() < 0.7:
        return text + "?"
    end = rng.random()
    return text + ("." if end < 0.4 else "!" if end < 0.44 else "")


def place_sentence(thing: str, container: str, container_kind: str, rng: Random) -> str:
    template = rng.choice(PLACE)
    preposition = rng.choice(INTO[container_kind])
    return dressed(template.format(a=thing, b=container, p=preposition, p2="to"), rng)


def lift_sentence(thing: str, rng: Random) -> str:
    return dressed(rng.choice(LIFT).format(a=thing), rng)


def unrelated_sentence(rng: Random) -> str:
    if rng.random() < 0.6:
        return dressed(rng.choice(UNRELATED), rng)
    words = ["".join(rng.choice(LETTERS) for _ in range(rng.randint(2, 9))) for _ in range(rng.randint(1, 6))]
    return dressed(" ".join(words), rng)
