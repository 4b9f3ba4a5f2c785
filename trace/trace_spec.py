"""Traces one training step that a request describes: JSON on standard input, one line of JSON on standard output.

    {"model": "path of a folder or of its config.json", "trust_code": false, "method": "lora", "rank": 16, ...}

The other keys are those of options.Options. The answer is the record by the columns of accuracy/traces.csv, or
``{"error": "..."}`` with exit status 1. The model's own code runs only with ``"trust_code": true``; it gets no network
and starts no programs. How long it may take is for the caller to limit; three more keys help it: ``"memory_bytes"`` and
``"cpu_seconds"`` are limits that the kernel holds, and with ``"tied": true`` the trace ends when standard input closes,
as it does when the caller dies.

    python trace_spec.py --versions    # the environment's libraries, as JSON, without loading them
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import pathlib
import re
import sys
import tempfile
import threading
import traceback

OLDEST = {"torch": (2, 9), "transformers": (5, 0), "peft": (0, 18), "bitsandbytes": (0, 50)}
_NAMES = {"torch": "PyTorch", "transformers": "Transformers", "peft": "PEFT", "bitsandbytes": "bitsandbytes"}
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn")


class Refused(Exception):
    """What a person must repair, in one line."""


class Guard:
    """Refuses sockets always, and other programs once the libraries are loaded.

    It stops what code does in passing, such as asking a hub for a file. It is no cell for code that means harm: that is
    what the word of the person who trusts it is for.
    """

    def __init__(self) -> None:
        self.programs = True
        sys.addaudithook(self._hear)

    def _hear(self, event: str, args: tuple) -> None:
        if event.startswith("socket.") and event != "socket.gethostname":
            raise Refused("the model's code tried to reach the network, which a trace does not have")
        if not self.programs and event.startswith(_PROGRAMS):
            raise Refused("the model's code tried to start another program, which a trace does not allow")


def versions() -> dict[str, str]:
    """The libraries that this environment has, of those a trace runs."""
    found = {}
    for name in OLDEST:
        try:
            found[name] = importlib.metadata.version(name).split("+")[0]
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def limit(request: dict) -> None:
    """Takes the caller's limits out of the request and has the kernel hold them, where it can."""
    memory, seconds = request.pop("memory_bytes", None), request.pop("cpu_seconds", None)
    try:
        import resource
    except ImportError:  # Windows
        return
    if memory is not None:
        # private memory: the libraries map far more than they touch
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    if seconds is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    # output in a loop must not fill the disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 26, 1 << 26))


def tie() -> None:
    """Ends this process when standard input closes."""

    def wait() -> None:
        while os.read(0, 4096):
            pass
        os._exit(3)

    threading.Thread(target=wait, daemon=True).start()


def check_libraries(packed: bool) -> None:
    """Refuses an environment that lacks a library or has one from before the oldest that the tracer knows.

    ``packed`` says whether bitsandbytes is needed.
    """
    for name, oldest in OLDEST.items():
        if name == "bitsandbytes" and not packed:
            continue
        needed = ".".join(map(str, oldest))
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            raise Refused(f"{_NAMES[name]} is not installed in {sys.prefix}; {needed} or newer is needed") from None
        if tuple(int(n) for n in re.findall(r"\d+", version)[:2]) < oldest:
            raise Refused(f"{_NAMES[name]} {version} in {sys.prefix} is too old; {needed} or newer is needed")


def folder_of(model: object) -> pathlib.Path:
    """The folder that holds the model's config.json."""
    if not isinstance(model, str):
        raise Refused('"model" must be the path of a folder or of its config.json')
    path = pathlib.Path(model)
    folder = path.parent if path.name == "config.json" else path
    if not (folder / "config.json").is_file():
        raise Refused(f"{folder} has no config.json")
    return folder.resolve()


def read_request(text: str) -> dict:
    """The request's values."""
    try:
        request = json.loads(text)
    except ValueError as fault:
        raise Refused(f"the request is not JSON: {fault}") from None
    if not isinstance(request, dict):
        raise Refused("the request must be a JSON object")
    return request


def options_of(request: dict):
    """The options that a request gives; what it does not say has its default."""
    import dataclasses

    from options import Options

    known = {f.name for f in dataclasses.fields(Options)}
    unknown = sorted(request.keys() - known)
    if unknown:
        raise Refused(f"unknown: {', '.join(unknown)}; known: model, trust_code, {', '.join(sorted(known))}")
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in request.items()}
    try:
        return Options(**values)
    except (TypeError, ValueError) as fault:
        raise Refused(str(fault)) from None


