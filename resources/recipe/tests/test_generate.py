"""Answers that are drawn together are those that each question has by itself."""

import numpy as np
import torch
from tokenizers import Tokenizer
from pathlib import Path

from r1sim.texts import Texts
from r1sim.config import ModelConfig
from r1sim.generate import scored_answers
from r1sim.model import R1Sim
from r1sim.prompts import Question

PACK = Path(__file__).parents[2] / "models" / "r1-sim-small"


def test_several_draws_of_the_likeliest_are_the_likeliest_each():
    torch.manual_seed(0)
    model = R1Sim(ModelConfig()).eval()
    texts = Texts(Tokenizer.from_file(str(PACK / "tokenizer.json")))
    grid = torch.tensor([[1, 4, 6]])
    features = torch.randn(2, 6, model.config.text.hidden_size)
    asked = [Question("affordance", "lift the red cube"), Question("trajectory", "put the can in the bowl")]
    alone, sure = scored_answers(model, texts, features, grid, asked, limit=12)
    together, as_sure = scored_answers(model, texts, features, grid, asked, limit=12, draws=3)
    assert together == [alone[0]] * 3 + [alone[1]] * 3
    assert np.allclose(as_sure[1], sure[0], atol=1e-4) and np.allclose(as_sure[5], sure[1], atol=1e-4)
