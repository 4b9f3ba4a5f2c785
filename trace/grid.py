"""Traces a grid of training steps and appends each to accuracy/traces.csv.

    python trace/grid.py [--until RECORDS] [--csv FILE]

The order, the options and the split are drawn from a fixed seed, so a second run goes on where the first ended.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import hashlib
import itertools
import json
import pathlib
import random
import sys
import time
import warnings
from collections.abc import Iterator

from options import Options

HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE / "models"
SEED = "tuneplan-traces-1"
SPLIT_SEED = "tuneplan-split-1315"
"""The first found that leaves every family a shape to build on, and holds out one of 25 of the 32 families."""
HOLDOUT_PERCENT = 35
DRAWN_PER_MODEL = 15

COLUMNS = (
    "id,split,model,model_type,method,rank,targets,dora,dropout,modules_to_save,adapter_bytes,weight_bytes,autocast,"
    "quantization,upcast,checkpointing,loss,optimizer,accumulation,attention,micro_batch,sequence,parallelism,gpus,"
    "parameters,trainable,peak_bytes,peak_phase,peak_forward,peak_backward,peak_step,alive_weights,alive_trained,"
    "alive_gradients,alive_states,alive_activations,flops,flops_linear,flops_attention,bytes,bytes_forward,"
    "bytes_backward,bytes_step,operators,operators_forward,operators_backward,operators_step,versions"
).split(",")

EAGER_ONLY = {"gemma2", "bloom", "gpt_oss", "gptj", "mpt"}
"""Families that Transformers has no SDPA path for: it falls back to eager by itself."""
EXPERTS = {"mixtral", "qwen2_moe", "qwen3_moe", "olmoe", "deepseek_v2", "deepseek_v3", "gpt_oss"}
"""Families whose experts are bare parameters: PEFT adapts those without dropout and without DoRA."""

_SEPARATE = (("q_proj", "v_proj"), ("q_proj", "k_proj", "v_proj", "o_proj"), ("gate_proj", "up_proj", "down_proj"))
_LATENT = (("kv_a_proj_with_mqa", "kv_b_proj"), ("kv_b_proj", "o_proj"))
_TARGETS = {
    "phi3": (("qkv_proj", "o_proj"), ("gate_up_proj", "down_proj")),
    "phi": (("q_proj", "v_proj"), ("q_proj", "k_proj", "v_proj", "dense"), ("fc1", "fc2")),
    "gpt2": (("c_attn",), ("c_fc",)),
    "gpt_bigcode": (("c_attn",), ("c_fc",)),
    "gpt_neox": (("query_key_value",), ("query_key_value", "dense_h_to_4h", "dense_4h_to_h")),
    "falcon": (("query_key_value",), ("query_key_value", "dense_h_to_4h", "dense_4h_to_h")),
    "bloom": (("query_key_value",), ("query_key_value", "dense_h_to_4h", "dense_4h_to_h")),
    "opt": (("q_proj", "v_proj"), ("q_proj", "k_proj", "v_proj", "out_proj"), ("fc1", "fc2")),
    "gptj": (("q_proj", "v_proj"), ("fc_in", "fc_out")),
    "mpt": (("Wqkv",), ("up_proj", "down_proj")),
    "starcoder2": (("q_proj", "v_proj"), ("q_proj", "k_proj", "v_proj", "o_proj"), ("c_fc", "c_proj")),
    "glm4": (("q_proj", "v_proj"), ("gate_up_proj", "down_proj")),
    "deepseek_v2": _LATENT,
    "deepseek_v3": _LATENT,
}
_TARGETS |= dict.fromkeys(EXPERTS - _TARGETS.keys(), _SEPARATE[:2])
_HEADS = {"gpt_neox": "embed_out"}
_EMBEDDINGS = {"gpt2": "wte", "gpt_bigcode": "wte", "gptj": "wte", "mpt": "wte", "gpt_neox": "embed_in"}
_EMBEDDINGS |= {"falcon": "word_embeddings", "bloom": "word_embeddings"}


@dataclasses.dataclass(frozen=True)
class Case:
    """One record to be: what it is called, the model's file, and the options."""

    id: str
    model: str
    model_type: str
    options: Options

    def row(self) -> dict[str, object]:
        row = dataclasses.asdict(self.options)
        row["targets"] = row["targets"] if isinstance(row["targets"], str) else " ".join(row["targets"])
        row["modules_to_save"] = " ".join(row["modules_to_save"])
        row |= {k: str(v).lower() for k, v in row.items() if isinstance(v, bool)}
        if self.options.method == "full":
            row |= dict.fromkeys(("rank", "targets", "modules_to_save", "adapter_bytes"), "")
        return {"id": self.id, "split": split(self.model), "model": self.model, "model_type": self.model_type} | row


