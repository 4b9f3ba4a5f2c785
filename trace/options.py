"""What one trace is asked for: the choices a trainer's configuration makes, by the names of the trainers."""

from __future__ import annotations

import dataclasses

METHODS = ("full", "lora", "dora", "qlora")
CHECKPOINTING = ("none", "full")
LOSSES = ("plain", "chunked", "liger")
OPTIMIZERS = ("adamw_torch", "adamw_torch_fused", "adamw_8bit", "adafactor", "sgd", "lion")
QUANTIZATIONS = ("none", "nf4", "nf4-dq")
ATTENTIONS = ("sdpa", "eager")
PARALLELISMS = ("none", "ddp", "fsdp")


@dataclasses.dataclass(frozen=True)
class Options:
    """One training step.

    ``rank`` and what follows it up to ``adapter_bytes`` mean nothing with ``full``. ``upcast`` is PEFT's
    ``prepare_model_for_kbit_training``; it means nothing without a quantization. ``accumulation`` is micro-steps per
    optimizer step. Lengths are in tokens, sizes of elements in bytes.
    """

    method: str = "lora"
    rank: int = 16
    targets: str | tuple[str, ...] = "all-linear"
    dora: bool = False
    dropout: float = 0.0
    modules_to_save: tuple[str, ...] = ()
    adapter_bytes: int = 4
    weight_bytes: int = 2
    autocast: bool = False
    quantization: str = "none"
    upcast: bool = False
    checkpointing: str = "none"
    loss: str = "plain"
    optimizer: str = "adamw_torch"
    accumulation: int = 1
    attention: str = "sdpa"
    micro_batch: int = 1
    sequence: int = 1024
    parallelism: str = "none"
    gpus: int = 1

    def __post_init__(self) -> None:
        for name, known in (
            ("method", METHODS),
            ("checkpointing", CHECKPOINTING),
            ("loss", LOSSES),
            ("optimizer", OPTIMIZERS),
            ("quantization", QUANTIZATIONS),
            ("attention", ATTENTIONS),
            ("parallelism", PARALLELISMS),
        ):
            if getattr(self, name) not in known:
                raise ValueError(f"{name} must be one of {', '.join(known)} (was {getattr(self, name)!r})")
        for name in ("rank", "accumulation", "micro_batch", "sequence", "gpus"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise ValueError(f"{name} must be a whole number of at least 1 (was {value!r})")
        for name in ("adapter_bytes", "weight_bytes"):
            if getattr(self, name) not in (2, 4):
                raise ValueError(f"{name} must be 2 or 4 (was {getattr(self, name)!r})")
        for name in ("dora", "autocast", "upcast"):
            if not isinstance(getattr(self, name), bool):
                raise ValueError(f"{name} must be true or false (was {getattr(self, name)!r})")
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout must be at least 0 and below 1 (was {self.dropout!r})")
        if (self.method == "qlora") == (self.quantization == "none"):
            raise ValueError("a quantization goes with qlora, and with nothing else")
        if (self.parallelism == "none") != (self.gpus == 1):
            raise ValueError("several gpus go with ddp or fsdp, and one gpu with neither")
        if self.gpus > 1 and (self.loss != "plain" or self.accumulation > 1):
            raise ValueError("ddp and fsdp are traced with the plain loss and without accumulation only")
        if self.parallelism == "fsdp" and self.quantization != "none":
            raise ValueError("fsdp is not traced with a quantization")
        if self.method == "dora" and not self.dora:
            raise ValueError("method dora needs dora: true")

    @property
    def adapted(self) -> bool:
        """Whether adapters are trained, and the model below them is frozen."""
        return self.method != "full"
