"""Makes a transformers `BertModel` and its tokenizer of the packed e5 file (see `packed`).

For: `encoder`, and anybody who wants the model as a folder of safetensors. Not for: reading the file, or embedding.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from voc.classify.encoders.packed import Packed, checked, read

# Unicode's NFKC writes this as "~"; the vocabulary was learned with the full width kept (nmt_nfkc of SentencePiece).
_KEPT = "～"
_STAND_IN = "\ue0fe"  # a private character, that NFKC leaves alone

_NAMES = {
    "q.w": "attention.self.query.weight",
    "q.b": "attention.self.query.bias",
    "k.w": "attention.self.key.weight",
    "k.b": "attention.self.key.bias",
    "v.w": "attention.self.value.weight",
    "v.b": "attention.self.value.bias",
    "ao.w": "attention.output.dense.weight",
    "ao.b": "attention.output.dense.bias",
    "aln.w": "attention.output.LayerNorm.weight",
    "aln.b": "attention.output.LayerNorm.bias",
    "fi.w": "intermediate.dense.weight",
    "fi.b": "intermediate.dense.bias",
    "fo.w": "output.dense.weight",
    "fo.b": "output.dense.bias",
    "oln.w": "output.LayerNorm.weight",
    "oln.b": "output.LayerNorm.bias",
}
_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def rebuilt(path: Path) -> tuple[Any, Any]:
    """The model (float32, without a pooling layer) and the tokenizer of a known file; ModelError E331, E332."""
    checked(path)
    packed = read(path)
    return model(packed), tokenizer(packed)


def model(packed: Packed) -> Any:
    """A `BertModel` with the weights of the file, in evaluation mode."""
    import torch
    from transformers import BertConfig, BertModel

    sizes = packed.sizes
    config = BertConfig(
        vocab_size=sizes["vocabulary"],
        hidden_size=sizes["hidden"],
        num_hidden_layers=sizes["layers"],
        num_attention_heads=sizes["heads"],
        intermediate_size=sizes["inner"],
        max_position_embeddings=sizes["positions"],
        type_vocab_size=sizes["kinds"],
        layer_norm_eps=packed.epsilon,
        bos_token_id=packed.specials["bos"],
        eos_token_id=packed.specials["eos"],
        pad_token_id=packed.specials["pad"],
    )
    made = BertModel(config, add_pooling_layer=False)
    names = dict(_EMBEDDINGS)
    for layer in range(sizes["layers"]):
        names.update({f"l{layer}.{short}": f"encoder.layer.{layer}.{long}" for short, long in _NAMES.items()})
    state = made.state_dict()
    for short, long in names.items():
        # contiguous float32 of the file, shaped as the model has it
        state[long] = torch.from_numpy(packed.tensors[short]).reshape(state[long].shape)
    made.load_state_dict(state)
    return made.eval()


def tokenizer(packed: Packed) -> Any:
    """A `PreTrainedTokenizerFast` that cuts as XLM-R does: same pieces, same scores, same ids."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    ids = packed.specials
    cutter = Tokenizer(models.Unigram(list(zip(packed.pieces, packed.scores, strict=True)), unk_id=ids["unk"]))
    # The rules of the file are NFKC but for these: some characters vanish, some are a space, one is kept. NFKC over the
    # whole text (and not letter by letter, as the engine in C has it) is what the vocabulary was learned with.
    steps = [
        normalizers.Replace(Regex(_any_of(packed.spelling, "")), ""),
        normalizers.Replace(Regex(_any_of(packed.spelling, " ")), " "),
        normalizers.Replace(_KEPT, _STAND_IN),
        normalizers.NFKC(),
        normalizers.Replace(_STAND_IN, _KEPT),
        normalizers.Replace(Regex(" {2,}"), " "),
        normalizers.Strip(left=True, right=True),
    ]
    cutter.normalizer = normalizers.Sequence(steps)
    cutter.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    cutter.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    bos, eos, pad, unk, mask = "<s>", "</s>", "<pad>", "<unk>", "<mask>"
    cutter.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token in (bos, pad, eos, unk, mask)]
    )
    cutter.post_processor = processors.TemplateProcessing(
        single=f"{bos} $A {eos}",
        pair=f"{bos} $A {eos} {eos} $B {eos}",
        special_tokens=[(bos, ids["bos"]), (eos, ids["eos"])],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=cutter,
        bos_token=bos,
        eos_token=eos,
        cls_token=bos,
        sep_token=eos,
        unk_token=unk,
        pad_token=pad,
        mask_token=mask,
        model_max_length=packed.sizes["positions"],
        model_input_names=["input_ids", "attention_mask"],
    )


def _any_of(spelling: dict[str, str], becomes: str) -> str:
    """A pattern for the characters that become this, where NFKC alone would not do it."""
    found = [char for char, text in spelling.items() if text == becomes and char != " "]
    return "[" + "".join(re.escape(char) if char.isprintable() else f"\\x{{{ord(char):x}}}" for char in found) + "]"
