"""Writes src/test/resources/dataset/: the same rows as JSONL and as Parquet by three writers.

Run from the repository's root with pyarrow 26, polars 2.1 and duckdb 2.0 or newer:
    python dev/dataset/parquet.py
"""

import json
import pathlib
import random

import duckdb
import polars
import pyarrow
import pyarrow.parquet

OUT = pathlib.Path("src/test/resources/dataset")
CODECS = ["none", "snappy", "gzip", "zstd"]


def text(rng):
    return "".join(rng.choice("abc äöü 日本 \n\t\"\\👋 {}[]") for _ in range(rng.randrange(40)))


def message(rng, role):
    calls = None
    content = text(rng)
    if role == "assistant" and rng.random() < 0.3:
        content = None
        calls = [
            {
                "id": f"call_{i}",
                "type": "function",
                "function": {"name": "f", "arguments": json.dumps({"x": text(rng)})},
            }
            for i in range(rng.randrange(1, 3))
        ]
    weight = rng.choice([None, 0, 1])
    return {"role": role, "content": content, "tool_calls": calls, "weight": weight}


def chat(rng):
    roles = ["system"] * rng.randrange(2) + ["user", "assistant"] * rng.randrange(1, 4)
    tools = json.dumps([{"type": "function", "function": {"name": "f"}}])
    return {
        "id": rng.randrange(1 << 40),
        "messages": [message(rng, r) for r in roles],
        "tools": rng.choice([None, tools]),
        "score": rng.choice([None, 0.5]),
    }


def alpaca(rng):
    return {
        "instruction": text(rng),
        "input": rng.choice([None, text(rng)]),
        "output": text(rng),
        "history": [[text(rng), text(rng)] for _ in range(rng.randrange(3))],
    }


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for name, row in [("chat", chat), ("alpaca", alpaca)]:
        rng = random.Random(name)
        rows = [row(rng) for _ in range(60)]
        lines = OUT / f"{name}.jsonl"
        lines.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows))
        arrow = pyarrow.Table.from_pylist(rows)
        for codec in CODECS:
            pyarrow.parquet.write_table(
                arrow, OUT / f"{name}-pyarrow-{codec}.parquet", compression=codec, row_group_size=25
            )
        pyarrow.parquet.write_table(
            arrow,
            OUT / f"{name}-pyarrow-plain-v2.parquet",
            use_dictionary=False,
            data_page_version="2.0",
            compression="snappy",
        )
        polars.from_arrow(arrow).write_parquet(OUT / f"{name}-polars.parquet")
        duckdb.sql(f"copy (from arrow) to '{OUT}/{name}-duckdb.parquet' (format parquet)")
    pyarrow.parquet.write_table(
        pyarrow.table({"question": ["a"], "reply": ["b"]}), OUT / "other-columns.parquet"
    )


if __name__ == "__main__":
    main()
