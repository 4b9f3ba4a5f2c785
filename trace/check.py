"""Checks the tracer: what can be counted by hand exactly, and measured runs of a real GPU.

    python trace/check.py            # the counts, in seconds
    python trace/check.py --measured # also replays published runs, in minutes
"""

from __future__ import annotations

import argparse
import csv
import pathlib
import sys

import yaml

import grid
import model_config
from options import Options
from step import Record, trace

ROOT = pathlib.Path(__file__).resolve().parent.parent
ADAPTED = ("q_proj", "k_proj", "v_proj", "o_proj")
_QLORA = dict(method="qlora", quantization="nf4", targets=ADAPTED, autocast=True)

_LORA = dict(targets=ADAPTED, adapter_bytes=4)
# older PEFT kept adapters in the type of the weights
_OLD_LORA = dict(targets=ADAPTED, adapter_bytes=2)
_TWO = dict(parallelism="fsdp", gpus=2)

MEASURED = {
    # row of accuracy/measurements.csv: what ran, and the largest distance in percent that is explained
    "fms-009": (dict(method="full"), 0.5),
    "fms-011": (dict(method="full"), 0.5),
    "fms-086": (dict(method="full"), 0.5),
    "fms-088": (dict(method="full"), 0.5),
    # the run's Transformers took GPTBigCode's loss in 16 bits
    "fms-001": (dict(method="full"), 12),
    "fms-003": (dict(method="full"), 21),
    # the run's Transformers copied Mistral's logits once more
    "fms-017": (_LORA, 6.5),
    "fms-019": (_LORA, 6.5),
    "fms-094": (_OLD_LORA, 1),
    "fms-096": (_OLD_LORA, 1),
    "fms-029": (dict(_QLORA, upcast=True), 3.5),
    "fms-031": (dict(_QLORA, upcast=True), 3.5),
    "fms-102": (dict(_QLORA, upcast=True), 3.5),
    "fms-104": (dict(_QLORA, upcast=True), 3.5),
    "fms-046": (dict(_QLORA, upcast=False), 7.5),
    "fms-048": (dict(_QLORA, upcast=False), 7.5),
    "fms-106": (dict(_QLORA, upcast=False), 1),
    "fms-108": (dict(_QLORA, upcast=False), 1),
    "fms-010": (dict(_TWO, method="full"), 0.5),
    "fms-087": (dict(_TWO, method="full"), 0.5),
    "fms-089": (dict(_TWO, method="full"), 1),
    "fms-095": (dict(_TWO, **_OLD_LORA), 1),
    "fms-018": (dict(_TWO, **_LORA), 10),
    "fms-020": (dict(_TWO, **_LORA), 13),
}


