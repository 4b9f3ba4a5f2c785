#!/usr/bin/env python3
"""Renders public chat templates with the real Transformers, and small cases with its Jinja, for the tests of the room `template`.

    python -m venv V && V/bin/pip install -r dev/templates/requirements.txt
    make fixtures && V/bin/python dev/templates/golden.py

Writes into src/test/resources/templates:
  conversations.json  what the templates are rendered with
  golden.csv          template, sha256 of its text, and for each conversation what it gives without and with the generation
                      prompt: the first 16 digits of the sha256 of the text, or "raises"; then, where there are generation
                      blocks, the same of their spans without the prompt ("start:end" in code points, with blanks between)
  cases.json          small templates with the text that they give, or null where Jinja raises
  random.json         the same for templates made from a grammar
"""

import csv
import datetime
import hashlib
import json
import os
import pathlib
import warnings

import cases
import conversations
import grammar
import transformers.utils.chat_template_utils as templates

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
OUT = ROOT / "src/test/resources/templates"
NOW = datetime.datetime(2026, 7, 4, 9, 5, 7)


class FrozenTime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return NOW


templates.datetime = FrozenTime
warnings.simplefilter("ignore")


def sha(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sources(folder):
    """(id, text) of each template in a folder, in order."""
    for path in sorted(folder.rglob("*.jinja")):
        yield path.relative_to(folder).as_posix(), path.read_bytes().decode("utf-8")
    for path in sorted(folder.rglob("tokenizer_config.json")):
        template = json.loads(path.read_text(encoding="utf-8")).get("chat_template")
        name = path.relative_to(folder).as_posix()
        if isinstance(template, str):
            yield name, template
        for entry in template if isinstance(template, list) else []:
            yield f"{name}#{entry['name']}", entry["template"]


def render(template, conversation, prompt, spans=False):
    return templates.render_jinja_template(
        [conversation["messages"]],
        tools=conversation.get("tools"),
        documents=conversation.get("documents"),
        chat_template=template,
        add_generation_prompt=prompt,
        return_assistant_tokens_mask=spans,
        **conversations.VARIABLES,
        **conversation.get("variables", {}),
    )


def cell(template, conversation):
    """Hashes of the text without and with the generation prompt and, if there are any, of the spans."""
    hashes = []
    for prompt in (False, True):
        try:
            hashes.append(sha(render(template, conversation, prompt)[0][0])[:16])
        except Exception:
            hashes.append("raises")
    if "generation" in template and hashes[0] != "raises":
        found = render(template, conversation, False, spans=True)[1][0]
        if found:
            hashes.append(sha(" ".join(f"{start}:{end}" for start, end in found))[:16])
    return " ".join(hashes)


def write_golden(folder):
    with open(OUT / "golden.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["template", "sha256", *conversations.CONVERSATIONS])
        for name, text in sources(folder):
            cells = [cell(text, conversation) for conversation in conversations.CONVERSATIONS.values()]
            writer.writerow([name, sha(text), *cells])


def small(source, variables):
    """What a small template gives: its text, or null where Jinja raises, or what it says where the text is an accident."""
    try:
        text = templates._cached_compile_jinja_template(source).render(**json.loads(json.dumps(variables)))
    except Exception:
        return None
    return {"accident": text[:60]} if " at 0x" in text or " object>" in text else text


def mixed(sources, variables, rendering, raising):
    """The first templates, so many that give a text and so many that raise: most of what a grammar makes raises."""
    left = {True: raising, False: rendering}
    for source in sources:
        raises = small(source, variables) is None
        left[raises] -= 1
        if left[raises] >= 0:
            yield source


def write_small(name, variables, sources):
    write_json(name, {"variables": variables, "cases": [[source, small(source, variables)] for source in sources]})


def write_json(name, value):
    with open(OUT / name, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1, ensure_ascii=True)
        file.write("\n")


def main():
    folder = pathlib.Path(os.environ.get("TUNEPLAN_FIXTURES") or ROOT / ".fixtures").resolve()
    OUT.mkdir(parents=True, exist_ok=True)
    write_json(
        "conversations.json", {"variables": conversations.VARIABLES, "conversations": conversations.CONVERSATIONS}
    )
    write_small("cases.json", cases.VARIABLES, dict.fromkeys(cases.TEMPLATES))
    write_small("random.json", cases.VARIABLES, mixed(grammar.templates(4000), cases.VARIABLES, 400, 100))
    write_golden(folder)


if __name__ == "__main__":
    main()
