"""Asks other published tools about the measured runs, and writes accuracy/peers.csv.

    ./tuneplan accuracy --measurements accuracy/measurements.csv --per-row -o json > rows.json
    python dev/peers/peers.py rows.json

Each tool gets what tuneplan itself took a row to mean ("placed" in rows.json), through its own public functions. Where a
row leaves something open, a tool is asked about each possibility, and the mean of the logarithms is its answer. A tool that
refuses a row, or says nothing of its method or number of GPUs, has a reason in place of an answer. Nothing is fetched.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import importlib.metadata
import io
import json
import logging
import math
import pathlib
import socket
import sys
import tempfile
import textwrap
from collections.abc import Callable

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COLUMNS = ("id", "tool", "version", "memory_bytes", "tokens_per_second_per_gpu", "reason")
GIB, MIB = 2**30, 2**20
OPEN_CHECKPOINTING = ("none", "selective")

Answer = tuple[float | None, float | None]


class NoAnswer(Exception):
    """Why a tool says nothing of a row, in one line."""


def config(placed: dict) -> dict:
    """The model's config.json, from its profile."""
    path = ROOT / "model-profiles" / f"{placed['model']['id'].replace('/', '--')}.yaml"
    return yaml.safe_load(path.read_text())["config"]


def experts(values: dict) -> tuple[int, int]:
    """How many experts a layer has, and how many a token goes through; 1 and 1 for a dense model."""
    every = next((values[k] for k in ("num_local_experts", "num_experts", "n_routed_experts") if values.get(k)), 1)
    return every, values.get("num_experts_per_tok") or 1


def checkpointed(setup: dict) -> bool:
    return setup["checkpointing"] not in OPEN_CHECKPOINTING


def ftune(placed: dict, setup: dict) -> Answer:
    """ftuneai: MemoryEstimator and TimeEstimator on a ModelSpec and a GPUSpec of the same figures; flash attention on."""
    from ftuneai.core import memory, models, time

    m, g = placed["model"], placed["gpu"]
    every, active = experts(config(placed))
    spec = models.ModelSpec(
        name=m["id"],
        parameters=m["parameters"],
        hidden_size=m["hidden"],
        num_layers=m["layers"],
        num_attention_heads=m["heads"],
        num_kv_heads=m["keyValueHeads"],
        intermediate_size=m["width"],
        vocab_size=m["vocabulary"],
        max_seq_length=m["maxPositions"],
        is_moe=every > 1,
        num_experts=every if every > 1 else None,
        num_active_experts=active if every > 1 else None,
    )
    optimizer = placed["optimizer"]
    kind = "adam_8bit" if "8bit" in optimizer else optimizer if optimizer in ("sgd", "adafactor") else "adamw"
    sharding = {"ddp": "none", "zero1": "zero_1", "zero2": "zero_2", "zero3": "zero_3", "fsdp": "fsdp"}
    mlp, key = any(t in placed["targets"] for t in ("all", "gate", "up_proj")), "k_proj" in placed["targets"]
    asked = models.TrainingConfig(
        model=m["id"],
        method=models.FineTuneMethod(placed["method"]),
        quantization=models.Quantization({"bf16": "none", "int8": "8bit"}.get(placed["weights"], "4bit")),
        batch_size=setup["microBatch"],
        seq_length=setup["sequence"],
        gradient_checkpointing=checkpointed(setup),
        optimizer=models.OptimizerType(kind),
        lora_rank=placed["rank"] or 16,
        lora_target=models.LoRATarget("all_linear" if mlp else "attention_all" if key else "attention"),
        flash_attention=True,
        sharding=models.ShardingStrategy(sharding[placed["parallelism"]] if placed["gpus"] > 1 else "none"),
        num_gpus=placed["gpus"],
    )
    device = models.GPUSpec(
        name=g["id"],
        vram_gb=g["nominalGiB"],
        fp16_tflops=g["flops16"] / 1e12,
        bf16_tflops=g["flops16"] / 1e12,
        fp32_tflops=g["flops32"] / 1e12,
        memory_bandwidth_gbps=g["bandwidth"] / 1e9,
    )
    samples = 10**9  # hours are rounded to hundredths
    hours = time.TimeEstimator(spec, asked).estimate(device, samples, epochs=1, num_gpus=placed["gpus"]).total_hours
    speed = samples * setup["sequence"] / (hours * 3600) / placed["gpus"]
    return memory.MemoryEstimator(spec, asked).estimate().total_gb * GIB, speed