def split(model: str) -> str:
    """Which part of the comparison a shape belongs to: what is in ``holdout`` is not looked at while building."""
    digest = hashlib.sha256(f"{SPLIT_SEED} {model}".encode()).digest()
    return "holdout" if int.from_bytes(digest[:4]) % 100 < HOLDOUT_PERCENT else "build"


class Deck:
    """Values drawn without putting back until all are drawn, so that each comes up as often as it is listed."""

    def __init__(self, dice: random.Random, values: list) -> None:
        self._dice, self._values, self._left = dice, values, []

    def draw(self):
        if not self._left:
            self._left = list(self._values)
            self._dice.shuffle(self._left)
        return self._left.pop()


class Draw:
    """Draws the options of one family."""

    def __init__(self, model_type: str) -> None:
        self.type = model_type
        self._dice = random.Random(f"{SEED} {model_type}")
        targets = ["all-linear"] * 4 + list(_TARGETS.get(model_type, _SEPARATE))
        head = (_HEADS.get(model_type, "lm_head"),)
        both = (*head, _EMBEDDINGS.get(model_type, "embed_tokens"))
        self._decks = {
            name: Deck(self._dice, values)
            for name, values in {
                "method": ["full"] * 3 + ["lora"] * 4 + ["dora"] * 2 + ["qlora"] * 4,
                "rank": [4, 8, 16, 32, 64, 128],
                "targets": targets,
                "dropout": [0.0] * 2 + [0.05],
                "modules_to_save": [()] * 7 + [head, both],
                "adapter_bytes": [4, 4, 2],
                "weight_bytes": [2] * 4 + [4],
                "autocast": [False, False, True],
                "quantization": ["nf4", "nf4-dq"],
                "upcast": [True, False],
                "checkpointing": ["none", "full"],
                "loss": ["plain"] * 3 + ["chunked", "liger"],
                "optimizer": ["adamw_torch"] * 4
                + ["adamw_torch_fused"] * 2
                + ["adamw_8bit", "adafactor", "sgd", "lion"],
                "accumulation": [1] * 4 + [2],
                "attention": ["sdpa"] * 4 + ["eager"],
                "micro_batch": [1, 2, 3, 4, 6, 8],
                "sequence": [128, 200, 256, 384, 512, 768, 1000, 1024, 1536, 2048, 3000, 4096],
            }.items()
        }

    def options(self) -> Options:
        """Draws every option, then takes back what does not go with the others."""
        d = {name: deck.draw() for name, deck in self._decks.items()}
        d["dora"] = d["method"] == "dora"
        if d["method"] != "qlora":
            d |= {"quantization": "none", "upcast": False}
        if d["method"] == "full":
            d["dropout"] = 0.0
        if self.type in EXPERTS and d["targets"] == "all-linear":
            d["dropout"] = 0.0
            if d["method"] == "dora":
                d["targets"] = _TARGETS[self.type][0]
        if self.type in EAGER_ONLY:
            d["attention"] = "eager"
        return Options(**d)

    def plain(self, **chosen) -> Options:
        """The stack profile ``transformers``, at a drawn length."""
        d = {name: self._decks[name].draw() for name in ("micro_batch", "sequence", "rank")}
        if self.type in EAGER_ONLY:
            d["attention"] = "eager"
        return Options(**(d | chosen))


