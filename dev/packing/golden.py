#!/usr/bin/env python3
"""Runs the trainers' own packing, batching and step counting on many sets of lengths, and writes what they give.

    python3 -m venv target/packing-env
    target/packing-env/bin/python -m pip install -r dev/packing/requirements.txt
    target/packing-env/bin/python -m pip install --no-deps -r dev/packing/trainers.txt
    target/packing-env/bin/python dev/packing/golden.py            minutes; writes src/test/resources/packing/*.csv

PyTorch's wheel brings CUDA along (6 GB); nothing here needs a GPU. What runs is the packages' code: TRL's pack_dataset,
axolotl's MultipackBatchSampler and calculate_total_num_steps, LLaMA-Factory's packed dataset processor with an encoder that
gives lists of the wanted lengths, torchtune's PackedDataset, Transformers' samplers and Trainer, accelerate's
BatchSamplerShard. LLaMA-Factory, torchtune and axolotl's data folder are entered below their __init__, which want torchaudio,
torchao and a telemetry library.
"""

import csv
import importlib
import importlib.util
import logging
import math
import os
import pathlib
import sys
import tempfile
import types
import warnings
import zlib

os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", CUDA_VISIBLE_DEVICES="", TOKENIZERS_PARALLELISM="false")
os.environ.setdefault("AXOLOTL_DO_NOT_TRACK", "1")
warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import datasets
import numpy as np
import pyarrow as pa
import torch
from torch.utils.data import BatchSampler, DataLoader, DistributedSampler, RandomSampler, SequentialSampler

OUT = pathlib.Path(__file__).resolve().parents[2] / "src/test/resources/packing"
SIZES = [1, 999, 1000, 1001, 2500, 20000]
QUANTILES = 512
MASK = (1 << 64) - 1

datasets.disable_caching()
datasets.disable_progress_bars()


def distributions():
    """Tables of lengths; a set is drawn from one by number, so that any language can draw it again."""
    grid = (np.arange(QUANTILES) + 0.5) / QUANTILES
    normal = np.sqrt(2) * torch.erfinv(torch.tensor(2 * grid - 1, dtype=torch.float64)).numpy()
    half = QUANTILES // 2
    return {
        "lognormal": np.exp(5.2 + normal).astype(int),
        "uniform": 1 + (grid * 1500).astype(int),
        "bimodal": np.concatenate([40 + np.arange(half) % 60, 700 + np.arange(QUANTILES - half) % 300]),
        "equal": np.full(QUANTILES, 300),
        "overlong": (200 + grid**3 * 9000).astype(int),
        "zeros": np.where(np.arange(QUANTILES) % 8 == 0, 0, np.exp(4.5 + normal).astype(int)),
        "short": 1 + (grid * 12).astype(int),
    }


def splitmix(seed):
    state = seed & MASK
    while True:
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        yield z ^ (z >> 31)


def drawn(table, size, seed):
    numbers = splitmix(seed)
    return [int(table[(next(numbers) >> 33) % len(table)]) for _ in range(size)]


def crc(numbers):
    return zlib.crc32(",".join(map(str, numbers)).encode())


def write(name, header, rows):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)
    print(name, len(rows), "rows", flush=True)


def sets(sizes=tuple(SIZES)):
    for name, table in distributions().items():
        for size in sizes:
            yield name, size, drawn(table, size, size)


def table_of(lengths):
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    ids = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pa.array(np.zeros(offsets[-1], dtype=np.int8)))
    return pa.table({"input_ids": ids})


