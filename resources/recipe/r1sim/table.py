"""Figures of several evaluations side by side, as the paper's table has them: NAME=FILE of r1sim.evaluate for each column."""

import json
import sys

ROWS = (
    ("format kept, %", "format", 100),
    ("points at the right thing, %", "right_thing", 100),
    ("IoU, %", "iou", 100),
    ("IoU over 0.5, %", "iou_over_half", 100),
    ("DFD (0 to 1000)", "dfd_1000", 1),
    ("HD", "hd_1000", 1),
    ("RMSE", "rmse_1000", 1),
    ("path: start and end within 0.03, %", "start_and_end_within_0.03", 100),
    ("absent thing refused, %", "absent_refused", 100),
    ("thing that is there refused, %", "false_refusal", 100),
    ("words that fit several things: asked back, %", "ambiguous_asked_back", 100),
    ("and named those things rightly, %", "ambiguous_asked_rightly", 100),
    ("plain question: asked back needlessly, %", "asked_for_nothing", 100),
    ("after the operator's answer: right thing, %", "reply_right_thing", 100),
    ("after \"the other one\": right thing, %", "other_right_thing", 100),
    ("after \"a little more to the left\": moved within 0.01, %", "move_moved_within_0.01", 100),
    ("told by place: right thing, %", "sided_right_thing", 100),
    ("questions", "questions", 1),
)


def table(columns: dict[str, dict]) -> str:
    """Markdown; a figure that was not measured is left empty."""
    lines = [f"| | {' | '.join(columns)} |", f"|---|{'---:|' * len(columns)}"]
    for words, name, scale in ROWS:
        if not any(name in figures for figures in columns.values()):
            continue
        places = 0 if name == "questions" else 1
        cells = [f"{figures[name] * scale:.{places}f}" if name in figures else "" for figures in columns.values()]
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    columns = dict(argument.split("=", 1) for argument in sys.argv[1:])
    print(table({name: json.loads(open(path).read()) for name, path in columns.items()}))


if __name__ == "__main__":
    main()
