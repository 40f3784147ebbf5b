"""Stage 1: the vision tower alone learns what stands where, from dense labels."""

from pathlib import Path

import argparse

import numpy as np
import torch
from torch import nn

from .batches import PictureBatch, picture_batch
from .cache import load_set
from .config import ModelConfig
from .location import LocationHead
from .model import R1Sim
from .prefetch import prefetched
from .run import Run
from .schedule import learning_rate, optimiser, set_rate


def vision_loss(model: R1Sim, head: LocationHead, batch: PictureBatch):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tokens = model.visual.forward_batch(batch.pixel_values, batch.rows, batch.columns)
    return (*head.loss(tokens, *batch.targets), tokens)


@torch.no_grad()
def validation(model: R1Sim, head: LocationHead, views, pictures, count: int) -> dict:
    model.eval()
    sums: dict[str, float] = {}
    chunks = np.array_split(np.arange(min(count, len(views))), max(1, count // 32))
    for chunk in chunks:
        for name, value in vision_loss(model, head, picture_batch(views, pictures, chunk, None))[1].items():
            sums[name] = sums.get(name, 0) + value / len(chunks)
    model.train()
    return sums


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--val", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="checkpoint of an earlier run to begin with")
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    views, pictures = load_set(arguments.train)
    val_views, val_pictures = load_set(arguments.val)
    model = R1Sim(ModelConfig())
    head = LocationHead(model.config.vision)
    chosen = optimiser([model.visual, head])
    run, first = Run(arguments.out), 0
    if saved := run.restore():
        model.load_state_dict(saved["model"])
        head.load_state_dict(saved["head"])
        chosen.load_state_dict(saved["optimiser"])
        first = saved["step"]
    elif arguments.start:
        learned = torch.load(arguments.start, weights_only=True)
        model.visual.load_state_dict({k[7:]: v for k, v in learned["model"].items() if k.startswith("visual.")})
        head.load_state_dict(learned["head"])

    def batch_of(step: int) -> PictureBatch:
        rng = np.random.default_rng((arguments.seed, step))
        return picture_batch(views, pictures, rng.integers(len(views), size=arguments.batch), rng)

    for step, batch in prefetched(batch_of, first, arguments.steps):
        set_rate(chosen, learning_rate(step, arguments.steps, arguments.rate))
        loss, figures, _ = vision_loss(model, head, batch)
        chosen.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*model.visual.parameters(), *head.parameters()], 1.0)
        chosen.step()
        done = step + 1
        if done % 20 == 0:
            run.write(done, loss=loss.item(), **figures)
        if done % 200 == 0 or done == arguments.steps:
            run.write(done, **{f"val_{k}": v for k, v in validation(model, head, val_views, val_pictures, 192).items()})
            state = {"model": model.state_dict(), "head": head.state_dict(), "optimiser": chosen.state_dict()}
            run.save(**state, step=done, config=model.config.as_dict())


if __name__ == "__main__":
    main()