_PLAIN = [
    dict(method=method, quantization=quantization, upcast=upcast, checkpointing=checkpointing)
    for method, quantization, upcast in (
        ("full", "none", False),
        ("lora", "none", False),
        ("qlora", "nf4", True),
        ("qlora", "nf4-dq", False),
    )
    for checkpointing in ("none", "full")
]


def models() -> dict[str, dict]:
    """The configurations by file name, in order."""
    return {p.stem: json.loads(p.read_text()) for p in sorted(MODELS.glob("*.json"))}


def _of_family(model_type: str, names: list[str]) -> Iterator[Case]:
    draw = Draw(model_type)
    for number, chosen in enumerate(_PLAIN):
        for name in names:
            yield Case(f"{name}-{number:03d}", name, model_type, draw.plain(**chosen))
    for number in range(len(_PLAIN), len(_PLAIN) + DRAWN_PER_MODEL):
        for name in names:
            yield Case(f"{name}-{number:03d}", name, model_type, draw.options())


_SPREAD = [
    dict(parallelism=parallelism, method=method, quantization=quantization, upcast=False)
    for parallelism, method, quantization in (
        ("fsdp", "full", "none"),
        ("fsdp", "lora", "none"),
        ("ddp", "lora", "none"),
        ("fsdp", "full", "none"),
        ("ddp", "full", "none"),
        ("ddp", "qlora", "nf4"),
    )
]


def _spread(families: dict[str, list[str]]) -> Iterator[Case]:
    """Several GPUs: three records of a shape of each family, all six kinds over each two families."""
    for place, (model_type, names) in enumerate(sorted(families.items())):
        draw, dice = Draw(model_type), random.Random(f"{SEED} spread {model_type}")
        for number in range(3):
            name = names[(place + number) % len(names)]
            chosen = dict(
                gpus=dice.choice((2, 4, 8)),
                checkpointing=dice.choice(("none", "full")),
                optimizer=dice.choice(("adamw_torch", "adamw_torch", "adamw_torch_fused")),
            )
            kind = _SPREAD[(3 * place + number) % len(_SPREAD)]
            yield Case(f"{name}-s{number:02d}", name, model_type, draw.plain(**kind, **chosen))


def cases() -> Iterator[Case]:
    """All records, a family at a time in turn, the plain ones first, those of several GPUs last."""
    families: dict[str, list[str]] = {}
    for name, config in models().items():
        families.setdefault(config["model_type"], []).append(name)
    turns = itertools.zip_longest(*(_of_family(t, names) for t, names in sorted(families.items())))
    alone = (case for turn in turns for case in turn if case is not None)
    return itertools.chain(alone, _spread(families))


def done(path: pathlib.Path) -> set[str]:
    """The ids that a file already has."""
    if not path.exists():
        return set()
    with path.open(newline="") as file:
        return {row["id"] for row in csv.DictReader(file)}


def run(path: pathlib.Path, until: int | None) -> None:
    """Traces what a file lacks, and appends it record by record."""
    import torch

    from step import trace
    from model_config import of

    torch.set_num_threads(1)
    have, configs, started = done(path), models(), time.monotonic()
    new = not path.exists()
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        for case in itertools.islice(cases(), until):
            if case.id in have:
                continue
            try:
                record = trace(of(configs[case.model]), case.options).row()
            except Exception as fault:  # one record that the libraries refuse must not end the run
                said = (str(fault) or "no message").splitlines()[0][:150]
                print(f"{case.id}: {type(fault).__name__}: {said}: {case.options}", file=sys.stderr, flush=True)
                continue
            writer.writerow(case.row() | record)
            file.flush()
            have.add(case.id)
            print(f"{len(have)} {case.id} {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--csv", type=pathlib.Path, default=HERE.parent / "accuracy" / "traces.csv")
    parser.add_argument("--until", type=int, help="stop after this many of the grid's records")
    chosen = parser.parse_args()
    warnings.filterwarnings("ignore")
    run(chosen.csv, chosen.until)


if __name__ == "__main__":
    main()
