"""The training loss: the model's own, in chunks as torchtune does it, and fused with the head as Liger does it."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

_IGNORED = -100
_CHUNKS = 8


def inner(model: torch.nn.Module) -> torch.nn.Module:
    """The Transformers model below the wrappers of DDP and PEFT."""
    if isinstance(model, torch.nn.parallel.DistributedDataParallel):
        model = model.module
    return model.get_base_model() if hasattr(model, "get_base_model") else model


def of(name: str, model: torch.nn.Module) -> Callable[[Tensor, Tensor], Tensor]:
    """The loss of a batch of token ids, given with the number of its targets."""
    return {"plain": _plain, "chunked": _chunked, "liger": _liger}[name](model)


def _plain(model):
    parameters = inspect.signature(inner(model).forward).parameters.values()
    # the trainer's own test of whether the model divides by the number of targets of the whole batch
    counts = any(p.kind == inspect.Parameter.VAR_KEYWORD for p in parameters)

    def loss(ids, targets):
        extra = {"num_items_in_batch": targets} if counts else {}
        return model(input_ids=ids, labels=ids, use_cache=False, **extra).loss

    return loss


def _hidden(model, ids: Tensor) -> Tensor:
    causal = inner(model)
    return getattr(causal, causal.base_model_prefix)(input_ids=ids, use_cache=False)[0]


def _shifted(ids: Tensor) -> Tensor:
    return F.pad(ids, (0, 1), value=_IGNORED)[..., 1:].contiguous()


def _scaled(config) -> Callable[[Tensor], Tensor]:
    """What a family does to its logits."""
    cap, factor, divisor = (getattr(config, k, None) for k in ("final_logit_softcapping", "logit_scale", "logits_scaling"))
    if cap:
        return lambda logits: torch.tanh(logits / cap) * cap
    if factor:
        return lambda logits: logits * factor
    return (lambda logits: logits / divisor) if divisor else (lambda logits: logits)


def _chunked(model):
    """torchtune's CEWithChunkedOutputLoss: the head and the float32 copy run over an eighth of the tokens at a time."""
    scaled = _scaled(inner(model).config)

    def loss(ids, targets):
        head = inner(model).get_output_embeddings()
        hidden = _hidden(model, ids)
        labels = _shifted(ids)
        logits = [scaled(head(part)) for part in hidden.chunk(_CHUNKS, dim=1)]
        total = 0.0
        for part, label in zip(logits, labels.chunk(_CHUNKS, dim=1)):
            total = total + F.cross_entropy(
                part.reshape(-1, part.size(-1)).float(), label.reshape(-1), reduction="sum", ignore_index=_IGNORED
            )
        return total / targets

    return loss


def _head_weight(model) -> tuple[Tensor, Tensor | None]:
    head = inner(model).get_output_embeddings()
    if hasattr(head, "modules_to_save"):
        head = head.modules_to_save["default"]
    head = head.get_base_layer() if hasattr(head, "get_base_layer") else head
    return head.weight, getattr(head, "bias", None)


def _liger(model):
    def loss(ids, targets):
        hidden = _hidden(model, ids)
        weight, bias = _head_weight(model)
        labels = _shifted(ids).view(-1)
        return FusedLinearCrossEntropy.apply(hidden.reshape(-1, hidden.size(-1)), weight, bias, labels) / targets

    return loss


@torch.library.custom_op("tuneplan::liger_cross_entropy", mutates_args=("logits", "loss"))
def _cross_entropy_kernel(logits: Tensor, labels: Tensor, loss: Tensor) -> None:
    """Liger's Triton kernel: writes the loss, and the gradient over the logits."""


@_cross_entropy_kernel.register_fake
def _(logits, labels, loss):
    return None


def _next_power_of_2(number: int) -> int:
    return 1 << max(0, number - 1).bit_length()


class FusedLinearCrossEntropy(torch.autograd.Function):
    """LigerFusedLinearCrossEntropy of liger-kernel 0.8.5 on CUDA: logits live one chunk at a time, as large as the hidden
    states, and the gradients are made in the forward pass."""

    @staticmethod
    def forward(ctx, hidden, weight, bias, labels):
        tokens, width = hidden.shape
        if torch.is_autocast_enabled("cpu"):
            hidden, weight = (t.to(torch.get_autocast_dtype("cpu")) for t in (hidden, weight))
        increase = -(-weight.size(0) // width)
        chunk = min(tokens, _next_power_of_2(-(-tokens // increase)))
        grad_hidden = torch.zeros_like(hidden)
        grad_weight = torch.zeros_like(weight) if ctx.needs_input_grad[1] else None
        grad_bias = torch.zeros_like(bias) if bias is not None and ctx.needs_input_grad[2] else None
        loss = torch.zeros(tokens, dtype=torch.float32)
        (labels != _IGNORED).sum()
        store = torch.empty((chunk, weight.size(0)), dtype=hidden.dtype)
        for start in range(0, tokens, chunk):
            part = hidden[start : start + chunk]
            logits = store[: part.size(0)]
            torch.mm(part, weight.t(), out=logits)
            if bias is not None:
                logits.add_(bias)
            _cross_entropy_kernel(logits, labels[start : start + chunk], loss[start : start + chunk])
            torch.mm(logits, weight, out=grad_hidden[start : start + chunk])
            if grad_weight is not None:
                torch.addmm(grad_weight, logits.t(), part, out=grad_weight)
            if grad_bias is not None:
                torch.add(grad_bias, logits.sum(dim=0), out=grad_bias)
        ctx.save_for_backward(grad_hidden, grad_weight, grad_bias)
        return loss.sum()

    @staticmethod
    def backward(ctx, grad):
        grad_hidden, grad_weight, grad_bias = ctx.saved_tensors
        return tuple(g.mul_(grad) if g is not None else None for g in (grad_hidden, grad_weight, grad_bias)) + (None,)
