"""Traces one training step of Transformers and PEFT on fake tensors: no GPU, no weights, seconds.

The libraries' own code runs; only shapes and types are computed. See README.md for what is counted and how.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib.metadata
import warnings
from collections.abc import Iterator

import peft.tuners.tuners_utils
import torch
import transformers
from peft import LoraConfig, get_peft_model
from peft.tuners.lora import dora
from torch._subclasses.fake_tensor import FakeTensor, FakeTensorMode
from transformers import masking_utils

import losses
import optimizers
from as_on_cuda import AsOnCuda
from ledger import KINDS, PHASES, Ledger, following_resizes
from options import Options

warnings.filterwarnings("ignore")
transformers.logging.set_verbosity_error()

DTYPES = {2: torch.bfloat16, 4: torch.float32}


@dataclasses.dataclass(frozen=True)
class Record:
    """One traced step. Sizes in bytes of the fullest GPU, as ``torch.cuda.max_memory_allocated`` would say; work of the
    last micro-step and its optimizer step. ``attention`` is what ran, eager where a family has nothing else."""

    parameters: int
    trainable: int
    attention: str
    ledger: Ledger

    def row(self) -> dict[str, int | str]:
        """The figures by the names of the columns of accuracy/traces.csv."""
        ledger, work = self.ledger, self.ledger.work
        row: dict[str, int | str] = {"parameters": self.parameters, "trainable": self.trainable}
        row |= {"peak_bytes": ledger.peak, "peak_phase": ledger.peak_phase}
        row |= {f"peak_{phase}": ledger.peaks[phase] for phase in PHASES}
        row |= {f"alive_{kind}": ledger.alive_at_peak[kind] for kind in KINDS}
        linear = sum(w.flops_linear for w in work.values())
        attention = sum(w.flops_attention for w in work.values())
        row |= {"flops": linear + attention, "flops_linear": linear, "flops_attention": attention}
        for name in ("bytes", "operators"):
            row[name] = sum(getattr(w, name) for w in work.values())
            row |= {f"{name}_{phase}": getattr(work[phase], name) for phase in PHASES}
        return row | {"versions": versions()}


def versions() -> str:
    """The traced libraries, as one value."""
    found = []
    for name in ("torch", "transformers", "peft", "bitsandbytes"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found.append(f"{name} {importlib.metadata.version(name).split('+')[0]}")
    return " ".join(found)


def trace(config: transformers.PretrainedConfig, options: Options, trust_code: bool = False) -> Record:
    """Runs two optimizer steps of a model that has this configuration, and records the second.

    ``trust_code`` lets modelling code run that is not Transformers' own.
    """
    with FakeTensorMode(allow_non_fake_inputs=True), AsOnCuda(), plain_paths():
        ledger = Ledger(options.sequence)
        with following_resizes(ledger):
            if options.parallelism == "none":
                return run(build(config, options, trust_code), ledger, options)
            import sharded  # only here is torch.distributed needed

            with sharded.group(options.gpus), sharded.gradients_told(ledger):
                model = sharded.spread(build(config, options, trust_code), options, ledger)
                return run(model, ledger, options)


@contextlib.contextmanager
def plain_paths() -> Iterator[None]:
    """While open, libraries take the path of real tensors where they would take a special or broken one for fake ones."""
    patches = (
        (peft.tuners.tuners_utils.BaseTunerLayer, "_move_adapter_to_device_of_base_layer", _cast_adapter),
        (torch.nn.Module, "to", _replace),
        (FakeTensor, "__deepcopy__", _copy),
        (dora, "dequantize_module_weight", _dequantised),
        (masking_utils, "find_packed_sequence_indices", _one_sequence),
        (torch, "is_autocast_enabled", _autocasts),
    )
    saved = [getattr(owner, name) for owner, name, _ in patches]
    for owner, name, new in patches:
        setattr(owner, name, new)
    try:
        yield
    finally:
        for (owner, name, _), old in zip(patches, saved):
            setattr(owner, name, old)


_dequantise = dora.dequantize_module_weight


def _dequantised(layer: torch.nn.Module) -> torch.Tensor:
    """DoRA's look at a 4-bit weight, which PEFT knows by its class; fake ones have another."""
    if not hasattr(layer.weight, "quant_state"):
        return _dequantise(layer)
    from bitsandbytes.functional import dequantize_4bit

    return dequantize_4bit(layer.weight.data, layer.weight.quant_state)


