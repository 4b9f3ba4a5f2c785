"""Training on several GPUs, as one of them sees it: a fake process group answers every collective at once."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch
import torch.distributed as dist
from torch._subclasses.fake_tensor import unset_fake_temporarily
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.fsdp import fully_shard
from torch.distributed.fsdp._fully_shard._fsdp_param_group import FSDPParamGroup
from torch.testing._internal.distributed.fake_pg import FakeStore

import losses
from ledger import Ledger
from options import Options


@contextlib.contextmanager
def group(gpus: int) -> Iterator[None]:
    """While open, this process is rank 0 of a group of that many."""
    dist.init_process_group("fake", rank=0, world_size=gpus, store=FakeStore())
    try:
        yield
    finally:
        dist.destroy_process_group()


def spread(model: torch.nn.Module, options: Options, ledger: Ledger) -> torch.nn.Module:
    """The model as one rank of the group trains it."""
    if options.parallelism == "fsdp":
        return shard(model, options.gpus)
    with ledger:  # DDP's buckets are there from now on
        return replicate(model, options.gpus)


def shard(model: torch.nn.Module, gpus: int) -> torch.nn.Module:
    """FSDP2 with the wrapping of the trainers: a unit for each decoder layer, and one for the rest."""
    with unset_fake_temporarily():  # a mesh reads its ranks
        mesh = init_device_mesh("cpu", (gpus,))
    causal = losses.inner(model)
    layer = set(getattr(causal, "_no_split_modules", None) or ())
    for module in list(causal.modules()):
        if type(module).__name__ in layer:
            fully_shard(module, mesh=mesh)
    return fully_shard(model, mesh=mesh)


def replicate(model: torch.nn.Module, gpus: int) -> torch.nn.Module:
    """DDP with its default buckets. The fake group's own all-reduce has no result that DDP could take."""

    def average(state, bucket):  # DDP refuses annotations that are text, as they are here
        buffer = bucket.buffer().div_(gpus)
        dist.all_reduce(buffer)
        done = torch.futures.Future()
        done.set_result(buffer)
        return done

    parallel = torch.nn.parallel.DistributedDataParallel(model, init_sync=False)
    parallel.register_comm_hook(None, average)
    return parallel


@contextlib.contextmanager
def gradients_told(ledger: Ledger) -> Iterator[None]:
    """While open, the ledger hears of the gradients that FSDP writes into the shards by itself."""
    original = FSDPParamGroup.post_backward

    def post_backward(self, *args):
        original(self, *args)
        for part in self.fsdp_params:
            if part.sharded_param.grad is not None:
                ledger.add(part.sharded_param.grad, "gradients")

    FSDPParamGroup.post_backward = post_backward
    try:
        yield
    finally:
        FSDPParamGroup.post_backward = original
