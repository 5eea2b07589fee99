"""A base to train from: a tiny BERT with random weights, and a tokenizer of the words that gold has."""

import json
from collections.abc import Iterable
from pathlib import Path

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def write_base(folder: Path, texts: Iterable[str], layers: int = 2) -> Path:
    """Write a base with a hidden size of 32; half of the texts' words are known to it."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from transformers import BertConfig, BertModel

    words = sorted({word.lower() for text in texts for word in text.split() if word.isalpha()})[::2]
    tokenizer = Tokenizer(
        WordLevel({word: number for number, word in enumerate(SPECIAL + words)}, unk_token="[UNK]")
    )
    tokenizer.normalizer, tokenizer.pre_tokenizer = BertNormalizer(lowercase=True), BertPreTokenizer()
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(SPECIAL) + len(words),
        hidden_size=32,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=512,
    )
    BertModel(config).save_pretrained(folder)
    tokenizer.enable_truncation(8)
    tokenizer.save(str(folder / "tokenizer.json"))
    assert json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["truncation"]
    return folder