def trl_rows():
    from trl.data_utils import pack_dataset

    def one(name, size, lengths, strategy, length, batch, processes):
        kwargs = {} if batch == 1000 else {"batch_size": batch}
        if processes > 1:
            kwargs["num_proc"] = processes
        try:
            packed = pack_dataset(datasets.Dataset(table_of(lengths)), length, strategy, kwargs)
        except pa.lib.ArrowNotImplementedError:
            return [name, size, strategy, length, batch, processes, "raises", "", ""]
        rows = np.concatenate([np.asarray(c.value_lengths()) for c in packed.data.column("input_ids").chunks] or [[]])
        return [name, size, strategy, length, batch, processes, len(packed), int(rows.sum()), crc(sorted(map(int, rows)))]

    found = []
    for name, size, lengths in sets():
        for strategy in ["bfd", "bfd_split", "wrapped"]:
            for length in [2048] if size == 20000 else [64, 333, 1024, 4096]:
                found.append(one(name, size, lengths, strategy, length, 1000, 1))
    for name, size, lengths in sets([1, 1001, 2500]):
        for strategy in ["bfd", "bfd_split", "wrapped"]:
            found.append(one(name, size, lengths, strategy, 1024, 300, 1))
            if name in ["lognormal", "zeros"]:
                found.append(one(name, size, lengths, strategy, 1024, 1000, 3))
    found.append(one("all-empty", 5, [0] * 5, "bfd", 64, 1000, 1))
    found.append(one("all-empty", 5, [0] * 5, "wrapped", 64, 1000, 1))
    write("trl.csv", ["lengths", "size", "strategy", "max_length", "batch_size", "num_proc", "rows", "kept", "crc"], found)


def axolotl_rows():
    from axolotl.utils.samplers.multipack import MultipackBatchSampler

    found = []
    for name, size, lengths in sets():
        for capacity, batch, bin_size, group, sequential in [
            (2048, 1, 200, 100_000, False), (2048, 4, 200, 100_000, False), (8192, 1, 200, 100_000, False),
            (333, 2, 8, 700, False), (4096, 3, 0, 1000, False), (2048, 1, 200, 100_000, True), (777, 5, 200, 100_000, True),
        ]:  # fmt: skip
            sampler = MultipackBatchSampler(
                range(size), batch, capacity, np.array(lengths), bin_size, drop_last=True, group_size=group,
                sequential=sequential, num_processes=1,
            )  # fmt: skip
            every = MultipackBatchSampler(
                range(size), 1, capacity, np.array(lengths), bin_size, drop_last=False, group_size=group,
                sequential=sequential, num_processes=1,
            )  # fmt: skip
            bins = [sum(lengths[i] for i in bin) for batch_ in every.generate_batches() for bin in batch_]
            efficiency = sampler.efficiency()
            found.append(
                [name, size, capacity, batch, bin_size or capacity, group, sequential, len(bins), crc(bins),
                 len(sampler.generate_batches()), sampler.total_tokens_used, sampler.total_token_slots, repr(efficiency)]
            )  # fmt: skip
    write(
        "multipack.csv",
        ["lengths", "size", "batch_max_len", "batch_size", "bin_size", "group_size", "sequential", "bins", "crc", "batches",
         "tokens_used", "token_slots", "efficiency"],
        found,
    )  # fmt: skip


