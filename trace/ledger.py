"""Counts what a step allocates, computes and moves, operator by operator."""

from __future__ import annotations

import contextlib
import dataclasses
import weakref
from collections.abc import Iterator

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_iter
from torch.utils.flop_counter import flop_registry

PHASES = ("forward", "backward", "step")
KINDS = ("weights", "trained", "gradients", "states", "activations")
HOST = "host"
"""The kind of what is not on the GPU at all."""
BLOCK = 512
"""The CUDA caching allocator hands out multiples of this many bytes."""

aten = torch.ops.aten
_NO_KERNEL = {
    aten._unsafe_view.default,
    aten._reshape_alias.default,
    aten.detach.default,
    aten.lift_fresh.default,
    aten.lift_fresh_copy.default,
    aten.empty.memory_format,
    aten.empty_like.default,
    aten.empty_strided.default,
    aten.empty_permuted.default,
    aten.new_empty.default,
    aten.new_empty_strided.default,
    aten.set_.source_Storage_storage_offset,
    aten.set_.source_Tensor,
    aten.resize_.default,
    aten.sym_size.int,
    aten.is_same_size.default,
    aten._local_scalar_dense.default,
}
_COUNTED_NAMESPACES = ("aten", "bitsandbytes", "tuneplan", "transformers", "c10d", "_c10d_functional", "fsdp")
_ATTENTION = {
    aten._scaled_dot_product_flash_attention,
    aten._scaled_dot_product_flash_attention_backward,
    aten._scaled_dot_product_efficient_attention,
    aten._scaled_dot_product_efficient_attention_backward,
    aten._scaled_dot_product_flash_attention_for_cpu,
    aten._scaled_dot_product_flash_attention_for_cpu_backward,
}
_BATCHED = {aten.bmm, aten.baddbmm}


@dataclasses.dataclass
class Block:
    """One storage: its kind, and its size in bytes as the allocator rounds it."""

    kind: str
    size: int


@dataclasses.dataclass
class Work:
    """What one phase of the recorded step did. Operators are kernels started; views are none."""

    operators: int = 0
    bytes: int = 0
    flops_linear: int = 0
    flops_attention: int = 0


