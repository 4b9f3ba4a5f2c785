"""bitsandbytes' own 4-bit layers on fake tensors, with its CUDA kernels' allocations made visible."""

from __future__ import annotations

from collections.abc import Callable

import bitsandbytes as bnb
import torch
import transformers
from bitsandbytes.functional import QuantState
from torch._subclasses.fake_tensor import unset_fake_temporarily
from transformers.integrations.bitsandbytes import replace_with_bnb_linear
from transformers.quantizers.quantizer_bnb_4bit import Bnb4BitHfQuantizer

_BLOCK = 64
_NESTED_BLOCK = 256


def quantise(model: torch.nn.Module, nested: bool) -> torch.nn.Module:
    """Puts 4-bit layers where Transformers puts them; ``nested`` also packs the blocks' scales (double quantization)."""
    config = transformers.BitsAndBytesConfig(
        load_in_4bit=True,
        bnb_4bit_quant_type="nf4",
        bnb_4bit_use_double_quant=nested,
        bnb_4bit_compute_dtype=torch.bfloat16,
    )
    quantizer = Bnb4BitHfQuantizer(config, pre_quantized=False)
    kept = quantizer.get_modules_to_not_convert(model, None, model._keep_in_fp32_modules)
    biases = {name: m.bias for name, m in model.named_modules() if getattr(m, "bias", None) is not None}
    dtype = model.dtype
    with unset_fake_temporarily():
        replace_with_bnb_linear(model, modules_to_not_convert=kept, quantization_config=config)
    for name, module in model.named_modules():
        if isinstance(module, bnb.nn.Linear4bit):
            _fill(module, biases.get(name), dtype, nested)
    model.is_loaded_in_4bit = True
    model.is_quantized = True
    model.hf_quantizer = quantizer
    model.config.quantization_config = config
    return model


def _fill(layer: bnb.nn.Linear4bit, bias: torch.nn.Parameter | None, dtype: torch.dtype, nested: bool) -> None:
    elements = layer.in_features * layer.out_features
    blocks = -(-elements // _BLOCK)
    weight = torch.nn.Parameter(torch.empty((-(-elements // 2), 1), dtype=torch.uint8), requires_grad=False)
    scales = torch.empty(blocks, dtype=torch.uint8 if nested else torch.float32)
    weight.quant_state = QuantState(
        absmax=scales,
        shape=torch.Size((layer.out_features, layer.in_features)),
        code=torch.empty(16),
        blocksize=_BLOCK,
        quant_type="nf4",
        dtype=dtype,
        offset=torch.empty(()) if nested else None,
        state2=_nested_state(blocks) if nested else None,
    )
    weight.compress_statistics, weight.quant_type, weight.bnb_quantized = nested, "nf4", True
    layer.weight = weight
    if bias is not None:
        layer.bias = torch.nn.Parameter(bias.data, requires_grad=False)


def narrow_biases(model: torch.nn.Module) -> None:
    """What the first forward pass of a 4-bit layer does for good: its bias gets the precision of its products."""
    for module in model.modules():
        if isinstance(module, bnb.nn.Linear4bit) and module.bias is not None:
            module.bias = torch.nn.Parameter(module.bias.data.to(torch.bfloat16), requires_grad=False)


def _nested_state(blocks: int) -> QuantState:
    return QuantState(
        absmax=torch.empty(-(-blocks // _NESTED_BLOCK)), code=torch.empty(256), blocksize=_NESTED_BLOCK, dtype=torch.float32
    )


def on_cuda(func: torch._ops.OpOverload) -> Callable | None:
    """What bitsandbytes' CUDA backend does inside an operator that looks like one from outside, or None."""
    return _gemm if func is torch.ops.bitsandbytes.gemm_4bit.default else None


def _gemm(a, b, shape, absmax, blocksize, kind, bias=None, absmax_8bit=None, absmax_code=None, absmax_offset=None):
    """``_dequant_linear_fallback`` of its backends/cuda/ops.py: the path of more than 1,536 tokens, and on fast GPUs of
    more than a few hundred."""
    if absmax_8bit is not None:
        ops = torch.ops.bitsandbytes
        absmax = ops.dequantize_blockwise(absmax_8bit, absmax, absmax_code, _NESTED_BLOCK, torch.float32) + absmax_offset
    weight = torch.ops.bitsandbytes.dequantize_4bit(b, absmax, blocksize, kind, shape, a.dtype)
    flat = a.reshape(-1, a.shape[-1])  # linear itself would stay whole here, below autograd
    out = torch.mm(flat, weight.t()) if bias is None else torch.addmm(bias, flat, weight.t())
    return out.view(*a.shape[:-1], weight.shape[0])
