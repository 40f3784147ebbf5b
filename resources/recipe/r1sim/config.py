"""Sizes of r1-sim-small. The names are those of Hugging Face's Qwen2.5-VL configuration."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class VisionConfig:
    depth: int = 5
    hidden_size: int = 192
    num_heads: int = 3
    intermediate_size: int = 512
    out_hidden_size: int = 256
    patch_size: int = 14
    temporal_patch_size: int = 2
    spatial_merge_size: int = 2
    in_channels: int = 3
    """Side of an attention window in pixels; the blocks in fullatt_block_indexes see the whole picture."""
    window_size: int = 84
    fullatt_block_indexes: tuple[int, ...] = (1, 4)
    rope_theta: float = 100.0
    """Frequencies a picture axis of the absolute position embedding; 0: none, as in Qwen2.5-VL."""
    position_frequencies: int = 8


@dataclass(frozen=True)
class TextConfig:
    vocab_size: int = 768
    hidden_size: int = 256
    intermediate_size: int = 704
    num_hidden_layers: int = 4
    num_attention_heads: int = 4
    num_key_value_heads: int = 2
    head_dim: int = 64
    rope_theta: float = 10_000.0
    mrope_section: tuple[int, int, int] = (4, 14, 14)
    rms_norm_eps: float = 1e-6


@dataclass(frozen=True)
class ModelConfig:
    vision: VisionConfig = field(default_factory=VisionConfig)
    text: TextConfig = field(default_factory=TextConfig)

    def as_dict(self) -> dict:
        return asdict(self)


def config_from_dict(values: dict) -> ModelConfig:
    text = dict(values["text"])
    text["mrope_section"] = tuple(text["mrope_section"])
    vision = dict(values["vision"])
    vision["fullatt_block_indexes"] = tuple(vision["fullatt_block_indexes"])
    return ModelConfig(VisionConfig(**vision), TextConfig(**text))