def _rounded(size: int) -> int:
    return -(-size // BLOCK) * BLOCK


def starts_kernel(func: torch._ops.OpOverload) -> bool:
    """Whether an operator runs anything on the GPU: views and bare allocations do not."""
    return func.namespace in _COUNTED_NAMESPACES and func not in _NO_KERNEL and not func.is_view


def is_wrapper(kind: type) -> bool:
    """Whether a tensor type only stands for others, as a sharded one for this rank's part."""
    return kind.__name__ == "DTensor"


class Ledger(TorchDispatchMode):
    """Live and peak bytes of all storages by kind and phase, and the work of the recorded part.

    Storages are counted, not tensors: views share one. A tensor that is not told otherwise is an activation.
    """

    def __init__(self, sequence: int) -> None:
        super().__init__()
        self.phase = "load"
        self.recording = False
        self.live = dict.fromkeys(KINDS, 0)
        self.total = 0
        self.peaks = dict.fromkeys(PHASES, 0)
        self.peak = 0
        self.peak_phase = ""
        self.alive_at_peak: dict[str, int] = {}
        self.work = {phase: Work() for phase in PHASES}
        self._sequence = sequence
        self._blocks: weakref.WeakKeyDictionary[torch.UntypedStorage, Block] = weakref.WeakKeyDictionary()

    def add(self, tensor: torch.Tensor, kind: str = "activations") -> None:
        """Counts a tensor's storage if it is new; says its kind anew unless it is only an activation."""
        tensor = getattr(tensor, "_local_tensor", tensor)  # of a sharded one, this rank's part
        if tensor.device.type == "meta" and not hasattr(tensor, "fake_device"):
            return
        storage = tensor.untyped_storage()
        block = self._blocks.get(storage)
        if block is not None:
            if kind not in ("activations", block.kind):
                self._drop(block)
                block.kind = kind
                self._grow(block.kind, block.size)
            return
        block = Block(kind, _rounded(storage.nbytes()))
        self._blocks[storage] = block
        weakref.finalize(storage, self._drop, block).atexit = False
        self._grow(block.kind, block.size)

    def resized(self, storage: torch.UntypedStorage) -> None:
        """Follows a storage that changed its size in place, as sharded training frees and refills its buffers."""
        block = self._blocks.get(storage)
        if block is None:
            return
        size = _rounded(storage.nbytes())
        change, block.size = size - block.size, size
        self._grow(block.kind, change)

    def enter(self, phase: str) -> None:
        """Begins a phase; what is alive at its start counts for its peak."""
        self.phase = phase
        self._look()

    def _grow(self, kind: str, size: int) -> None:
        if kind == HOST:
            return
        self.live[kind] += size
        self.total += size
        if size > 0:
            self._look()

    def _look(self) -> None:
        if self.phase in self.peaks and self.total > self.peaks[self.phase]:
            self.peaks[self.phase] = self.total
            if self.total > self.peak:
                self.peak, self.peak_phase, self.alive_at_peak = self.total, self.phase, dict(self.live)

    def _drop(self, block: Block) -> None:
        if block.kind == HOST:
            return
        self.live[block.kind] -= block.size
        self.total -= block.size

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if any(is_wrapper(t) for t in types):
            return NotImplemented  # it comes back as operators on what this rank holds
        if func.namespace == "bitsandbytes":
            from quantised import on_cuda

            as_cuda = on_cuda(func)
            if as_cuda is not None:
                with self:
                    return as_cuda(*args, **kwargs)
        out = func(*args, **kwargs)
        for tensor in tree_iter(out):
            if isinstance(tensor, torch.Tensor):
                self.add(tensor)
        if self.recording and starts_kernel(func) and not self._on_host(args):
            self._count(func, args, kwargs, out)
        return out

    def _on_host(self, args) -> bool:
        first = next((t for t in tree_iter(args) if isinstance(t, torch.Tensor)), None)
        block = None if first is None else self._blocks.get(first.untyped_storage())
        return block is not None and block.kind == HOST

    def _count(self, func, args, kwargs, out) -> None:
        work = self.work[self.phase]
        work.operators += 1
        for tensor in tree_iter((args, kwargs, out)):
            if isinstance(tensor, torch.Tensor):
                work.bytes += tensor.numel() * tensor.element_size()
        packet = func._overloadpacket
        if packet in flop_registry:
            flops = flop_registry[packet](*args, **kwargs, out_val=out)
        elif packet is aten._grouped_mm:
            flops = _grouped_flops(*args[:2], out)
        else:
            return
        if packet in _ATTENTION:
            work.flops_attention += flops // 2 if _causal(func, args, kwargs) else flops
        elif packet in _BATCHED and self._over_tokens(args, out):
            work.flops_attention += flops
        else:
            work.flops_linear += flops

    def _over_tokens(self, args, out) -> bool:
        """Whether a batched product is one of unfused attention: it reads or writes tokens × tokens."""
        square = (self._sequence, self._sequence)
        return any(isinstance(t, torch.Tensor) and t.shape[-2:] == square for t in (*args, out))


def _causal(func, args, kwargs) -> bool:
    for place, argument in enumerate(func._schema.arguments):
        if argument.name == "is_causal":
            return bool(args[place] if place < len(args) else kwargs.get("is_causal", argument.default_value))
    return False


def _grouped_flops(a: torch.Tensor, b: torch.Tensor, out: torch.Tensor) -> int:
    """A product per expert: tokens × in × out over all experts, whichever of the three is grouped."""
    rows, inner = a.shape[-2:]
    if a.dim() == 2 and b.dim() == 2:
        return 2 * rows * inner * b.shape[-1]
    return 2 * rows * inner * b.shape[-1] * (a.shape[0] if a.dim() == 3 else 1)


@contextlib.contextmanager
def following_resizes(ledger: Ledger) -> Iterator[None]:
    """While open, the ledger hears of every storage that changes its size in place."""
    original = torch.UntypedStorage.resize_

    def resize(storage, size):
        out = original(storage, size)
        ledger.resized(storage)
        return out

    torch.UntypedStorage.resize_ = resize
    try:
        yield
    finally:
        torch.UntypedStorage.resize_ = original
