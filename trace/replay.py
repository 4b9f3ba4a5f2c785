"""Traces published single-GPU runs again, and appends each to accuracy/replays.csv.

    python trace/replay.py [--csv FILE]

The groups are the configurations that the runs' sources printed. A row that the file has already is left as it is.
``peak_bytes`` is of today's libraries; ``older_peak_bytes`` of what two families did in Transformers 4, which ran.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import pathlib
import re
import sys
import time
import warnings

import yaml

import grid
from options import Options

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCES = ("fms_acceleration", "peft_method_comparison")
CONFIGURATION = re.compile(r"framework_config=([\w-]+)")
EXPERIMENT = re.compile(r"experiment=([^;]+)")
OLD_PEFT = "2024-11"
"""Before this month the runs' PEFT kept adapters in the type of the weights."""

COLUMNS = ["id", "group", "traced", "older_peak_bytes", *(c for c in grid.COLUMNS if c not in ("id", "split"))]


def configuration(row: dict[str, str]) -> str:
    """What the source called the configuration: none, baseline-peft-bnb, foak-fast-kernels, …"""
    found = CONFIGURATION.search(row["notes"])
    return found.group(1) if found else ""


def family(row: dict[str, str]) -> str:
    return {"gpt_bigcode": "GPTBigCode", "mixtral": "Mixtral"}.get(config(row)["model_type"], "")


def group(row: dict[str, str]) -> str:
    """The group of a row: its configuration, and the two families apart that do not run as the others do."""
    said = configuration(row)
    if row["source"] == "peft_method_comparison":
        return "PEFT's benchmark"
    if "liger" in said:
        return "fused kernels and Liger loss"
    if family(row) and said not in ("none", "baseline-peft-bnb"):
        return "accelerated GPTBigCode and Mixtral"
    if "foak" in said:
        return "fused kernels"
    if said.startswith("accelerated"):
        return "accelerated QLoRA without fused kernels"
    return " ".join(filter(None, ("plain", family(row))))


def traced(row: dict[str, str]) -> str:
    """Whether the traced code, or the older code where there is such a trace, is what ran; what differs is in words."""
    said, differs = configuration(row), []
    if "foak" in said:
        differs.append("without the fused kernels")
    if row["quantization"] == "gptq4":
        differs.append("NF4 in place of GPTQ")
    found = EXPERIMENT.search(row["notes"])
    if found and "bdlora" in found.group(1):
        differs.append("LoRA in place of BD-LoRA")
    if row["optimizer"] == "lora-fa":
        differs.append("AdamW on both matrices in place of LoRA-FA")
    return "; ".join(differs) or "as it ran"


def targets(row: dict[str, str]) -> tuple[str, ...]:
    """What is adapted; a source prints one list for all families."""
    named = row["lora_targets"].split()
    if family(row) == "GPTBigCode":
        return tuple(n for n in named if n == "c_attn")
    return tuple(n for n in named if n != "c_attn")


def options(row: dict[str, str]) -> Options:
    """A row's step by the tracer's names."""
    said = configuration(row)
    chosen: dict[str, object] = {
        "method": row["method"],
        "checkpointing": "full" if row["activation_checkpointing"] == "y" else "none",
        "micro_batch": int(row["micro_batch_per_gpu"]),
        "sequence": int(row["seq_len"]),
        "accumulation": int(row["grad_accum"]),
        "loss": "liger" if "liger" in said else "plain",
    }
    if row["method"] != "full":
        old = row["published"] < OLD_PEFT and row["method"] == "lora"
        chosen |= {"rank": int(row["lora_rank"]), "targets": targets(row), "adapter_bytes": 2 if old else 4}
    found = EXPERIMENT.search(row["notes"])
    if found and "dora" in found.group(1) and "bdlora" not in found.group(1):
        chosen |= {"method": "dora", "dora": True}
    if row["method"] == "qlora":
        # accelerated-peft leaves prepare_model_for_kbit_training's cast out
        chosen |= {"quantization": "nf4", "autocast": True, "upcast": said == "baseline-peft-bnb"}
    return Options(**chosen)


def windowless(row: dict[str, str], family: str) -> bool:
    """Whether the run's attention takes a window that PyTorch's own would need a mask for."""
    return row["attention"] == "flash" and family == "mistral"


def config(row: dict[str, str]) -> dict:
    """The values of the model's config.json."""
    name = row["model_id"].replace("/", "--")
    values = yaml.safe_load((ROOT / "model-profiles" / f"{name}.yaml").read_text())["config"]
    chosen = {k: v for k, v in values.items() if k != "architectures"} | {"pad_token_id": 0}
    if windowless(row, chosen["model_type"]):
        # flash attention takes a window as an argument; PyTorch's kernel would need a mask of tokens × tokens
        chosen["sliding_window"] = None
    return chosen


def measured() -> list[dict[str, str]]:
    """The rows of the groups, in the file's order."""
    with (ROOT / "accuracy" / "measurements.csv").open(newline="") as file:
        return [
            row
            for row in csv.DictReader(file)
            if row["source"] in SOURCES
            and row["method"] in ("full", "lora", "qlora")
            and row["num_gpus"] == "1"
            and all(row[c] for c in ("model_id", "seq_len", "micro_batch_per_gpu", "peak_mem_gib"))
        ]


def run(path: pathlib.Path) -> None:
    """Traces what a file lacks. Steps that are the same are traced once."""
    import torch

    import model_config
    import older
    from step import trace

    def step(row: dict[str, str], chosen: Options) -> dict[str, object]:
        values = config(row)
        record = trace(model_config.of(values), chosen).row()
        if values["model_type"] not in older.FAMILIES:
            return record
        with older.code(values["model_type"]):
            return record | {"older_peak_bytes": trace(model_config.of(values), chosen).ledger.peak}

    torch.set_num_threads(1)
    have, known, started = grid.done(path), {}, time.monotonic()
    new = not path.exists()
    with path.open("a", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        for row in measured():
            if row["id"] in have:
                continue
            chosen = options(row)
            if (row["model_id"], chosen) not in known:
                known[row["model_id"], chosen] = step(row, chosen)
            case = grid.Case(row["id"], row["model_id"], config(row)["model_type"], chosen).row()
            del case["split"]
            ran = {"attention": "flash"} if windowless(row, case["model_type"]) else {}
            writer.writerow(case | known[row["model_id"], chosen] | {"group": group(row), "traced": traced(row)} | ran)
            file.flush()
            print(f"{row['id']} {time.monotonic() - started:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--csv", type=pathlib.Path, default=ROOT / "accuracy" / "replays.csv")
    warnings.filterwarnings("ignore")
    run(parser.parse_args().csv)


if __name__ == "__main__":
    main()