_autocast_enabled = torch.is_autocast_enabled


def _autocasts(device: str = "cpu") -> bool:
    """Asked without a device, PyTorch answers for CUDA; here the CPU stands for it. PEFT's 4-bit layers ask so."""
    return _autocast_enabled(device)


_find_packed = masking_utils.find_packed_sequence_indices


def _one_sequence(position_ids: torch.Tensor) -> None:
    """Runs the search for packed sequences and finds none, as with real positions of whole sequences."""
    (_find_packed(position_ids)[:, -1] == 0).all()


def _copy(tensor: torch.Tensor, memo: dict) -> torch.Tensor:
    """``deepcopy`` of a fake tensor: PyTorch's own copies a storage that is not there, and corrupts the heap."""
    new = tensor.detach().clone()
    if isinstance(tensor, torch.nn.Parameter):
        new = torch.nn.Parameter(new, tensor.requires_grad)
    if hasattr(tensor, "quant_state"):
        new.quant_state = tensor.quant_state
    memo[id(tensor)] = new
    return new


def _cast_adapter(layer, adapter_name: str, device=None) -> None:
    """PEFT's cast of a new adapter to the type of the layer below. There is one device, so nothing moves."""
    base = layer.get_base_layer().weight if hasattr(layer.get_base_layer(), "weight") else None
    if base is None or not base.dtype.is_floating_point:
        return
    for name in layer.adapter_layer_names:
        adapters = getattr(layer, name, None)
        if isinstance(adapters, torch.nn.ModuleDict) and adapter_name in adapters:
            adapters[adapter_name].to(base.dtype)
        elif isinstance(adapters, torch.nn.ParameterDict) and adapter_name in adapters:
            adapters[adapter_name] = torch.nn.Parameter(adapters[adapter_name].data.to(base.dtype))


def _replace(module: torch.nn.Module, *args, **kwargs) -> torch.nn.Module:
    """``Module.to`` with new parameters: PyTorch cannot change fake ones in place."""
    dtype = torch._C._nn._parse_to(*args, **kwargs)[1]
    for part in module.modules() if dtype is not None else ():
        for name, parameter in list(part._parameters.items()):
            if parameter is not None and parameter.is_floating_point() and parameter.dtype != dtype:
                part._parameters[name] = torch.nn.Parameter(parameter.data.to(dtype), parameter.requires_grad)
    return module


def build(config: transformers.PretrainedConfig, options: Options, trust_code: bool = False) -> torch.nn.Module:
    """The model as a training script makes it, ready to train."""
    model = transformers.AutoModelForCausalLM.from_config(
        config,
        dtype=DTYPES[options.weight_bytes],
        # unasked, Transformers takes SDPA where a family has it
        attn_implementation=None if options.attention == "sdpa" else options.attention,
        trust_remote_code=trust_code,
    )
    model.config.use_cache = False
    checkpointing = options.checkpointing == "full"
    if options.quantization != "none":
        import quantised  # only here is bitsandbytes needed

        quantised.quantise(model, nested=options.quantization == "nf4-dq")
        if options.upcast:
            _upcast(model)
        quantised.narrow_biases(model)
    if options.adapted:
        model = adapt(model, options)
    model.train()
    if checkpointing:
        model.gradient_checkpointing_enable({"use_reentrant": False})
        if options.adapted:
            model.enable_input_require_grads()
    return model


def _upcast(model: torch.nn.Module) -> None:
    """``prepare_model_for_kbit_training``, which writes ``parameter.data``: fake parameters are replaced instead."""
    wide: dict[int, torch.nn.Parameter] = {}
    for module in model.modules():
        for name, parameter in list(module._parameters.items()):
            if parameter is not None and parameter.dtype == torch.bfloat16:
                new = wide.setdefault(id(parameter), torch.nn.Parameter(parameter.data.float(), requires_grad=False))
                module._parameters[name] = new


