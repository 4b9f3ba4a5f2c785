"""The optimizers as the trainer builds them."""

from __future__ import annotations

import torch
import transformers
from torch._subclasses.fake_tensor import unset_fake_temporarily


def of(name: str, parameters: list[torch.nn.Parameter]) -> torch.optim.Optimizer:
    """The optimizer that ``TrainingArguments(optim=name)`` makes, with the paths PyTorch takes for CUDA tensors."""
    return _MAKERS[name](parameters)


def _eight_bit(parameters):
    import bitsandbytes as bnb

    with unset_fake_temporarily():  # the code books are computed from their values
        return bnb.optim.AdamW8bit(parameters, lr=1e-4)


def _lion(parameters):
    import bitsandbytes as bnb

    return bnb.optim.Lion32bit(parameters, lr=1e-4)


def _adafactor(parameters):
    return transformers.Adafactor(parameters, lr=1e-4, scale_parameter=False, relative_step=False)


_MAKERS = {
    "adamw_torch": lambda p: torch.optim.AdamW(p, lr=1e-4, foreach=True),
    "adamw_torch_fused": lambda p: torch.optim.AdamW(p, lr=1e-4, fused=True),
    "adamw_8bit": _eight_bit,
    "adafactor": _adafactor,
    "sgd": lambda p: torch.optim.SGD(p, lr=1e-4, foreach=True),
    "lion": _lion,
}
