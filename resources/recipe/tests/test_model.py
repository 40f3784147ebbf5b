"""The forms used in training and in the exported graphs are the same function."""

import torch

from r1sim.config import ModelConfig
from r1sim.model import R1Sim, rope_positions


def test_tower_in_windows_equals_tower_with_masks():
    torch.manual_seed(0)
    model = R1Sim(ModelConfig()).eval()
    values = torch.randn(1, 18 * 24, 1176)
    with torch.no_grad():
        windows = model.visual.forward_batch(values, 18, 24)[0]
        masked = model.visual(values[0], torch.tensor([[1, 18, 24]]))
    assert (windows - masked).abs().max() < 1e-5


def test_decoder_token_by_token_equals_decoder_at_once():
    torch.manual_seed(0)
    model = R1Sim(ModelConfig()).eval()
    text = model.config.text
    embedded = torch.randn(2, 7, text.hidden_size)
    positions = torch.arange(7).expand(3, 2, 7)
    empty = torch.zeros(2, text.num_key_value_heads, 0, text.head_dim)
    cache = [(empty, empty)] * text.num_hidden_layers
    with torch.no_grad():
        whole = model.decoder.lm_head(model.decoder.hidden(embedded, positions)[0])
        for end in range(1, 8):
            step = embedded[:, end - 1 : end]
            logits, cache = model.decoder(step, torch.ones(2, end, dtype=torch.long), positions[:, :, end - 1 : end], cache)
            assert (logits[:, 0] - whole[:, end - 1]).abs().max() < 1e-4


def test_positions_after_a_picture_go_on_after_its_larger_side():
    image = 9
    positions = rope_positions([1, 2, *[image] * 6, 3], image, 2, 3)
    assert positions[:, 2:8].tolist() == [[2] * 6, [2, 2, 2, 3, 3, 3], [2, 3, 4, 2, 3, 4]]
    assert positions[:, 8].tolist() == [5, 5, 5]
