#!/usr/bin/env python3
"""Lists every key that the trainers' own configurations take, with its default and where it is defined.

    python3 dev/trainers/keys.py FOLDER [--date YYYY-MM-DD]

FOLDER keeps the packages of requirements.txt, which pip fetches without their dependencies when they are not there. Their
sources are parsed, never imported. Writes src/main/resources/trainers/*.tsv: key, default, place; an unknown key is
unknown to these versions. Raise a version in requirements.txt, run this, and read the difference.
"""

import argparse
import ast
import datetime
import pathlib
import re
import subprocess
import sys
import tarfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent.parent / "src/main/resources/trainers"
DEFERRED = {"REQUIRED": "(required)"}


class Package:
    """The unpacked sources of one pinned package."""

    def __init__(self, folder, name, version):
        self.name, self.version = name, version
        self.root = folder / f"{name}-{version}"
        if not self.root.is_dir():
            archive = next(folder.glob(f"{name}-{version}*.*"), None) or self.fetch(folder)
            self.unpack(archive)

    def fetch(self, folder):
        command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
        subprocess.run([*command, f"{self.name}=={self.version}"], check=True)
        return next(folder.glob(f"{self.name}-{self.version}*.*"))

    def unpack(self, archive):
        if archive.suffix == ".whl":
            zipfile.ZipFile(archive).extractall(self.root)
        else:
            with tarfile.open(archive) as tar:
                tar.extractall(self.root, filter="data")
            inner = next(self.root.glob(f"{self.name}-*"))
            for child in inner.iterdir():
                child.rename(self.root / child.name)

    def tree(self, path):
        return ast.parse((self.root / path).read_text(encoding="utf-8"))

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8")

    def files(self, pattern):
        return sorted(p.relative_to(self.root).as_posix() for p in self.root.glob(pattern))

    @property
    def title(self):
        return f"{self.name} {self.version}"


class Classes:
    """The annotated fields of classes, by the class's name."""

    def __init__(self, package, paths):
        self.found = {}
        for path in paths:
            for node in ast.walk(package.tree(path)):
                if isinstance(node, ast.ClassDef):
                    self.found.setdefault(node.name, (node, path))

    def fields(self, name, seen=()):
        """Yields (key, default, place, annotation) of a class and its bases."""
        if name not in self.found or name in seen:
            return
        node, path = self.found[name]
        for statement in node.body:
            if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
                continue
            note = ast.unparse(statement.annotation)
            if note.startswith("ClassVar") or statement.target.id.startswith("_"):
                continue
            default, names = default_of(statement.value)
            for key in [statement.target.id, *names]:
                yield key, default, f"{path} {name}", note
        for base in node.bases:
            yield from self.fields(ast.unparse(base).split(".")[-1], (*seen, name))

    def nested(self, note):
        """Classes of ours that an annotation names."""
        return [n for n in re.findall(r"[A-Za-z_]\w*", note) if n in self.found and list(self.fields(n))]

    def keys(self, name, prefix="", depth=0):
        """Keys of a class and of the mappings below it, with dots between and [] for the items of lists."""
        for key, default, place, note in self.fields(name):
            yield prefix + key, default, place
            if depth < 3:
                inner = "[]" if re.search(r"\blist\[", note) else ""
                for other in self.nested(note):
                    yield from self.keys(other, f"{prefix}{key}{inner}.", depth + 1)


def default_of(value):
    """The default of a field, and the other names that it has."""
    if value is None:
        return "REQUIRED", []
    names = []
    if isinstance(value, ast.Call) and ast.unparse(value.func).split(".")[-1] in ("Field", "field"):
        words = {k.arg: k.value for k in value.keywords}
        for word in ("alias", "validation_alias"):
            if word in words:
                names += re.findall(r"'([a-z0-9_]+)'", ast.unparse(words[word]))
        default = words.get("default", words.get("default_factory", value.args[0] if value.args else None))
        return ("REQUIRED" if default is None else short(default)), names
    return short(value), names


