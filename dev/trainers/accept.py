#!/usr/bin/env python3
"""Gives every settings file that is rendered for a trainer to that trainer's own parser, and writes what came of it.

    dev/trainers/accept.py ENVIRONMENTS      (make accept)

ENVIRONMENTS has a Python environment for each trainer (accept/*.txt beside this file; PyTorch brings CUDA along, so they
are gigabytes, and no GPU is needed). Reads src/test/resources/rendered/*/, which `mvn test -Dtest=AcceptedTest
-Dgolden.update=true` writes, and writes dev/trainers/accepted.csv: case, hash of the files, package and version, result.

What is run: trl.scripts.sft's parser with unknown keys refused; axolotl.cli.config.load_cfg, which validates and
normalises; llamafactory.hparams.get_train_args and the reader of dataset_info.json; torchtune's argument parser,
config.validate, and the recipe's constructor where the recipe has one that needs no GPU. What is changed for it: /config,
/runs and /cache become folders here; a GPU with bf16 is pretended; for axolotl a small config.json stands for the model.
"""

import csv
import importlib.machinery
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import traceback
import types

HERE = pathlib.Path(__file__).resolve().parent
RENDERED = HERE.parents[1] / "src/test/resources/rendered"
TABLE = HERE / "accepted.csv"
PACKAGES = {"axolotl": "axolotl", "llamafactory": "llamafactory", "torchtune": "torchtune", "trl": "trl"}
LLAMA = {
    "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64, "intermediate_size": 128,
    "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 256,
    "max_position_embeddings": 131072, "rms_norm_eps": 1e-5, "torch_dtype": "bfloat16",
}  # fmt: skip


def pretend():
    """A GPU that computes in bf16; nothing is computed."""
    import transformers.training_args
    import transformers.utils

    for module in (transformers.utils, transformers.utils.import_utils, transformers.training_args):
        if hasattr(module, "is_torch_bf16_gpu_available"):
            module.is_torch_bf16_gpu_available = lambda: True


def trl(folder):
    pretend()
    from trl.scripts.sft import make_parser

    script, training, model, data = make_parser().parse_args_and_config(
        ["--config", str(folder / "sft.yaml")], fail_with_unknown_args=True
    )
    assert data.datasets and data.datasets[0].path and model.model_name_or_path and training.save_steps
    from trl import get_peft_config, get_quantization_config

    get_peft_config(model)
    get_quantization_config(model)


def axolotl(folder):
    import axolotl.cli.config as config

    many = (folder / "several").exists()
    config.gpu_capabilities = lambda: (
        {"bf16": True, "fp8": True, "tf32": True, "n_gpu": 8 if many else 1, "compute_capability": "sm_90"},
        {"torch_version": "2.11.0"},
    )
    file = folder / "axolotl.yaml"
    model = folder / "model"
    model.mkdir()
    (model / "config.json").write_text(json.dumps(LLAMA))
    text = re.sub(r"^base_model: .*$", f"base_model: {model}", file.read_text(), flags=re.M)
    file.write_text(text + "strict: true\n")
    import yaml

    known = config_keys()
    unknown = [k for k in yaml.safe_load(text) if k not in known]
    assert not unknown, f"unknown keys {unknown}"
    cfg = config.load_cfg(str(file))
    assert cfg.micro_batch_size and cfg.datasets


def config_keys():
    from axolotl.utils.schemas.config import AxolotlInputConfig

    return set(AxolotlInputConfig.model_fields)


def llamafactory(folder):
    pretend()
    # for sounds, which no settings here have; its wheel fits one version of PyTorch alone
    sys.modules["torchaudio"] = types.ModuleType("torchaudio")
    sys.modules["torchaudio"].__spec__ = importlib.machinery.ModuleSpec("torchaudio", None)
    import yaml
    from llamafactory.data.parser import get_dataset_list
    from llamafactory.hparams import get_train_args

    import llamafactory.hparams.parser as parser

    parser.is_torch_bf16_gpu_available = lambda: True
    given = yaml.safe_load((folder / "llamafactory.yaml").read_text())
    _, data, training, _, _ = get_train_args(given)
    found = get_dataset_list(data.dataset, data.dataset_dir)
    assert len(found) == len(data.dataset) and training.save_steps


