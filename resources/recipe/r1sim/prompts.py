"""
The one rendering of a prompt that this pack is trained on:

<|im_start|>system\\nYou are a helpful assistant.<|im_end|>\\n<|im_start|>user\\n{instruction}{suffix}\\n
<|vision_start|><|image_pad|>...<|vision_end|><|im_end|>\\n<|im_start|>assistant\\n

(in one piece; the line break after {suffix} is the "\\n" of the suffix's own ending "\\n<image>", and the picture's
tokens stand where "<image>" stood; one <|image_pad|> for each merged 28 x 28 pixel token). A later turn, a correction or
the answer to a question, is the sentence with its suffix alone.
"""

from dataclasses import dataclass

AFFORDANCE_SUFFIX = (
    " Please output the 2D affordance region define by bounding box of the object in the format"
    ' <output>{"x": value, "y": value, "width": value, "height": value}</output>.'
)
TRAJECTORY_SUFFIX = (
    " Please output the optimal trajectory of the end-effector to the target object in the format"
    " <output>[[x1, y1], [x2, y2], ...]</output>."
)
SUFFIX = {"affordance": AFFORDANCE_SUFFIX, "trajectory": TRAJECTORY_SUFFIX}
SYSTEM = "You are a helpful assistant."
CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{% if loop.first and message['role'] != 'system' %}<|im_start|>system\n" + SYSTEM + "<|im_end|>\n{% endif %}"
    "<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}<|im_end|>\n"
    "{% else %}{% for content in message['content'] %}"
    "{% if content['type'] == 'image' or 'image' in content or 'image_url' in content %}"
    "<|vision_start|><|image_pad|><|vision_end|>"
    "{% elif 'text' in content %}{{ content['text'] }}{% endif %}"
    "{% endfor %}<|im_end|>\n{% endif %}"
    "{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


@dataclass(frozen=True)
class Question:
    kind: str
    """affordance or trajectory"""
    instruction: str
    earlier: tuple[tuple[str, str], ...] = ()
    """The turns before this one: what was said, and what was answered. The first has the picture."""


def render_prompt(question: Question, image_tokens: int) -> str:
    said = [*(turn for turn, _ in question.earlier), question.instruction]
    answers = [answer for _, answer in question.earlier]
    kind = question.kind
    first = (
        f"<|im_start|>system\n{SYSTEM}<|im_end|>\n<|im_start|>user\n{said[0]}{SUFFIX[kind]}\n"
        f"<|vision_start|>{'<|image_pad|>' * image_tokens}<|vision_end|><|im_end|>\n<|im_start|>assistant\n"
    )
    return first + "".join(
        f"{answer}<|im_end|>\n<|im_start|>user\n{turn}{SUFFIX[kind]}<|im_end|>\n<|im_start|>assistant\n"
        for answer, turn in zip(answers, said[1:], strict=True)
    )


def human_turn(instruction: str, kind: str) -> str:
    """The user's turn as VLA-CoT files hold it."""
    return f"{instruction}{SUFFIX[kind]}\n<image>"