def short(node):
    text = ast.unparse(node)
    wrapped = re.fullmatch(r"pp_int\((.*?)(, .*)?\)", text)
    text = wrapped.group(1) if wrapped else text
    text = re.sub(r"^lambda: ", "", text)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    return " ".join(text.split())[:60]


def axolotl(p):
    schemas = p.files("axolotl/utils/schemas/*.py")
    plugins = p.files("axolotl/integrations/*/args.py") + p.files("axolotl/integrations/*/*/args.py")
    classes = Classes(p, schemas)
    yield from classes.keys("AxolotlInputConfig")
    for path in plugins:
        own = Classes(p, [path])
        for name in own.found:
            yield from own.keys(name)
    # datasets of other kinds than SFT are named through a union that the schema writes out
    for name in ("SFTDataset", "DPODataset", "KTODataset", "StepwiseSupervisedDataset", "SyntheticDataset"):
        for key in ("datasets[].", "test_datasets[]."):
            yield from classes.keys(name, key)
    # removed keys that axolotl still answers with a message of its own
    for key in re.findall(r'"(unsloth_[a-z_]+)"', p.text("axolotl/utils/schemas/validation.py")):
        yield key, "None", "axolotl/utils/schemas/validation.py"


def training_arguments(transformers):
    path = "transformers/training_args.py"
    classes = Classes(transformers, [path, "transformers/training_args_seq2seq.py"])
    yield from classes.keys("TrainingArguments")


def fsdp_dictionary(transformers, prefix):
    """Keys of TrainingArguments.fsdp_config, which is a dictionary: those that the code asks for."""
    path = "transformers/training_args.py"
    text = transformers.text(path)
    names = set(re.findall(r'fsdp_config\.get\("([a-z0-9_]+)"', text))
    names |= set(re.findall(r'fsdp_config\["([a-z0-9_]+)"\]', text))
    names |= set(re.findall(r'fsdp_config\.(?:setdefault|pop)\("([a-z0-9_]+)"', text))
    names |= set(re.findall(r"^ +- ([a-z0-9_]+) \(`", text, re.M)) & set(re.findall(r"\b[a-z0-9_]+\b", text))
    for name in sorted(names):
        yield prefix + name, "None", path


