"""Makes fake tensors on the CPU take the paths that PyTorch takes on CUDA.

Fake tensors cannot be on CUDA without a driver, so they are on the CPU; there PyTorch would pick other attention
kernels, another dropout and another list of operators that autocast runs in float32.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch.overrides import TorchFunctionMode

aten = torch.ops.aten

# aten/src/ATen/autocast_mode.h, AT_FORALL_FP32: these read and write float32 under CUDA autocast
_FLOAT32 = {
    F.layer_norm,
    torch.layer_norm,
    F.softplus,
    F.group_norm,
    torch.pow,
    torch.Tensor.pow,
    torch.Tensor.__pow__,
    torch.rsqrt,
    torch.Tensor.rsqrt,
    torch.reciprocal,
    torch.Tensor.reciprocal,
    torch.exp,
    torch.Tensor.exp,
    torch.log,
    torch.Tensor.log,
    torch.norm,
    F.nll_loss,
    F.mse_loss,
    torch.logsumexp,
    torch.Tensor.logsumexp,
}
# AT_FORALL_FP32_SET_OPT_DTYPE: the same, through the operator's own dtype argument
_FLOAT32_BY_ARGUMENT = {
    torch.softmax,
    torch.Tensor.softmax,
    F.softmax,
    torch.log_softmax,
    torch.Tensor.log_softmax,
    F.log_softmax,
    torch.sum,
    torch.Tensor.sum,
    torch.prod,
    torch.Tensor.prod,
    torch.cumsum,
    torch.Tensor.cumsum,
    torch.linalg.vector_norm,
}
_LONGEST_FLASH_HEAD = 256
_NO_DROPOUT = (None, 0.0)


def _low(tensor: object) -> bool:
    return isinstance(tensor, torch.Tensor) and tensor.dtype in (torch.bfloat16, torch.float16)


def _widened(value: object) -> object:
    return value.float() if _low(value) else value


class AsOnCuda(TorchFunctionMode):
    """Attention, dropout and autocast as on a CUDA device of compute capability 8.0 or more."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        if func is F.scaled_dot_product_attention:
            return attention(*args, **kwargs)
        if func in (F.dropout, torch.dropout):
            return dropout(*args, **kwargs)
        if func in (torch.Tensor.backward, torch.autograd.backward):
            return self._backward(func, args, kwargs)
        if torch.is_autocast_enabled("cpu"):
            if func in _FLOAT32:
                args = tuple(_widened(a) for a in args)
                kwargs = {k: _widened(v) for k, v in kwargs.items()}
            elif func in _FLOAT32_BY_ARGUMENT and kwargs.get("dtype") is None and args and _low(args[0]):
                kwargs["dtype"] = torch.float32
        return func(*args, **kwargs)

    def _backward(self, func, args, kwargs):
        """Stays on inside the engine, where checkpointing runs the forward pass again."""
        engine = torch.autograd._engine_run_backward

        def run(*args, **kwargs):
            with self:
                return engine(*args, **kwargs)

        torch.autograd._engine_run_backward = run
        try:
            return func(*args, **kwargs)
        finally:
            torch.autograd._engine_run_backward = engine


def dropout(input: torch.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False, train=None):
    """CUDA's fused kernel, which keeps a mask of one byte an element, where the CPU keeps one in the input's type."""
    training = training if train is None else train
    if not training or p == 0:
        return input
    return torch.native_dropout(input, p, True)[0]


def attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False):
    """CUDA's choice (aten/src/ATen/native/transformers/cuda/sdp_utils.cpp): flash, else memory-efficient, else math."""
    if torch.is_autocast_enabled("cpu"):
        low = torch.get_autocast_dtype("cpu")
        query, key, value = (t.to(low) if t.is_floating_point() else t for t in (query, key, value))
        attn_mask = attn_mask.to(low) if attn_mask is not None and attn_mask.is_floating_point() else attn_mask
    if query.dim() != 4:
        return _math(query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa)
    grouped = enable_gqa and query.size(1) != key.size(1)
    same_width = query.size(-1) == key.size(-1) == value.size(-1)
    if _low(query) and attn_mask is None and same_width and query.size(-1) <= _LONGEST_FLASH_HEAD:
        return _flash(query, key, value, dropout_p, is_causal, scale)
    if not grouped:
        return _efficient(query, key, value, attn_mask, dropout_p, is_causal, scale)
    return _math(query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa)


def _flash(query, key, value, dropout_p, is_causal, scale):
    width = query.size(-1)
    scale = width**-0.5 if scale is None else scale
    pad = -width % 8
    if pad:
        query, key, value = (F.pad(t, (0, pad)) for t in (query, key, value))
    out = aten._scaled_dot_product_flash_attention(query, key, value, dropout_p, is_causal, False, scale=scale)[0]
    return out[..., :width] if pad else out


def _efficient(query, key, value, attn_mask, dropout_p, is_causal, scale):
    if attn_mask is not None:
        if attn_mask.dtype == torch.bool:
            zeros = torch.zeros_like(attn_mask, dtype=query.dtype)
            attn_mask = zeros.masked_fill_(attn_mask.logical_not(), float("-inf"))
        attn_mask = _aligned(attn_mask, query.size(-2), key.size(-2))
        attn_mask = attn_mask.expand(query.size(0), query.size(1), query.size(2), key.size(2))
    keeps = torch.is_grad_enabled() and any(t.requires_grad for t in (query, key, value))
    return aten._scaled_dot_product_efficient_attention(
        query, key, value, attn_mask, keeps, dropout_p, is_causal, scale=scale
    )[0]


def _aligned(mask: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
    """The kernel reads rows of the mask in steps of 16: ``pad_bias`` copies it where it does not fit."""
    mask = mask if mask.size(-1) == columns else mask.expand(*mask.shape[:-1], columns)
    pad = -columns % 16
    return F.pad(mask, (0, pad))[..., :columns] if pad else mask


def _math(query, key, value, attn_mask, dropout_p, is_causal, scale, enable_gqa):
    return aten._scaled_dot_product_attention_math(
        query, key, value, attn_mask, dropout_p, is_causal, None, scale=scale, enable_gqa=enable_gqa
    )[0]