_FITCHECK_GPUS = {
    "rtx-3090": "3090",
    "rtx-4090": "4090",
    "rtx-5090": "5090",
    "t4": "t4",
    "p100-pcie-16gb": "p100-16",
    "p100-sxm2-16gb": "p100-16",
    "v100-pcie-16gb": "v100-16",
    "v100-sxm2-16gb": "v100-16",
    "l4": "l4",
    "a10": "a10",
    "rtx-a6000": "a6000",
    "rtx-6000-ada": "rtx6000-ada",
    "l40": "l40",
    "l40s": "l40s",
    "a100-sxm4-40gb": "a100-40",
    "a100-pcie-40gb": "a100-40",
    "a100-sxm4-80gb": "a100-80",
    "a100-pcie-80gb": "a100-80",
    "h100-sxm5-80gb": "h100-80",
    "h100-pcie-80gb": "h100-80",
    "h200-sxm": "h200",
    "b200-sxm": "b200",
}


def fitcheck(placed: dict, setup: dict) -> Answer:
    """fitcheck-llm: its own reader of config.json, which refuses shapes that it does not know, and its estimate."""
    from fitcheck import config_parser, estimator, gpu_db

    if placed["gpus"] > 1:
        raise NoAnswer("several GPUs")
    if placed["offload"]:
        raise NoAnswer("offloading to the host")
    quantization = {"bf16": "none", "nf4": "nf4", "nf4_dq": "nf4", "int8": "int8"}.get(placed["weights"])
    if quantization is None:
        raise NoAnswer(f"weights in {placed['weights']}")
    optimizer = placed["optimizer"]
    if optimizer not in ("adamw_torch", "adamw_torch_fused", "adamw_8bit", "paged_adamw_8bit", "paged_adamw_32bit", "sgd"):
        raise NoAnswer(f"optimizer {optimizer}")
    m, g = placed["model"], placed["gpu"]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "config.json"
        path.write_text(json.dumps(config(placed)))
        # what the tool would ask a hub: the file, and how many parameters the checkpoint has
        config_parser.hf_hub_download = lambda **_: str(path)
        config_parser._reported_param_count = lambda *_: m["parameters"]
        model = config_parser.fetch_model_config(m["id"])
    names = placed["targets"]
    every = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    key = _FITCHECK_GPUS.get(g["id"])
    training = estimator.TrainingConfig(
        precision="bf16",
        quantization=quantization,
        double_quant=placed["weights"] == "nf4_dq",
        optimizer="sgd" if optimizer == "sgd" else "adam8bit" if "8bit" in optimizer else "adamw",
        batch_size=setup["microBatch"],
        seq_len=setup["sequence"],
        lora_rank=None if placed["method"] == "full" else placed["rank"],
        lora_targets=every if names in ("", "all-linear") else names.split(","),
        grad_checkpoint=checkpointed(setup),
        flash_attn=True,
        grad_accum_steps=setup["accumulation"],
    )
    device = gpu_db.get_gpu(key) if key else gpu_db.get_gpu(g["id"], int(g["nominalGiB"] * 1024))
    return estimator.estimate(model, training, device).total_mib * MIB, None