def launch_flags(accelerate):
    """Options of accelerate launch, which TRL's files may hold too."""
    path = "accelerate/commands/launch.py"
    for node in ast.walk(accelerate.tree(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("add_argument"):
            words = {k.arg: k.value for k in node.keywords}
            for flag in node.args:
                if isinstance(flag, ast.Constant) and str(flag.value).startswith("--"):
                    default = short(words["default"]) if "default" in words else "None"
                    yield flag.value[2:].replace("-", "_"), default, path


def trl(p, transformers, accelerate):
    classes = Classes(p, p.files("trl/trainer/*_config.py") + ["trl/scripts/utils.py"])
    for name in ("SFTConfig", "ModelConfig", "ScriptArguments", "DatasetMixtureConfig"):
        yield from classes.keys(name)
    yield from training_arguments(transformers)
    yield from fsdp_dictionary(transformers, "fsdp_config.")
    for key in ("accelerate_config", "config", "env"):
        yield key, "None", "trl/scripts/utils.py"
    yield from launch_flags(accelerate)
    for name in sorted(classes.found):
        if name.endswith("Config") and name not in ("SFTConfig", "ModelConfig", "_BaseConfig"):
            yield from classes.keys(name)


def transformers_keys(transformers):
    yield from training_arguments(transformers)
    yield from fsdp_dictionary(transformers, "fsdp_config.")


def llamafactory(p, transformers):
    classes = Classes(p, p.files("llamafactory/hparams/*.py"))
    for name in ("ModelArguments", "DataArguments", "FinetuningArguments", "GeneratingArguments", "TrainingArguments"):
        yield from classes.keys(name)
    seq2seq = Classes(transformers, ["transformers/training_args_seq2seq.py"])
    yield from seq2seq.keys("Seq2SeqTrainingArguments")
    yield from training_arguments(transformers)
    yield from fsdp_dictionary(transformers, "fsdp_config.")


def parameters(p, pattern, prefix):
    """Arguments of a package's public functions and constructors: what a _component_ can be given."""
    for path in p.files(pattern):
        for node in ast.walk(p.tree(path)):
            if isinstance(node, ast.FunctionDef) and (not node.name.startswith("_") or node.name == "__init__"):
                args = node.args.args + node.args.kwonlyargs
                for arg in args:
                    if arg.arg not in ("self", "cls"):
                        yield prefix + arg.arg, "None", path


def torchtune(p):
    """torchtune has no class of its keys: those that its recipes ask for and that its configs have."""
    for path in p.files("recipes/*.py"):
        text = p.text(path)
        for key, default in re.findall(r'cfg\.get\(\s*"([a-zA-Z_]+)"(?:,\s*([^)\n]+))?', text):
            yield key, default.strip() or "None", path
        for key in re.findall(r"\bcfg\.([a-zA-Z_]+)\b", text):
            if key not in ("get", "pop"):
                yield key, "(required)", path
    for path in p.files("recipes/configs/**/*.yaml"):
        yield from ((key, "(no default)", path) for key in yaml_keys(p.text(path)))
    for pattern in ("torchtune/models/*/_model_builders.py", "torchtune/models/*/_component_builders.py"):
        yield from parameters(p, pattern, "model.")
    yield from parameters(p, "torchtune/models/*/_tokenizer.py", "tokenizer.")
    yield from parameters(p, "torchtune/datasets/*.py", "dataset.")
    yield from parameters(p, "torchtune/training/checkpointing/_checkpointer.py", "checkpointer.")


def yaml_keys(text):
    """Dotted keys of a plain block-style YAML file."""
    stack = []
    for line in text.splitlines():
        hit = re.match(r"^( *)([A-Za-z_]\w*):(?: |$)", line)
        if hit:
            indent = len(hit.group(1))
            while stack and stack[-1][0] >= indent:
                stack.pop()
            stack.append((indent, hit.group(2)))
            yield ".".join(name for _, name in stack)


def accelerate_keys(p):
    classes = Classes(p, ["accelerate/commands/config/config_args.py"])
    yield from classes.keys("ClusterConfig")
    sections = {
        "fsdp_config.": ("fsdp_",),
        "parallelism_config.": ("parallelism_config_",),
        "megatron_lm_config.": ("megatron_lm_",),
        "dynamo_config.": ("dynamo_",),
    }
    flags = list(launch_flags(p))
    for section, prefixes in sections.items():
        for key, default, place in flags:
            if key.startswith(prefixes):
                yield section + key, default, place
    path = "accelerate/commands/config/cluster.py"
    text = p.text(path)
    for section in ("deepspeed_config", "fsdp_config", "fp8_config", "dynamo_config", "mpirun_config"):
        for key in re.findall(rf'{section}\["([a-z0-9_]+)"\]', text):
            yield f"{section}.{key}", "None", path
        for key in re.findall(rf'{section}\[\s*"([a-z0-9_]+)"', text):
            yield f"{section}.{key}", "None", path
    for key, default, place in flags:
        if key.startswith("fp8_"):
            yield "fp8_config." + key.removeprefix("fp8_"), default, place
        if key.startswith(("offload_", "zero", "deepspeed_", "gradient_")):
            yield "deepspeed_config." + key, default, place
        if key.startswith("dynamo_"):
            yield "dynamo_config." + key, default, place


# sections whose names stand in files of their own
DEEPSPEED_SECTIONS = {
    "aio": "deepspeed/runtime/swap_tensor/constants.py",
    "autotuning": "deepspeed/autotuning/constants.py",
    "comet": "deepspeed/monitor/config.py",
    "comms_logger": "deepspeed/comm/constants.py",
    "compile": "deepspeed/runtime/config.py",
    "compression_training": "deepspeed/runtime/config.py",
    "csv_monitor": "deepspeed/monitor/config.py",
    "curriculum_learning": "deepspeed/runtime/config.py",
    "data_efficiency": "deepspeed/runtime/data_pipeline/constants.py",
    "elasticity": "deepspeed/runtime/config.py",
    "expert_parallel": "deepspeed/runtime/config.py",
    "flops_profiler": "deepspeed/profiling/constants.py",
    "hybrid_engine": "deepspeed/runtime/config.py",
    "nebula": "deepspeed/runtime/config.py",
    "sequence_parallel_size": "deepspeed/runtime/config.py",
    "tensor_parallel": "deepspeed/runtime/tensor_parallel/config.py",
    "tensorboard": "deepspeed/monitor/config.py",
    "wandb": "deepspeed/monitor/config.py",
}


def deepspeed(p):
    path = "deepspeed/runtime/constants.py"
    reader = p.text("deepspeed/runtime/config.py")
    for name, value in re.findall(r'^([A-Z][A-Z0-9_]*) = [\'"]([a-z][a-z0-9_]+)[\'"]', p.text(path), re.M):
        if re.search(rf"\b{name}\b", reader) and not name.endswith("_DEFAULT") and not name.startswith("ROUTE"):
            yield value, "None", path
    classes = Classes(p, p.files("deepspeed/runtime/**/*config*.py") + p.files("deepspeed/*/config.py"))
    yield "zero_optimization", "None", "deepspeed/runtime/zero/config.py"
    yield from classes.keys("DeepSpeedZeroConfig", "zero_optimization.")
    for section, name in (("bf16", "DeepSpeedBF16Config"), ("fp16", "DeepSpeedFP16Config")):
        yield section, "None", "deepspeed/runtime/precision_config.py"
        yield from classes.keys(name, section + ".")
    for section in ("optimizer", "scheduler"):
        for key in ("type", "params", "legacy_fusion"):
            yield f"{section}.{key}", "None", path
    for key in re.findall(r'param_dict(?:\.get)?[\[(]\s*"([a-z0-9_]+)"', reader):
        yield key, "None", "deepspeed/runtime/config.py"
    for key, place in DEEPSPEED_SECTIONS.items():
        assert re.search(f"[\"']{key}[\"']", p.text(place)), f"{key} is no longer in {place}"
        yield key, "None", place


def write(name, title, keys, date):
    found = {}
    for key, default, place in keys:
        found.setdefault(key, (DEFERRED.get(default, default), place))
    lines = [f"# {title}, read {date} by dev/trainers/keys.py: key, default, place"]
    lines += ["\t".join((key, *found[key])) for key in sorted(found)]
    (OUT / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(found)} keys of {title}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--date", default=datetime.date.today().isoformat())
    options = arguments.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    OUT.mkdir(parents=True, exist_ok=True)
    pinned = re.findall(r"^([a-z]+)==(\S+)", (HERE / "requirements.txt").read_text(), re.M)
    p = {name: Package(options.folder, name, version) for name, version in reversed(pinned)}
    older = Package(options.folder, *[pin for pin in pinned if pin[0] == "transformers"][1])
    trl_keys = trl(p["trl"], p["transformers"], p["accelerate"])
    llama_keys = llamafactory(p["llamafactory"], older)
    both = f"{p['trl'].title} ({p['transformers'].title}, {p['accelerate'].title})"
    write("axolotl", p["axolotl"].title, axolotl(p["axolotl"]), options.date)
    write("trl", both, trl_keys, options.date)
    write("llamafactory", f"{p['llamafactory'].title} ({older.title})", llama_keys, options.date)
    write("torchtune", p["torchtune"].title, torchtune(p["torchtune"]), options.date)
    write("transformers", p["transformers"].title, transformers_keys(p["transformers"]), options.date)
    write("accelerate", p["accelerate"].title, accelerate_keys(p["accelerate"]), options.date)
    write("deepspeed", p["deepspeed"].title, deepspeed(p["deepspeed"]), options.date)


if __name__ == "__main__":
    main()
