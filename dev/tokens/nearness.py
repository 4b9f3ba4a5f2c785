"""How near o200k_base's counts are to those of other families' tokenizers, from the committed counts of plain.csv.

  python3 dev/tokens/nearness.py

Prints for each tokenizer the mean and the standard deviation of ln(its tokens / o200k_base's) over rows of at least 20 tokens, and
the same of the whole corpus, which is 17 languages, code and oddities in about equal parts. The approximation of the room tokenizer
takes its factor and its error from here and from 0.7 MB of English and Java, where ln of the whole is -0.00 (Llama 3), 0.04 (Qwen3),
0.07 (DeepSeek-V3), 0.11 (Gemma 3), 0.14 (Mistral Nemo) and 0.21 (Llama 2), counted on 2026-11-25.
"""

import collections
import csv
import math
import pathlib
import statistics

PLAIN = pathlib.Path(__file__).resolve().parents[2] / "src/test/resources/tokens/plain.csv"
OTHERS = ["llama3", "qwen3", "gemma3", "mistral_nemo", "deepseek_v3"]
BASE = "o200k_base"


def main():
    rows = collections.defaultdict(dict)
    with open(PLAIN, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["tokens"] and row["tokens"] != "raises":
                rows[row["layout"], row["line"]][row["tokenizer"]] = sum(map(int, row["tokens"].split()))
    print("tokenizer       mean    sd  whole")
    for name in OTHERS:
        both = [(v[name], v[BASE]) for v in rows.values() if v.get(name) and v.get(BASE)]
        logs = [math.log(n / base) for n, base in both if base >= 20]
        whole = math.log(sum(n for n, _ in both) / sum(base for _, base in both))
        print(f"{name:14} {statistics.mean(logs):5.2f} {statistics.pstdev(logs):5.2f}  {whole:5.2f}")


if __name__ == "__main__":
    main()
