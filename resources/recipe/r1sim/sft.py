"""Stage 2: supervised fine-tuning with reasoning, on VLA-CoT samples drawn anew for every picture seen."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import argparse

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from .batches import PictureBatch, TextBatch, picture_batch, text_batches
from .cache import load_set
from .config import ModelConfig
from .model import R1Sim, placed
from .pointing import PointingHead
from .prefetch import prefetched
from .run import Run
from .schedule import learning_rate, optimiser, set_rate
from .texts import Texts


def answer_loss(model: R1Sim, pointing: PointingHead, tokens: Tensor, text: TextBatch) -> tuple[Tensor, Tensor, dict]:
    """Weighted cross entropy of the answers' tokens, the loss of pointing, and figures ("right": likeliest tokens)."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        embedded = placed(model.decoder.embed_tokens(text.ids), tokens[text.picture], text.image_start)
        hidden, middle = model.decoder.hidden(embedded, text.positions)
        predicts = text.weights[:, 1:] > 0
        logits = model.decoder.lm_head(hidden[:, :-1][predicts])
    wanted, weights = text.ids[:, 1:][predicts], text.weights[:, 1:][predicts]
    each = F.cross_entropy(logits.float(), wanted, reduction="none")
    right = (logits.argmax(-1) == wanted).float().mean().item()
    answer = (each * weights).sum() / weights.sum()
    pointed, figures = pointing.loss(middle, hidden, text.image_start, text.asked, text.numbers, text.values)
    return answer, pointed, {"answer": answer.item(), "right": right} | figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--val", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--pretrained", type=Path, help="checkpoint of stage 1")
    parser.add_argument("--decoder", type=Path, help="checkpoint of an earlier run of this stage to begin with")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--questions", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--pointing", type=float, default=1.0, help="weight of the pointing loss")
    parser.add_argument("--no-reasoning", action="store_true", help="answers without thought, for the ablation")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--compile", action="store_true", help="fuse operations: a few minutes first, then faster steps")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    views, pictures = load_set(arguments.train)
    val_views, val_pictures = load_set(arguments.val)
    texts = Texts(Tokenizer.from_file(str(arguments.tokenizer / "tokenizer.json")))
    reasoning = not arguments.no_reasoning
    model = R1Sim(ModelConfig())
    pointing = PointingHead(model.config.text)
    model.visual.requires_grad_(False)
    chosen = optimiser([model.decoder, pointing])
    if arguments.compile:
        model.visual.forward_batch = torch.compile(model.visual.forward_batch, dynamic=False)
        model.decoder.hidden = torch.compile(model.decoder.hidden, dynamic=True)
    run, first = Run(arguments.out), 0
    if saved := run.restore():
        model.load_state_dict(saved["model"])
        pointing.load_state_dict(saved["pointing"])
        chosen.load_state_dict(saved["optimiser"])
        first = saved["step"]
    elif arguments.pretrained:
        learned = torch.load(arguments.pretrained, weights_only=True)
        model.visual.load_state_dict({k[7:]: v for k, v in learned["model"].items() if k.startswith("visual.")})
        if arguments.decoder:
            learned = torch.load(arguments.decoder, weights_only=True)
            model.decoder.load_state_dict({k[8:]: v for k, v in learned["model"].items() if k.startswith("decoder.")})
            pointing.load_state_dict(learned["pointing"])

    def batch_of(step: int) -> tuple[PictureBatch, list[TextBatch]]:
        rng = np.random.default_rng((arguments.seed, step))
        batch = picture_batch(views, pictures, rng.integers(len(views), size=arguments.batch), rng)
        return batch, text_batches(batch, texts, arguments.questions, Random(f"{arguments.seed} {step}"), reasoning)

    def losses(batch: PictureBatch, parts: list[TextBatch]) -> Iterator[tuple[Tensor, dict]]:
        """Of each part, as shares of the whole."""
        # The tower stays as stage 1 left it: trained along, it unlearned places faster than the decoder found them.
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            tokens = model.visual.forward_batch(batch.pixel_values, batch.rows, batch.columns)
        rows, weight = sum(len(part.ids) for part in parts), sum(float(part.weights.sum()) for part in parts)
        for part in parts:
            answer, pointed, figures = answer_loss(model, pointing, tokens, part)
            spoken, asked = float(part.weights.sum()) / weight, len(part.ids) / rows
            shares = {name: value * (spoken if name in ("answer", "right") else asked) for name, value in figures.items()}
            yield answer * spoken + arguments.pointing * pointed * asked, shares

    @torch.no_grad()
    def validation() -> dict:
        figures: Counter[str] = Counter()
        for part in range(8):
            batch = picture_batch(val_views, val_pictures, np.arange(part * 16, part * 16 + 16), None)
            for _, shares in losses(batch, text_batches(batch, texts, 2, Random(part), reasoning)):
                figures.update({f"val_{name}": value / 8 for name, value in shares.items()})
        return figures

    for step, (batch, parts) in prefetched(batch_of, first, arguments.steps):
        set_rate(chosen, learning_rate(step, arguments.steps, arguments.rate))
        chosen.zero_grad()
        figures: Counter[str] = Counter()
        for loss, shares in losses(batch, parts):
            loss.backward()
            figures.update(loss=loss.item(), **shares)
        nn.utils.clip_grad_norm_([*model.decoder.parameters(), *pointing.parameters()], 1.0)
        chosen.step()
        done = step + 1
        if done % 20 == 0:
            run.write(done, **figures)
        if done % 200 == 0 or done == arguments.steps:
            run.write(done, **validation())
            state = {"model": model.state_dict(), "pointing": pointing.state_dict(), "optimiser": chosen.state_dict()}
            run.save(**state, step=done, config=model.config.as_dict())


if __name__ == "__main__":
    main()