def torchtune(folder):
    import importlib.util

    from torchtune import config

    recipes = pathlib.Path(importlib.util.find_spec("torchtune").origin).parents[1] / "recipes"

    command = (folder / "command.txt").read_text().splitlines()
    recipe = next(w for w in command if w.endswith(("_single_device", "_distributed")))
    source = (recipes / f"{recipe}.py").read_text()
    seen = {}

    @config.parse
    def main(cfg):
        seen["cfg"] = cfg

    sys.argv = [recipe, "--config", str(folder / "torchtune.yaml")]
    try:
        main()
    except SystemExit as e:
        assert not e.code, e
    cfg = seen["cfg"]
    config.validate(cfg)
    wanted = set(re.findall(r"\bcfg\.([a-z_]+)\b", source)) - {"get", "pop"}
    missing = [k for k in wanted if k not in cfg and f'cfg.get("{k}"' not in source]
    assert not missing, f"{recipe} asks for {missing}"
    asked = wanted | set(re.findall(r'cfg\.get\(\s*"([a-z_]+)"', source)) | {"profiler"}
    unknown = [k for k in cfg if k not in asked]
    assert not unknown, f"{recipe} does not ask for {unknown}"
    for key in ("model", "tokenizer", "dataset", "optimizer", "lr_scheduler", "checkpointer"):
        component = config._utils._get_component_from_path(cfg[key]["_component_"])
        assert callable(component)
    if cfg.model._component_ and "single_device" in recipe:
        spec = importlib.util.spec_from_file_location(recipe, recipes / f"{recipe}.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        made = next(v for k, v in vars(module).items() if k.endswith("RecipeSingleDevice"))
        cfg.device = "cpu"
        cfg.dtype = "fp32"
        if cfg.enable_activation_offloading:
            cfg.enable_activation_offloading = False
        made(cfg=cfg)


def inside(trainer, spoilt):
    """Runs in a trainer's environment: one case a process, named by its folder on standard input."""
    case = pathlib.Path(sys.stdin.readline().strip())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copytree(case, folder, dirs_exist_ok=True)
        for file in folder.iterdir():
            if file.suffix in (".yaml", ".json"):
                text = file.read_text()
                for there in ("/config", "/runs", "/cache"):
                    text = text.replace(f" {there}/", f" {folder}{'' if there == '/config' else there}/")
                    text = text.replace(f" {there}\n", f" {folder}\n")
                file.write_text(text)
        for made in ("runs/output", "cache"):
            (folder / made).mkdir(parents=True)
        if "torchrun" in (case / "command.txt").read_text().split("\n\n")[0]:
            (folder / "several").touch()
            os.environ.update(RANK="0", LOCAL_RANK="0", WORLD_SIZE="1", MASTER_ADDR="127.0.0.1", MASTER_PORT="29711")
            import torch

            torch.distributed.init_process_group("gloo")
        if spoilt:
            name = {"trl": "sft.yaml"}.get(trainer, f"{trainer}.yaml")
            (folder / name).write_text((folder / name).read_text() + "no_such_setting: 1\n")
        {"trl": trl, "axolotl": axolotl, "llamafactory": llamafactory, "torchtune": torchtune}[trainer](folder)


def attempt(python, how, trainer, case, env):
    command = [python, __file__, how, trainer]
    return subprocess.run(command, input=f"{case}\n", env=env, capture_output=True, text=True)


def version(python, package):
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def main():
    if sys.argv[1] in ("--inside", "--spoilt"):
        try:
            inside(sys.argv[2], sys.argv[1] == "--spoilt")
        except BaseException:
            traceback.print_exc()
            sys.exit(1)
        return
    environments = pathlib.Path(sys.argv[1])
    only = sys.argv[2:]
    quiet = dict(
        os.environ, HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", CUDA_VISIBLE_DEVICES="", AXOLOTL_DO_NOT_TRACK="1",
        DISABLE_VERSION_CHECK="1", TOKENIZERS_PARALLELISM="false", DS_ACCELERATOR="cpu", PYTHONWARNINGS="ignore",
    )  # fmt: skip
    rows, bad, controlled = [], 0, set()
    for case in sorted(p for p in RENDERED.iterdir() if p.is_dir()):
        trainer = case.name.split("-")[0]
        if only and not any(case.name.startswith(o) for o in only):
            continue
        python = str(environments / trainer / "bin/python")
        run = attempt(python, "--inside", trainer, case, quiet)
        if trainer not in controlled:
            # a setting that does not exist must be refused, or acceptance says nothing
            controlled.add(trainer)
            spoilt = attempt(python, "--spoilt", trainer, case, quiet)
            assert "no_such_setting" in spoilt.stdout + spoilt.stderr and spoilt.returncode, f"{trainer} took nonsense"
        name = f"{trainer} {version(python, PACKAGES[trainer])}"
        result = "accepted" if run.returncode == 0 else "refused"
        rows.append([case.name, (case / "sha256").read_text().strip(), name, result])
        print(f"{result}  {case.name}  {name}", flush=True)
        if run.returncode:
            bad += 1
            print("    " + "\n    ".join((run.stdout + run.stderr).splitlines()[-8:]))
    if not only:
        with TABLE.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["case", "sha256", "parser", "result"])
            writer.writerows(rows)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