def adapt(model: torch.nn.Module, options: Options) -> torch.nn.Module:
    """PEFT's adapters around a model."""
    targets = options.targets if isinstance(options.targets, str) else list(options.targets)
    config = LoraConfig(
        r=options.rank,
        target_modules=targets,
        lora_dropout=options.dropout,
        use_dora=options.dora,
        modules_to_save=list(options.modules_to_save) or None,
        task_type="CAUSAL_LM",
    )
    model = get_peft_model(model, config, autocast_adapter_dtype=options.adapter_bytes == 4)
    if options.adapter_bytes == 2:
        # over 4-bit layers PEFT makes float32 adapters in any case; TRL casts them afterwards
        for name, module in model.named_modules():
            if "lora_" in name:
                _replace(module, torch.bfloat16)
    return model


def run(model: torch.nn.Module, ledger: Ledger, options: Options) -> Record:
    """One optimizer step, recorded, after one on empty gradients that made the optimizer's states."""
    trained = [p for p in model.parameters() if p.requires_grad]
    enter_model(model, ledger)
    optimizer = optimizers.of(options.optimizer, trained)
    loss = losses.of(options.loss, model)
    ids = torch.randint(0, 1000, (options.micro_batch, options.sequence))
    targets = torch.empty((), dtype=torch.int64)
    with ledger:
        ledger.add(ids)
        make_states(optimizer, ledger)
        for micro_step in range(options.accumulation):
            ledger.recording = micro_step == options.accumulation - 1
            _micro_step(loss, ledger, ids, targets, options.autocast)
        ledger.enter("step")
        _optimizer_step(optimizer)
    attention = losses.inner(model).config._attn_implementation
    return Record(logical_size(model), sum(p.numel() for p in trained), attention, ledger)


def enter_model(model: torch.nn.Module, ledger: Ledger) -> None:
    """Counts what the model holds, and has gradients counted as such once they are whole."""
    for parameter in model.parameters():
        ledger.add(parameter, "trained" if parameter.requires_grad else "weights")
        if parameter.requires_grad:
            parameter.register_post_accumulate_grad_hook(lambda p: ledger.add(p.grad, "gradients"))
    for tensor in [*model.buffers(), *_packed_with(model)]:
        ledger.add(tensor, "weights")


def _packed_with(model: torch.nn.Module) -> list[torch.Tensor]:
    """What 4-bit layers hold beside their parameters: scales and code books."""
    found = []
    for parameter in model.parameters():
        state = getattr(parameter, "quant_state", None)
        while state is not None:
            found += [t for t in (state.absmax, state.code, state.offset) if t is not None]
            state = state.state2
    return found


def make_states(optimizer: torch.optim.Optimizer, ledger: Ledger) -> None:
    """Has the optimizer make what it keeps. Its step counts are on the host, except in the fused kernels."""
    for group in optimizer.param_groups:
        for parameter in group["params"]:
            parameter.grad = torch.empty_like(parameter)
    _optimizer_step(optimizer)
    on_host = not any(group.get("fused") for group in optimizer.param_groups)
    for state in optimizer.state.values():
        for name, value in state.items():
            if isinstance(value, torch.Tensor):
                ledger.add(value, "host" if name == "step" and on_host else "states")


def logical_size(model: torch.nn.Module) -> int:
    """Parameters before any packing, adapters included."""
    sizes = (p.quant_state.shape.numel() if hasattr(p, "quant_state") else p.numel() for p in model.parameters())
    return sum(sizes)


def _micro_step(loss, ledger: Ledger, ids: torch.Tensor, targets: torch.Tensor, autocast: bool) -> None:
    ledger.enter("forward")
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=autocast):
        value = loss(ids, targets)
    ledger.enter("backward")
    value.backward()


def _optimizer_step(optimizer: torch.optim.Optimizer) -> None:
    # the trainer's clipping of gradients, which needs no memory, is not traced
    optimizer.step()
    optimizer.zero_grad()