def config_of(folder: pathlib.Path, trust: bool):
    """The model's configuration, from its own code where that is trusted."""
    import transformers

    values = json.loads((folder / "config.json").read_text())
    own = values.get("auto_map", {})
    if own and not trust and values.get("model_type") not in transformers.CONFIG_MAPPING:
        files = sorted({str(v).split(".")[0] + ".py" for v in own.values()})
        raise Refused(f"{folder} has modelling code of its own ({', '.join(files)}), which runs only with --trust-code")
    if "AutoConfig" not in own or not trust:
        if values.get("model_type") not in transformers.CONFIG_MAPPING:
            raise Refused(f"{folder}/config.json: model_type {values.get('model_type')!r} is not one Transformers knows")
    return transformers.AutoConfig.from_pretrained(folder, trust_remote_code=trust, local_files_only=True)


def check_syntax(folder: pathlib.Path) -> None:
    """Reads the folder's modules before Transformers does, which does not say where a fault in them is."""
    for path in sorted(folder.glob("*.py")):
        compile(path.read_bytes(), path.name, "exec", dont_inherit=True)


def record_of(request: dict, guard: Guard) -> dict:
    """Runs the trace that a request describes."""
    folder = folder_of(request.pop("model", None))
    trust = request.pop("trust_code", False)
    if not isinstance(trust, bool):
        raise Refused('"trust_code" must be true or false')
    options = options_of(request)
    check_libraries(packed=options.quantization != "none" or options.optimizer in ("adamw_8bit", "lion"))
    import torch

    import step

    torch.set_num_threads(1)
    guard.programs = False
    if trust:
        check_syntax(folder)
    record = step.trace(config_of(folder, trust), options, trust_code=trust)
    return record.row() | {"attention": record.attention}


def explained(fault: BaseException) -> str:
    """A fault in one line that says where it is."""
    cause: BaseException | None = fault
    while cause is not None:
        if isinstance(cause, Refused):
            return _place(cause, others=False) + str(cause)
        cause = cause.__cause__ or cause.__context__
    if isinstance(fault, SyntaxError):
        return f"{pathlib.Path(fault.filename or '?').name}:{fault.lineno}: {fault.msg}"
    if isinstance(fault, MemoryError):
        return f"{_place(fault, others=True)}out of the memory that a trace may have"
    said = (str(fault).strip() or "no message").splitlines()[0]
    if type(fault).__name__.startswith("DataDependent") or type(fault).__name__ == "DynamicOutputShapeException":
        said = f"the code depends on the values of tensors ({said}); a trace has only their shapes"
    return f"{_place(fault, others=True)}{type(fault).__name__}: {said}"


def _place(fault: BaseException, others: bool) -> str:
    """The last line of the model's own code that a fault went through, or with ``others`` of any code."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [f for f in frames if "transformers_modules" in f.filename] or (frames[-1:] if others else [])
    return f"{pathlib.Path(own[-1].filename).name}:{own[-1].lineno}: " if own else ""


def main() -> int:
    # whatever the libraries and the model's code print must not get between the caller and the answer
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory(prefix="tuneplan-trace-") as home:
        os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HOME": home}
        os.environ |= {"HF_MODULES_CACHE": f"{home}/modules", "HF_HUB_DISABLE_TELEMETRY": "1", "OMP_NUM_THREADS": "1"}
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        guard = Guard()
        try:
            request = read_request(sys.stdin.readline())
            if request.pop("tied", False):
                tie()
            limit(request)
            said, status = record_of(request, guard), 0
        except KeyboardInterrupt:
            raise
        except BaseException as fault:  # the model's code may raise anything, SystemExit too
            if os.environ.get("TUNEPLAN_VERBOSE"):
                traceback.print_exc()
            said, status = {"error": explained(fault)}, 1
        print(json.dumps(said), file=answer, flush=True)
    return status


if __name__ == "__main__":
    if sys.argv[1:] == ["--versions"]:
        print(json.dumps({"prefix": sys.prefix, "python": sys.version.split()[0], "libraries": versions()}))
        sys.exit()
    # threads that the model's code started must not keep the process alive
    code = main()
    sys.stderr.flush()
    os._exit(code)
