"""
Byte-level BPE over the text of this recipe, with Qwen's special tokens.
Digits stand alone and "0." is one token, so a coordinate is four tokens. The parts of a prompt and an answer that
never change are one added token each: they cost nothing to read or to write.
"""

from pathlib import Path
from random import Random

import argparse
import json

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from .answers import BRIDGE
from .prompts import AFFORDANCE_SUFFIX, CHAT_TEMPLATE, SYSTEM, TRAJECTORY_SUFFIX
from .samples import draw_sample
from .view import View, load_views

PATTERN = r" ?0\.|\p{N}| ?\p{L}+| ?[^\s\p{L}\p{N}]+|\s+"
SPECIAL = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
)
WHOLE = (SYSTEM, AFFORDANCE_SUFFIX, TRAJECTORY_SUFFIX, "<think>", BRIDGE, "</output>")


def corpus(views: list[View], rounds: int, seed: int) -> list[str]:
    """Instructions and answers, and often the fixed parts too, so that they can also be read word by word."""
    rng = Random(seed)
    lines = []
    for _ in range(rounds):
        for view in views:
            for kind in ("affordance", "trajectory"):
                sample = draw_sample(view, kind, rng)
                lines += [sample.instruction, sample.answer]
    return lines + list(WHOLE) * (len(lines) // 100) + ["assistant", "system", "user"] * (len(lines) // 100)


def train_tokenizer(lines: list[str], vocab_size: int) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab_size - len(SPECIAL) - len(WHOLE),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in SPECIAL])
    tokenizer.add_tokens([AddedToken(text, special=False, normalized=False) for text in WHOLE])
    return tokenizer


def tokenizer_config(tokenizer: Tokenizer) -> dict:
    added = {
        str(number): {
            "content": token.content,
            "lstrip": token.lstrip,
            "normalized": token.normalized,
            "rstrip": token.rstrip,
            "single_word": token.single_word,
            "special": token.special,
        }
        for number, token in sorted(tokenizer.get_added_tokens_decoder().items())
    }
    return {
        "add_bos_token": False,
        "add_prefix_space": False,
        "added_tokens_decoder": added,
        "additional_special_tokens": list(SPECIAL[1:]),
        "bos_token": None,
        "chat_template": CHAT_TEMPLATE,
        "clean_up_tokenization_spaces": False,
        "eos_token": "<|im_end|>",
        "model_max_length": 4096,
        "pad_token": "<|endoftext|>",
        "split_special_tokens": False,
        "tokenizer_class": "Qwen2Tokenizer",
        "unk_token": None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=Path, required=True, help="folder with scenes-*.jsonl")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--vocab", type=int, default=768)
    parser.add_argument("--limit", type=int, default=4000, help="scenes to read")
    arguments = parser.parse_args()
    views = load_views(arguments.scenes)[: arguments.limit]
    rounds = max(1, 8000 // max(1, len(views)))
    tokenizer = train_tokenizer(corpus(views, rounds, seed=1), arguments.vocab)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(arguments.out / "tokenizer.json"))
    (arguments.out / "tokenizer_config.json").write_text(json.dumps(tokenizer_config(tokenizer), indent=2) + "\n")
    print(f"{tokenizer.get_vocab_size()} tokens")


if __name__ == "__main__":
    main()