def axolotl_steps():
    """calculate_total_num_steps on data in the order given to it, after torch.manual_seed(42)."""
    from axolotl.utils import trainer

    without_init("axolotl.utils.data")
    sys.modules.setdefault("requests", types.ModuleType("requests"))  # named only where it catches faults of downloads
    from axolotl.utils.data.utils import handle_long_seq_in_dataset
    from axolotl.utils.dict import DictDefault

    found = []
    for name, size, lengths in sets([999, 2500, 20000]):
        for micro, accumulation, world, epochs, real, packing, estimate, strategy, drop in [
            (1, 4, 1, 3, False, True, None, "drop", None), (2, 4, 1, 1, False, True, None, "truncate", None),
            (2, 2, 2, 2.5, True, True, None, "drop", True), (4, 1, 8, 1, False, True, None, "drop", None),
            (2, 4, 1, 3, False, False, None, "drop", None), (2, 4, 1, 3.5, False, True, 0.97, "truncate", None),
        ]:  # fmt: skip
            table = table_of(lengths)
            table = table.append_column("labels", table.column("input_ids"))
            cfg = DictDefault(
                sequence_len=1024, micro_batch_size=micro, batch_size=micro * accumulation * world, num_epochs=epochs,
                multipack_real_batches=real, attn_supports_packing=True, sample_packing=packing, dataset_num_proc=1,
                sample_packing_group_size=100_000, sample_packing_bin_size=200, sample_packing_eff_est=estimate,
                excess_length_strategy=strategy, dataloader_drop_last=drop, is_preprocess=True,
            )  # fmt: skip
            os.environ["WORLD_SIZE"] = str(world)
            kept = handle_long_seq_in_dataset(datasets.Dataset(table), 1024, cfg)
            if len(kept) == 0:
                continue
            kept = kept.add_column("length", [len(ids) for ids in kept["input_ids"]])
            torch.manual_seed(42)
            steps = trainer.calculate_total_num_steps(cfg, kept)
            os.environ["WORLD_SIZE"] = "1"
            found.append(
                [name, size, 1024, micro, accumulation, world, epochs, real, packing, estimate or "", strategy, bool(drop),
                 len(kept), cfg.total_num_tokens, steps, cfg.sample_packing_eff_est or ""]
            )  # fmt: skip
    write(
        "axolotl-steps.csv",
        ["lengths", "size", "sequence_len", "micro_batch_size", "gradient_accumulation_steps", "world_size", "num_epochs",
         "multipack_real_batches", "sample_packing", "given_eff_est", "excess_length_strategy", "dataloader_drop_last",
         "examples", "tokens", "steps", "eff_est"],
        found,
    )  # fmt: skip


def without_init(*names):
    """Makes packages importable without running their __init__."""
    for name in names:
        if "." in name:
            importlib.import_module(name.rpartition(".")[0])
        parent, _, leaf = name.rpartition(".")
        if parent:
            path = [os.path.join(sys.modules[parent].__path__[0], leaf)]
        else:
            path = list(importlib.util.find_spec(name).submodule_search_locations)
        module = types.ModuleType(name)
        module.__path__ = path
        module.__spec__ = importlib.util.spec_from_loader(name, None, is_package=True)
        sys.modules[name] = module


def llama_factory_rows():
    without_init("llamafactory", "llamafactory.data", "llamafactory.data.processor", "llamafactory.extras")
    sys.modules["llamafactory.data.mm_plugin"] = types.ModuleType("mm_plugin")
    logger = types.SimpleNamespace(get_logger=lambda name: types.SimpleNamespace(warning_rank0=lambda text: None))
    sys.modules["llamafactory.extras.logging"] = logger
    sys.modules["llamafactory.extras"].logging = logger
    constants = types.ModuleType("constants")
    constants.IGNORE_INDEX = -100
    sys.modules["llamafactory.extras.constants"] = constants
    try:
        supervised = importlib.import_module("llamafactory.data.processor.supervised")
    except ImportError as missing:
        raise SystemExit(f"llamafactory's processor wants more than this program stands in for: {missing}") from missing

    class Encoded(supervised.PackedSupervisedDatasetProcessor):
        def _encode_data_example(self, prompt, response, system, tools, images, videos, audios):
            length = min(int(prompt[0]), self.data_args.cutoff_len)  # where the real one truncates to
            return [1] * length, [1] * length

    found = []
    for name, size, lengths in sets():
        for cutoff in [1024, 4096] if size > 2500 else [64, 333, 1024, 4096]:
            args = types.SimpleNamespace(cutoff_len=cutoff - 1, neat_packing=False)  # data_args.py takes one off
            processor = Encoded(None, types.SimpleNamespace(pad_token_id=0), None, args)
            rows, padded = [], set()
            for start in range(0, size, 1000):
                part = lengths[start : start + 1000]
                nothing = [None] * len(part)
                got = processor.preprocess_dataset(
                    {"_prompt": [[str(l)] for l in part], "_response": [["r"]] * len(part), "_system": nothing,
                     "_tools": nothing, "_images": nothing, "_videos": nothing, "_audios": nothing}
                )  # fmt: skip
                rows += [sum(1 for i in ids if i == 1) for ids in got["input_ids"]]
                padded |= {len(ids) for ids in got["input_ids"]}
            assert padded == {cutoff}
            found.append([name, size, cutoff, len(rows), sum(rows), crc(rows)])
    write("llama-factory.csv", ["lengths", "size", "cutoff_len", "rows", "kept", "crc"], found)