def rounded(elements: int, size: int) -> int:
    """Bytes of a tensor as the allocator hands them out."""
    return -(-elements * size // 512) * 512


def traced(name: str, **options) -> Record:
    """A trace of one of the grid's models."""
    return trace(model_config.of(grid.models()[name]), Options(**options))


def llama_parameters(c: dict) -> list[int]:
    """Elements of each parameter of an untied Llama without biases."""
    h, w, head = c["hidden_size"], c["intermediate_size"], c["hidden_size"] // c["num_attention_heads"]
    key = head * c["num_key_value_heads"]
    layer = [h * h, h * key, h * key, h * h, h * w, h * w, w * h, h, h]
    return [c["vocab_size"] * h] * 2 + [h] + layer * c["num_hidden_layers"]


def check_full() -> None:
    """Weights, states and gradients of full training are what the parameters say, and so is the arithmetic."""
    c = grid.models()["llama-a"]
    sizes = llama_parameters(c)
    batch, sequence = 2, 512
    record = traced("llama-a", method="full", micro_batch=batch, sequence=sequence)
    row = record.row()
    weights = sum(rounded(n, 2) for n in sizes)
    assert row["parameters"] == row["trainable"] == sum(sizes)
    assert row["alive_trained"] == weights
    assert row["alive_states"] == 2 * weights
    assert record.ledger.peaks["step"] >= 4 * weights
    matrices = sum(n for n in sizes if n > c["hidden_size"]) - c["vocab_size"] * c["hidden_size"]
    assert row["flops_linear"] == 6 * batch * sequence * matrices
    attention = 4 * batch * sequence**2 * c["hidden_size"] * c["num_hidden_layers"]
    assert row["flops_attention"] == attention * 7 // 2 // 2, (row["flops_attention"], attention)


def check_step_peak() -> None:
    """In the optimizer step, foreach holds one copy of the parameters more than the fused kernel."""
    weights = sum(rounded(n, 2) for n in llama_parameters(grid.models()["llama-a"]))
    foreach, fused = (
        traced("llama-a", method="full", sequence=128, optimizer=o).ledger.peaks["step"]
        for o in ("adamw_torch", "adamw_torch_fused")
    )
    assert abs(foreach - fused - weights) <= 512 * 2 * len(llama_parameters(grid.models()["llama-a"]))


def check_lora() -> None:
    """Adapters have rank × (in + out) elements each, and float32 states."""
    c, rank = grid.models()["llama-a"], 8
    record = traced("llama-a", rank=rank, targets=("q_proj",), sequence=128)
    adapters = [rank * c["hidden_size"]] * 2 * c["num_hidden_layers"]
    assert record.trainable == sum(adapters)
    assert record.row()["alive_states"] == 2 * sum(rounded(n, 4) for n in adapters)


def check_quantised() -> None:
    """A packed weight takes half a byte an element and a float32 scale for each 64."""
    c = grid.models()["llama-a"]
    whole = traced("llama-a", rank=8, targets=("q_proj",), sequence=128).row()["alive_weights"]
    options = dict(method="qlora", quantization="nf4", rank=8, targets=("q_proj",), sequence=128)
    packed = traced("llama-a", **options).row()["alive_weights"]
    layers = [n for n in llama_parameters(c)[3:] if n > c["hidden_size"]]
    books = 512 * len(layers)
    saved = sum(rounded(n, 2) - (rounded(n, 1) // 2 + rounded(n // 64, 4)) for n in layers) - books
    assert abs(whole - packed - saved) <= 1024 * len(layers), (whole - packed, saved)


def check_checkpointing() -> None:
    """Checkpointing runs each layer's forward pass once more, and keeps less."""
    plain, less = (traced("llama-a", method="full", sequence=512, checkpointing=k).row() for k in ("none", "full"))
    assert less["peak_bytes"] < plain["peak_bytes"]
    assert less["flops_linear"] > plain["flops_linear"]
    assert less["flops_attention"] == plain["flops_attention"] * 9 // 7


def check_losses() -> None:
    """Neither other loss changes the arithmetic, and both need less memory."""
    rows = {k: traced("llama-c", method="full", sequence=2048, loss=k).row() for k in ("plain", "chunked", "liger")}
    assert len({r["flops"] for r in rows.values()}) == 1
    most = {k: max(r["peak_forward"], r["peak_backward"]) for k, r in rows.items()}
    assert most["liger"] < most["chunked"] < most["plain"], most


def check_sharded() -> None:
    """In the optimizer step, each of four ranks holds a quarter: parameters, gradients, states and foreach's copy."""
    parameters = sum(llama_parameters(grid.models()["llama-a"]))
    record = traced("llama-a", method="full", sequence=128, parallelism="fsdp", gpus=4)
    quarter = 2 * parameters / 4
    assert abs(record.ledger.peaks["step"] / (5 * quarter) - 1) < 0.005, record.ledger.peaks


def check_replicated() -> None:
    """DDP's buckets take as much as the gradients."""
    alone, two = (
        traced("llama-a", method="full", sequence=128, **k).ledger.peaks["step"]
        for k in ({}, {"parallelism": "ddp", "gpus": 2})
    )
    assert abs((two - alone) / (2 * sum(llama_parameters(grid.models()["llama-a"]))) - 1) < 0.005, (alone, two)


def replay(row: dict[str, str], options: dict) -> Record:
    """A trace of what a measured row says."""
    name = row["model_id"].replace("/", "--")
    config = yaml.safe_load((ROOT / "model-profiles" / f"{name}.yaml").read_text())["config"]
    config.pop("architectures")
    config["pad_token_id"] = 0
    return trace(
        model_config.of(config),
        Options(
            **options,
            checkpointing="full",
            micro_batch=int(row["micro_batch_per_gpu"]),
            sequence=int(row["seq_len"]),
        ),
    )


def replay_measured() -> int:
    """Prints each replay beside its measurement; returns how many are further off than is explained."""
    off = 0
    with (ROOT / "accuracy" / "measurements.csv").open(newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for name, (options, bound) in MEASURED.items():
        row = rows[name]
        record = replay(row, options)
        gib, measured = record.ledger.peak / 2**30, float(row["peak_mem_gib"])
        error = 100 * (gib / measured - 1)
        off += abs(error) > bound
        what = f"{row['model_id']} {row['method']} × {row['micro_batch_per_gpu']}"
        print(f"{name} {what}: {gib:.2f} GiB, measured {measured:.2f}: {error:+.1f} % in {record.ledger.peak_phase}")
        sys.stdout.flush()
    return off


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--measured", action="store_true", help="also replay published runs")
    parser.add_argument("--only-measured", action="store_true")
    chosen = parser.parse_args()
    passed = 0
    if not chosen.only_measured:
        for name, check in list(globals().items()):
            if name.startswith("check_"):
                check()
                passed += 1
        print(f"{passed} passed, 0 failed")
    if (chosen.measured or chosen.only_measured) and replay_measured():
        sys.exit(1)


if __name__ == "__main__":
    main()
