"""What Transformers 4 did otherwise in two families, for replays of runs of 2024: see accuracy/REPORT.md."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import nn
from transformers.activations import ACT2FN
from transformers.models.mixtral import modeling_mixtral

import losses

FAMILIES = ("gpt_bigcode", "mixtral")


@contextlib.contextmanager
def code(model_type: str) -> Iterator[None]:
    """While open, a family of ``FAMILIES`` runs as in Transformers 4."""
    owner, name, new = {
        "gpt_bigcode": (losses, "_plain", _narrow_loss),
        "mixtral": (modeling_mixtral, "MixtralSparseMoeBlock", LinearExperts),
    }[model_type]
    saved = getattr(owner, name)
    setattr(owner, name, new)
    try:
        yield
    finally:
        setattr(owner, name, saved)


def _narrow_loss(model):
    """GPTBigCodeForCausalLM: cross entropy of a shifted copy of the logits, which stay in 16 bits."""

    def loss(ids, targets):
        head = losses.inner(model).get_output_embeddings()
        logits = head(losses._hidden(model, ids))[..., :-1, :].contiguous()
        return F.cross_entropy(logits.view(-1, logits.size(-1)), ids[..., 1:].reshape(-1))

    return loss


class _Expert(nn.Module):
    def __init__(self, config) -> None:
        super().__init__()
        self.w1 = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.w2 = nn.Linear(config.intermediate_size, config.hidden_size, bias=False)
        self.w3 = nn.Linear(config.hidden_size, config.intermediate_size, bias=False)
        self.act_fn = ACT2FN[config.hidden_act]

    def forward(self, hidden):
        return self.w2(self.act_fn(self.w1(hidden)) * self.w3(hidden))


class LinearExperts(nn.Module):
    """MixtralSparseMoeBlock: linear layers for each expert, which bitsandbytes packs. Every expert gets an equal share of the
    tokens, since fake tensors do not say which it gets."""

    def __init__(self, config) -> None:
        super().__init__()
        self.top_k, self.count = config.num_experts_per_tok, config.num_local_experts
        self.gate = nn.Linear(config.hidden_size, self.count, bias=False)
        self.experts = nn.ModuleList(_Expert(config) for _ in range(self.count))

    def forward(self, hidden_states):
        batch, sequence, width = hidden_states.shape
        hidden_states = hidden_states.view(-1, width)
        weights = F.softmax(self.gate(hidden_states), dim=1, dtype=torch.float)
        weights, selected = torch.topk(weights, self.top_k, dim=-1)
        weights /= weights.sum(dim=-1, keepdim=True)
        weights = weights.to(hidden_states.dtype)
        out = torch.zeros_like(hidden_states)
        mask = F.one_hot(selected, num_classes=self.count).permute(2, 1, 0)
        share = batch * sequence * self.top_k // self.count
        for number, expert in enumerate(self.experts):
            mask[number].sum()  # the search reads it
            token = torch.arange(share, device=hidden_states.device)
            place = torch.zeros(share, dtype=torch.long, device=hidden_states.device)
            part = expert(hidden_states[None, token].reshape(-1, width)) * weights[token, place, None]
            out.index_add_(0, token, part.to(hidden_states.dtype))
        return out.reshape(batch, sequence, width)
