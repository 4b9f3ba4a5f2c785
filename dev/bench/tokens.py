"""Counting tokens beside Python's tokenizers, on the same file and the same cores.

  tokens.py make FILE MEGABYTES    writes JSONL rows of text, cut out of this project's own sources and documents
  tokens.py count FILE TOKENIZER   counts them with the batch encoder of the package tokenizers, and prints tokens and seconds

Rows differ from each other, so that no cache of whole texts helps. Needs the packages of requirements.txt for `count` alone.
"""

import json
import pathlib
import random
import sys
import time

HOME = pathlib.Path(__file__).resolve().parents[2]
KINDS = ["docs/**/*.md", "*.md", "src/**/*.java", "trace/**/*.py", "src/test/resources/**/*.txt", "src/test/resources/tokens/*.jsonl"]


def make(file, megabytes):
    random.seed(2)
    texts = []
    for kind in KINDS:
        for path in sorted(HOME.glob(kind)):
            texts.append(path.read_text(encoding="utf-8"))
    written = rows = 0
    with open(file, "w", encoding="utf-8") as out:
        while written < megabytes * 1_000_000:
            text = texts[random.randrange(len(texts))]
            length = int(random.lognormvariate(7, 0.9)) + 20
            begin = random.randrange(max(1, len(text) - length))
            line = json.dumps({"text": f"{rows} " + text[begin : begin + length]}, ensure_ascii=False) + "\n"
            written += len(line.encode())
            rows += 1
            out.write(line)
    print(f"{rows} rows, {written} bytes")


def count(file, tokenizer):
    from tokenizers import Tokenizer

    start = time.perf_counter()
    encoder = Tokenizer.from_file(tokenizer)
    loaded = time.perf_counter()
    tokens = 0
    with open(file, encoding="utf-8") as lines:
        batch = []
        for line in lines:
            batch.append(json.loads(line)["text"])
            if len(batch) == 1000:
                tokens += sum(len(e) for e in encoder.encode_batch(batch, add_special_tokens=False))
                batch = []
        tokens += sum(len(e) for e in encoder.encode_batch(batch, add_special_tokens=False))
    end = time.perf_counter()
    print(f"{tokens} tokens, {loaded - start:.2f} s to load, {end - loaded:.2f} s to read and count")


if __name__ == "__main__":
    {"make": lambda: make(sys.argv[2], float(sys.argv[3])), "count": lambda: count(sys.argv[2], sys.argv[3])}[sys.argv[1]]()