def torchtune_rows():
    without_init("torchtune", "torchtune.data", "torchtune.datasets")
    packed = importlib.import_module("torchtune.datasets._packed")
    packed.tqdm = lambda **_: types.SimpleNamespace(update=lambda: None)
    found = []
    for name, size, lengths in sets([1, 999, 1000, 1001, 2500]):
        for length, split in [(333, True), (1024, False), (4096, False), (2048, True)]:
            examples = [{"tokens": [1] * l, "labels": [1] * l} for l in lengths]
            try:
                packs = packed.PackedDataset(examples, max_seq_len=length, split_across_pack=split)
            except ValueError:
                found.append([name, size, length, split, "raises", ""])
                continue
            rows = [int((pack["tokens"] == 1).sum()) for pack in packs.packs]
            found.append([name, size, length, split, len(rows), crc(rows)])
    write("torchtune.csv", ["lengths", "size", "max_seq_len", "split_across_pack", "rows", "crc"], found)


def epochs():
    """Padded tokens of whole epochs with Transformers' and torch's samplers behind accelerate's shards."""
    from accelerate.data_loader import BatchSamplerShard
    from transformers.trainer_pt_utils import LengthGroupedSampler

    found = []
    for name, size, lengths in sets([1, 7, 999, 1000, 2500, 20000]):
        for micro, accumulation, world, drop, multiple in [
            (1, 1, 1, False, 1), (8, 4, 1, False, 1), (8, 1, 1, True, 8), (4, 2, 3, False, 64), (3, 1, 4, True, 1),
        ]:  # fmt: skip
            for kind in ["random", "grouped"]:
                padded, real, longest, longest_sum = 0, 0, 0, 0
                for rank in range(world):
                    generator = torch.Generator().manual_seed(size + micro)
                    if kind == "random":
                        sampler = torch.randperm(size, generator=generator).tolist()
                    else:
                        sampler = LengthGroupedSampler(micro * accumulation, lengths=lengths, generator=generator)
                    batches = BatchSampler(sampler, micro, drop)
                    for batch in BatchSamplerShard(batches, world, rank) if world > 1 else batches:
                        most = -(-max(lengths[i] for i in batch) // multiple) * multiple
                        padded += most * len(batch)
                        real += sum(lengths[i] for i in batch)
                        longest = max(longest, most * len(batch))
                        longest_sum = max(longest_sum, sum(lengths[i] for i in batch))
                found.append(
                    [name, size, kind, micro, accumulation, world, drop, multiple, size + micro, padded, real, longest, longest_sum]
                )
    write(
        "epochs.csv",
        ["lengths", "size", "sampler", "micro_batch", "gradient_accumulation", "world_size", "drop_last",
         "pad_to_multiple_of", "seed", "padded", "real", "longest_batch", "longest_batch_unpadded"],
        found,
    )  # fmt: skip


def trainer_steps():
    from accelerate.data_loader import BatchSamplerShard
    from transformers import Trainer, TrainingArguments

    class Numbers(torch.utils.data.Dataset):
        def __init__(self, size):
            self.size = size

        def __len__(self):
            return self.size

        def __getitem__(self, index):
            return {"x": index}

    found = []
    with tempfile.TemporaryDirectory() as folder:
        for size in [1, 3, 7, 64, 999, 1000, 1001, 20000]:
            for micro, accumulation, world, drop, epochs, steps in [
                (1, 1, 1, False, 1, -1), (8, 4, 1, False, 3, -1), (8, 4, 1, True, 3, -1), (4, 3, 8, False, 2.5, -1),
                (4, 3, 8, True, 0.1, -1), (2, 16, 2, False, 1, -1), (2, 16, 2, False, 3, 100), (16, 1, 4, True, 1.01, -1),
            ]:  # fmt: skip
                args = TrainingArguments(
                    folder, per_device_train_batch_size=micro, gradient_accumulation_steps=accumulation,
                    num_train_epochs=epochs, max_steps=steps, dataloader_drop_last=drop, report_to=[], use_cpu=True,
                )  # fmt: skip
                trainer = Trainer(torch.nn.Linear(1, 1), args, train_dataset=Numbers(size))
                loader = trainer.get_train_dataloader()
                if world > 1:  # as accelerate's prepare_data_loader does
                    batches = BatchSampler(RandomSampler(Numbers(size)), micro, drop)
                    loader = DataLoader(Numbers(size), batch_sampler=BatchSamplerShard(batches, world, 0))
                try:
                    values = trainer.set_initial_training_values(args, loader)
                except (ValueError, UnboundLocalError) as fault:
                    values = [type(fault).__name__] * 7
                found.append([size, micro, accumulation, world, drop, epochs, steps, len(loader), values[1], values[6]])
    write(
        "trainer-steps.csv",
        ["rows", "micro_batch", "gradient_accumulation", "world_size", "drop_last", "num_train_epochs", "max_steps",
         "dataloader", "steps_per_epoch", "total_steps"],
        found,
    )  # fmt: skip


def torchtune_steps():
    """The recipe's arithmetic over torch's own sampler and loader."""
    found = []
    for size in [1, 7, 64, 999, 1000, 20000]:
        for micro, accumulation, world in [(1, 1, 1), (8, 4, 1), (4, 3, 8), (2, 16, 3)]:
            sampler = DistributedSampler(range(size), num_replicas=world, rank=0)
            loader = DataLoader(range(size), batch_size=micro, sampler=sampler, drop_last=True)
            found.append([size, micro, accumulation, world, len(loader), len(loader) // accumulation])
    write("torchtune-steps.csv", ["rows", "micro_batch", "gradient_accumulation", "world_size", "dataloader", "steps_per_epoch"], found)


def torch_numbers():
    found = []
    for seed in [0, 1, 42, 123456789, (1 << 40) + 5]:
        torch.manual_seed(seed)
        numbers = [int(torch.empty((), dtype=torch.int64).random_().item()) for _ in range(400)]
        found.append([seed, "random_", 400, numbers[0], crc(numbers)])
        for n in [1, 2, 10, 1000, 100_000]:
            order = torch.randperm(n, generator=torch.Generator().manual_seed(seed)).tolist()
            found.append([seed, "randperm", n, order[0], crc(order)])
        torch.manual_seed(seed)
        orders = [list(RandomSampler(range(50))) for _ in range(3)]
        found.append([seed, "RandomSampler", 50, orders[0][0], crc([i for order in orders for i in order])])
    write("torch.csv", ["seed", "function", "n", "first", "crc"], found)


def numpy_numbers():
    found = []
    for seed in [0, 1, 42, 123456789, (1 << 40) + 5]:
        for n in [1, 2, 10, 1000, 100_000]:
            order = np.random.default_rng(seed).permutation(n).tolist()
            found.append([seed, n, order[0], crc(order)])
    write("numpy.csv", ["seed", "n", "first", "crc"], found)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    write("lengths.csv", ["lengths", "quantiles"], [[k, " ".join(map(str, v))] for k, v in distributions().items()])
    parts = {
        f.__name__: f
        for f in [torch_numbers, numpy_numbers, trainer_steps, torchtune_steps, epochs, torchtune_rows, llama_factory_rows, axolotl_rows,
                  axolotl_steps, trl_rows]
    }  # fmt: skip
    for name in sys.argv[1:] or parts:
        parts[name]()


if __name__ == "__main__":
    main()
