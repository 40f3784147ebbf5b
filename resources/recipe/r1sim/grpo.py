"""
Stage 3: group relative policy optimisation (GRPO) with VLA-R1's verifiable rewards. For every question a group of
answers is drawn; what is better than its group becomes likelier, with a penalty for leaving the SFT model.
"""

from copy import deepcopy
from pathlib import Path
from random import Random

import argparse

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from .batches import picture_batch
from .cache import load_set
from .dialogue import draw_any
from .generate import written_answers
from .model import R1Sim, load_checkpoint, placed
from .pictures import MERGE
from .reward import reward
from .run import Run
from .samples import draw_sample
from .schedule import learning_rate, optimiser, set_rate
from .texts import Texts, laid_out

ASKED_AT_A_TIME = 24
LIMIT = 160


def token_scores(model: R1Sim, features: Tensor, ids: Tensor, positions: Tensor, starts: Tensor, answers: Tensor) -> Tensor:
    """Log probability of each answer token given what stands before it: [places of `answers`] (mask [rows, tokens])."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        embedded = placed(model.decoder.embed_tokens(ids), features, starts)
        hidden, _ = model.decoder.hidden(embedded, positions)
        predicts = answers[:, 1:]
        logits = model.decoder.lm_head(hidden[:, :-1][predicts])
    return torch.log_softmax(logits.float(), dim=-1).gather(1, ids[:, 1:][predicts][:, None])[:, 0]


def advantages(rewards: np.ndarray) -> np.ndarray:
    """rewards [questions, group] -> how much better than its group each answer is, in its group's deviations."""
    spread = rewards.std(axis=1, keepdims=True)
    return (rewards - rewards.mean(axis=1, keepdims=True)) / (spread + 1e-4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True, help="checkpoint of stage 2")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=150)
    parser.add_argument("--questions", type=int, default=8)
    parser.add_argument("--group", type=int, default=6)
    parser.add_argument("--rate", type=float, default=3e-5)
    parser.add_argument("--kl", type=float, default=0.01)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--dialogue", action="store_true", help="second turns and ambiguous words too, not plain questions alone")
    parser.add_argument("--seed", type=int, default=3)
    arguments = parser.parse_args()
    views, pictures = load_set(arguments.train)
    texts = Texts(Tokenizer.from_file(str(arguments.tokenizer / "tokenizer.json")))
    model = load_checkpoint(arguments.start)[0]
    model.visual.requires_grad_(False)
    reference = deepcopy(model).eval().requires_grad_(False)
    chosen = optimiser([model.decoder], decay=0.0)
    run, first = Run(arguments.out), 0
    if saved := run.restore():
        model.load_state_dict(saved["model"])
        chosen.load_state_dict(saved["optimiser"])
        first = saved["step"]

    for step in range(first, arguments.steps):
        torch.manual_seed(hash((arguments.seed, step)) % 2**31)
        rng = np.random.default_rng((arguments.seed, step))
        batch = picture_batch(views, pictures, rng.integers(len(views), size=arguments.questions), rng)
        drawn = Random(f"{arguments.seed} {step}")
        draw = draw_any if arguments.dialogue else draw_sample
        asked = [
            draw(view, ("affordance", "trajectory")[(step + index) % 2], drawn)
            for index, view in enumerate(batch.views)
        ]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            seen = model.visual.forward_batch(batch.pixel_values, batch.rows, batch.columns)
        features = seen.float().repeat_interleave(arguments.group, dim=0)
        every = [sample for sample in asked for _ in range(arguments.group)]
        questions = [sample.question for sample in every]
        grid = torch.tensor([[1, batch.rows, batch.columns]])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            written = written_answers(
                model, texts, seen.float(), grid, [sample.question for sample in asked], arguments.temperature, LIMIT, arguments.group
            )
        spoken = [
            texts.tokenizer.decode([number for number in ids if number != texts.end], skip_special_tokens=False)
            for ids in written
        ]
        worth = np.array([reward(text, sample) for text, sample in zip(spoken, every, strict=True)])
        better = torch.from_numpy(advantages(worth.reshape(-1, arguments.group)).reshape(-1)).float()

        rows, columns = batch.rows // MERGE, batch.columns // MERGE
        sequences = [
            (texts.prompt_ids(question, rows * columns), ids)
            for question, ids in zip(questions, written, strict=True)
        ]
        set_rate(chosen, learning_rate(step, arguments.steps, arguments.rate, warmup=10))
        chosen.zero_grad()
        far = 0.0
        for begin in range(0, len(sequences), ASKED_AT_A_TIME):
            part = slice(begin, begin + ASKED_AT_A_TIME)
            ids, positions, starts = laid_out(sequences[part], texts, rows, columns)
            lengths = [(len(prompt), len(answer)) for prompt, answer in sequences[part]]
            mask = torch.zeros(ids.shape, dtype=torch.bool)
            for row, (prompt, answer) in enumerate(lengths):
                mask[row, prompt : prompt + answer] = True
            row_of = mask[:, 1:].nonzero()[:, 0]
            new = token_scores(model, features[part], ids, positions, starts, mask)
            with torch.no_grad():
                old = token_scores(reference, features[part], ids, positions, starts, mask)
            # One update a draw: the ratio is 1, its gradient that of the log probability. KL: Schulman's k3 estimate.
            ratio = torch.exp(new - new.detach())
            away = torch.exp(old - new) - (old - new) - 1
            per_token = -ratio * better[part][row_of] + arguments.kl * away
            share = 1 / torch.tensor([answer for _, answer in lengths])[row_of] / len(sequences)
            (per_token * share).sum().backward()
            far += float((away.detach() * share).sum())
        nn.utils.clip_grad_norm_(model.decoder.parameters(), 1.0)
        chosen.step()
        done = step + 1
        if done % 5 == 0:
            kinds = np.array([sample.kind == "affordance" for sample in every])
            run.write(
                done,
                reward=worth.mean(),
                box=worth[kinds].mean() if kinds.any() else float("nan"),
                path=worth[~kinds].mean() if (~kinds).any() else float("nan"),
                spread=worth.reshape(-1, arguments.group).std(axis=1).mean(),
                kl=far,
                length=float(np.mean([len(ids) for ids in written])),
            )
        if done % 25 == 0 or done == arguments.steps:
            state = {"model": model.state_dict(), "optimiser": chosen.state_dict()}
            run.save(**state, step=done, config=model.config.as_dict())


if __name__ == "__main__":
    main()
