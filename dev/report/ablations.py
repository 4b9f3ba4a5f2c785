"""How the error changes as each kind of constant is taken away."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def tuneplan(*arguments: str, config: pathlib.Path) -> dict:
    """What a command prints as JSON, with the user's settings in a folder of their own."""
    command = [str(ROOT / "tuneplan"), *arguments, "-o", "json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | {"XDG_CONFIG_HOME": str(config)})
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def measured(config: pathlib.Path) -> dict:
    """The scores of all measured rows."""
    return tuneplan("accuracy", "--measurements", "accuracy/measurements.csv", "--per-row", config=config)


def neutral(kind: dict, folder: pathlib.Path) -> None:
    """Writes every profile of a kind's folder with its constants taken away; a user's profiles win over shipped ones."""
    target = folder / "tuneplan" / kind["folder"]
    target.mkdir(parents=True)
    for path in sorted((ROOT / kind["folder"]).glob("*.yaml")):
        profile = yaml.safe_load(path.read_text())
        for key, value in kind["set"].items():
            *outer, last = key.split(".")
            inside = profile
            for name in outer:
                inside = inside.setdefault(name, {})
            inside[last] = value
        (target / path.name).write_text(yaml.safe_dump(profile, sort_keys=False, width=1000))


def each() -> list[tuple[str, dict]]:
    """Each kind of constant, and the scores without it."""
    results = []
    for kind in yaml.safe_load((HERE / "ablations.yaml").read_text()):
        with tempfile.TemporaryDirectory() as folder:
            neutral(kind, pathlib.Path(folder))
            results.append((kind["name"], measured(pathlib.Path(folder))))
    return results