def llm_analysis(placed: dict, setup: dict) -> Answer:
    """llm-analysis: LLMAnalysis.training at half of the peak rate, which its source calls usual; full fine-tunes only."""
    from llm_analysis import analysis, config as configs

    if placed["method"] != "full":
        raise NoAnswer(f"method {placed['method']}")
    if placed["offload"]:
        raise NoAnswer("offloading to the host")
    m, g = placed["model"], placed["gpu"]
    every, active = experts(config(placed))
    model = configs.ModelConfig(
        name=m["id"],
        num_layers=m["layers"],
        n_head=m["heads"],
        hidden_dim=m["hidden"],
        vocab_size=m["vocabulary"],
        max_seq_len=m["maxPositions"],
        num_key_value_heads=m["keyValueHeads"],
        ffn_embed_dim=m["width"],
        expansion_ratio=m["width"] / m["hidden"],
        moe_num_experts=every,
        moe_top_k=active,
    )
    device = configs.GPUConfig(
        name=g["id"],
        mem_per_GPU_in_GB=g["nominalGiB"],
        hbm_bandwidth_in_GB_per_sec=g["bandwidth"] / 1e9,
        intra_node_bandwidth_in_GB_per_sec=g["link"] / 1e9,
        intra_node_min_message_latency=8e-6,
        peak_fp16_TFLOPS=g["flops16"] / 1e12,
    )
    stage = {"ddp": "NONE", "zero1": "STAGE_1", "zero2": "STAGE_2", "zero3": "STAGE_3", "fsdp": "STAGE_3"}
    recomputed = {"none": "NONE", "selective": "SELECTIVE"}.get(setup["checkpointing"], "FULL")
    said = analysis.LLMAnalysis(
        model,
        device,
        configs.DtypeConfig(),
        configs.ParallelismConfig(dp_size=placed["gpus"]),
        flops_efficiency=0.5,
        hbm_memory_efficiency=0.9,
    ).training(
        batch_size_per_gpu=setup["microBatch"],
        gradient_accumulation_steps=setup["accumulation"],
        global_batch_size=setup["microBatch"] * setup["accumulation"] * placed["gpus"],
        seq_len=setup["sequence"],
        activation_recomputation=analysis.ActivationRecomputation[recomputed],
        ds_zero=analysis.DSZeRO[stage[placed["parallelism"]] if placed["gpus"] > 1 else "NONE"],
        flash_attn=True,
        mlp_gated_linear_units=m["gated"],
    )
    tokens = setup["microBatch"] * setup["accumulation"] * setup["sequence"]
    return said["(weight+op_state+grad+act)_memory_per_gpu"], tokens / said["latency_per_iter"]


TOOLS: dict[str, Callable[[dict, dict], Answer]] = {
    "ftuneai": ftune,
    "fitcheck-llm": fitcheck,
    "llm-analysis": llm_analysis,
}


def mean(values: list[float | None]) -> float | None:
    """The mean of the logarithms."""
    given = [v for v in values if v is not None]
    return math.exp(sum(map(math.log, given)) / len(given)) if given else None


def ask(tool: Callable[[dict, dict], Answer], placed: dict) -> tuple[float | None, float | None, str]:
    """A tool's answer to a row, or why it has none."""
    try:
        with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
            answers = [tool(placed, s) for s in placed["setups"]]
    except (NoAnswer, ValueError, AssertionError, KeyError) as fault:
        return None, None, textwrap.shorten(str(fault), 150) or type(fault).__name__
    return mean([a[0] for a in answers]), mean([a[1] for a in answers]), ""


def refuse_network() -> None:
    """Has every attempt to reach a network fail."""

    def refused(*_, **__):
        raise OSError("peers are asked without a network")

    socket.socket.connect = refused


def text(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}" if value < 1e6 else f"{value:.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", type=pathlib.Path, help="what `tuneplan accuracy --per-row -o json` printed")
    parser.add_argument("--csv", type=pathlib.Path, default=ROOT / "accuracy" / "peers.csv")
    chosen = parser.parse_args()
    refuse_network()
    logging.disable(logging.CRITICAL)
    rows = [r for r in json.loads(chosen.rows.read_text())["rows"] if r["scored"]]
    with chosen.csv.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for name, tool in TOOLS.items():
            version, answered = importlib.metadata.version(name), 0
            for row in rows:
                memory, speed, reason = ask(tool, row["placed"])
                writer.writerow((row["id"], name, version, text(memory), text(speed), reason))
                answered += not reason
            print(f"{name} {version}: {answered} of {len(rows)} rows", file=sys.stderr)


if __name__ == "__main__":
    main()
