"""Writes accuracy/REPORT.md and its plots from what tuneplan says now, and from the committed measurements and traces.

    make report

A row among the worst that accuracy/reasons.csv does not explain ends the program, after the report is written.
"""

from __future__ import annotations

import argparse
import copy
import csv
import pathlib
import sys
import tempfile
from collections.abc import Callable, Iterable

import ablations
import plots
from figures import SCORES, Score, absolute, quantile, score, scores, share, summary

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ACCURACY = ROOT / "accuracy"
WORST = 20
GIB = 2**30
QUANTITIES = (("memory", "peakBytes"), ("FLOPs", "flops"), ("bytes", "bytes"), ("operators", "operators"))
HEAD = ["n", "median %", "p90 %", "bias %", "within 1.5×", "inside P10–P90 %"]


def read(name: str) -> list[dict[str, str]]:
    with (ACCURACY / name).open(newline="") as file:
        return list(csv.DictReader(file))


def table(head: list[str], lines: Iterable[list[str]]) -> str:
    """A Markdown table; figures are set to the right."""
    lines = list(lines)
    right = [all(_number(line[i]) for line in lines) and bool(lines) for i in range(len(head))]
    rule = ["--:" if r else "---" for r in right]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, rule, *lines)) + "\n"


def _number(cell: str) -> bool:
    return not cell or cell.lstrip("+-−–")[:1].isdigit() or cell == "–"


class Facts:
    """Everything that the report is made from."""

    def __init__(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder)
            self.accuracy = ablations.measured(config)
            self.shipped = copy.deepcopy(self.accuracy)
            self.traces = ablations.tuneplan("accuracy", "--traces", "accuracy/traces.csv", config=config)["steps"]
            learning = ("accuracy", "--measurements", "accuracy/measurements.csv", "--learning", "--left-out", "accuracy/loso.csv")
            self.learning = ablations.tuneplan(*learning, config=config)
            self.replays = ablations.tuneplan("accuracy", "--traces", "accuracy/replays.csv", config=config)["steps"]
        self.left_out()
        self.ablations = ablations.each()
        self.measurements = {r["id"]: r for r in read("measurements.csv")}
        older = {r["id"]: r["older_peak_bytes"] for r in read("replays.csv")}
        for step in self.replays:
            # what ran, where two families ran otherwise than in today's libraries
            step["ran"] = float(older[step["id"]] or step["trace"]["peakBytes"])
        self.peers = read("peers.csv")
        self.reasons = {(r["what"], r["id"]): r["reason"] for r in read("reasons.csv")}
        self.rows = [r for r in self.accuracy["rows"] if r["scored"]]
        self.by_id = {r["id"]: r for r in self.rows}
        self.versions = sorted({r["versions"] for r in read("traces.csv")} | {r["versions"] for r in read("replays.csv")})

    def left_out(self) -> None:
        """Puts what a row's prediction is without its source (`make fit`) in place of that of the shipped constants."""
        rows = {r["id"]: r for r in self.accuracy["rows"]}
        for p in read("loso.csv"):
            said = rows[p["id"]][p["what"]]
            predicted, actual = SCORES[p["what"]]
            said[predicted], said["p10"], said["p90"] = (float(p[k]) for k in ("predicted", "p10", "p90"))
            said["inside"] = said["p10"] <= said[actual] <= said["p90"]

    def method(self, row: dict) -> str:
        return row["placed"]["method"]

    def stack(self, row: dict) -> str:
        return self.measurements[row["id"]]["stack"]


def distance(step: dict, key: str) -> float:
    """Percent that the core is off a trace, with its sign."""
    return 100 * (step["core"][key] / step["trace"][key] - 1)


def reached(value: float, bound: float, at_most: bool = True) -> str:
    return "yes" if (value <= bound if at_most else value >= bound) else "**no**"


def summary_section(f: Facts) -> str:
    lines = []

    def line(what: str, target: str, value: str, holds: str) -> None:
        lines.append([what, target, value, holds])

    for split in ("build", "holdout"):
        steps = [s for s in f.traces if s["core"] and s["split"] == split]
        for name, key in QUANTITIES:
            errors = [abs(distance(s, key)) for s in steps]
            median, p95 = quantile(errors, 0.5), quantile(errors, 0.95)
            bound = {"memory": 3, "FLOPs": 0.5}.get(name, 5)
            value = f"median {median:.2f} %, p95 {p95:.1f} %; {share(errors, lambda e: e <= bound):.0f} % of steps within {bound} %"
            if name == "memory":
                holds = reached(max(median, p95 / 3), 1)
                line(f"{name} against traces, {split}, {len(errors)} steps", "median ≤ 1 %, p95 ≤ 3 %", value, holds)
            else:
                line(f"{name} against traces, {split}", f"≤ {bound} %", value, reached(p95, bound))
    memory, speed = scores(f.rows, "memory"), scores(f.rows, "speed")
    errors = absolute(memory)
    line(
        f"memory, {len(memory)} measured rows",
        "median ≤ 8 %, p90 ≤ 25 %",
        f"{quantile(errors, 0.5):.1f} %, {quantile(errors, 0.9):.1f} %{shipped(f, 'memory')}",
        reached(max(quantile(errors, 0.5) / 8, quantile(errors, 0.9) / 25), 1),
    )
    oom = f.accuracy["summary"]["oom"]
    line("out-of-memory labels", "≥ 90 % right", f"{oom['rightPct']:.1f} %", reached(oom["rightPct"], 90, False))
    errors = absolute(speed)
    near = share(speed, lambda s: s.factor <= 1.5)
    line(
        f"speed, {len(speed)} measured rows",
        "median ≤ 12 %, p90 ≤ 35 %, ≥ 80 % within 1.5×",
        f"{quantile(errors, 0.5):.1f} %, {quantile(errors, 0.9):.1f} %, {near:.0f} %{shipped(f, 'speed')}",
        reached(max(quantile(errors, 0.5) / 12, quantile(errors, 0.9) / 35, 80 / near), 1),
    )
    for what in ("memory", "speed"):
        covered = [("all", scores(f.rows, what))]
        covered += [(m, scores([r for r in f.rows if f.method(r) == m], what)) for m in ("full", "lora", "qlora")]
        parts = [(name, share(of, lambda s: s.inside)) for name, of in covered]
        line(
            f"{what} inside P10–P90",
            "75–85 %, each method",
            ", ".join(f"{name} {value:.0f}" for name, value in parts),
            "yes" if all(75 <= v <= 85 for _, v in parts) else "**no**",
        )
    pairs = [s for s in f.replays if s["core"]]
    worst = max(pairs, key=lambda s: abs(distance(s, "peakBytes")))
    line(
        f"core against the trace of {len(pairs)} measured single-GPU runs, memory",
        "≤ 2 %",
        f"{share(pairs, lambda s: abs(distance(s, 'peakBytes')) <= 2):.0f} % of them; worst {distance(worst, 'peakBytes'):+.1f} %",
        reached(abs(distance(worst, "peakBytes")), 2),
    )
    return "## Targets\n\n" + table(["what", "target", "reached", "met"], lines)


def shipped(f: Facts, what: str) -> str:
    """The same figures of the shipped constants, which were fitted on these rows too."""
    errors = absolute(scores([r for r in f.shipped["rows"] if r["scored"]], what))
    return f" (fitted on all: {quantile(errors, 0.5):.1f} %, {quantile(errors, 0.9):.1f} %)"


def agreement_lines(steps: list[dict], label: str) -> list[str] | None:
    steps = [s for s in steps if s["core"]]
    if not steps:
        return None
    cells = [label, str(len(steps))]
    for _, key in QUANTITIES:
        errors = [abs(distance(s, key)) for s in steps]
        cells.append(f"{quantile(errors, 0.5):.2f} / {quantile(errors, 0.95):.1f} / {max(errors):.0f}")
    return cells


AGREEMENT = ["", "steps", *(f"{name}: median / p95 / worst %" for name, _ in QUANTITIES)]


def by(steps: list[dict], label: Callable[[dict], str]) -> list[list[str]]:
    names = sorted({label(s) for s in steps})
    return [line for name in names if (line := agreement_lines([s for s in steps if label(s) == name], name))]


def traces_section(f: Facts) -> str:
    told = [s for s in f.traces if s["core"]]
    axes = ["method", "quantization", "upcast", "autocast", "dora", "checkpointing", "loss", "optimizer", "attention", "accumulation"]
    points = {
        name: [(s["trace"][key], s["core"][key], s["method"]) for s in told] for name, key in QUANTITIES
    }
    units = {"memory": "bytes allocated", "FLOPs": "FLOPs", "bytes": "bytes moved", "operators": "operators"}
    plots.scatter(ACCURACY / "traces.svg", [(n, p, f"traced {units[n]}") for n, p in points.items()], 1.05, 4)
    out = [
        "## Traced steps",
        "",
        f"{len(told)} steps of {len({s['model'] for s in told})} small, odd-shaped models of {len({s['model_type'] for s in told})} "
        f"families, traced in {'; '.join(f.versions)} (trace/README.md), beside the same steps of the Java core. `holdout` are "
        f"shapes that were not looked at while the core was built. Not compared: {len(f.traces) - len(told)} steps over several GPUs.",
        "",
        "![core against traces](traces.svg)",
        "",
        table(AGREEMENT, by(told, lambda s: s["split"])),
        "### By family",
        "",
        table(AGREEMENT, by(told, lambda s: f"{s['model_type']}, {s['split']}")),
        "### By option",
        "",
        table(AGREEMENT, [line for axis in axes for line in by(told, lambda s: f"{axis} {s[axis]}")]),
    ]
    return "\n".join(out)


def points(rows: list[dict], what: str, method: Callable[[dict], str]) -> list[tuple[float, float, str]]:
    return [(s.actual, s.predicted, method(r)) for r in rows if (s := score(r, what))]


def measured_section(f: Facts) -> str:
    plots.scatter(
        ACCURACY / "measured.svg",
        [
            ("memory", points(f.rows, "memory", f.method), "measured GiB"),
            ("speed", points(f.rows, "speed", f.method), "measured tokens/s/GPU"),
            ("wall time", points(f.rows, "wall", f.method), "measured hours"),
        ],
        1.25,
        3,
    )
    keys = (
        ("method", f.method),
        ("family", lambda r: r["placed"]["model"]["type"]),
        ("stack", f.stack),
        ("GPU", lambda r: r["placed"]["gpu"]["id"]),
        ("GPUs", lambda r: r["placed"]["gpus"]),
    )
    out = [
        "## Measured runs",
        "",
        f"{len(f.rows)} of {len(f.accuracy['rows'])} rows of measurements.csv. What a row does not state is a prior with spread. Grey is 1.25×. "
        "Memory and speed are predicted with constants that were fitted without the row's source (`make fit`, loso.csv), intervals "
        "too; wall time has the shipped constants.",
        "",
        "![predicted against measured](measured.svg)",
        "",
    ]
    lines = [["all", what, *summary(scores(f.rows, what))] for what in ("memory", "speed", "wall")]
    out += [table(["group", "what", *HEAD], lines)]
    for name, key in keys:
        lines = []
        for value in sorted({key(r) for r in f.rows}):
            for what in ("memory", "speed", "wall"):
                if of := scores([r for r in f.rows if key(r) == value], what):
                    lines.append([f"{value}", what, *summary(of)])
        out += [f"### By {name}", "", table([name, "what", *HEAD], lines)]
    reasons: dict[str, int] = {}
    for r in f.accuracy["rows"]:
        if not r["scored"]:
            reasons[r["reason"]] = reasons.get(r["reason"], 0) + 1
    out += ["### Not scored", "", table(["rows", "because"], [[str(n), why] for why, n in sorted(reasons.items())])]
    return "\n".join(out)


def answers(f: Facts) -> dict[str, dict[str, dict[str, float]]]:
    """What other tools say: by tool, kind and row. Names of packages carry their version."""
    said: dict[str, dict[str, dict[str, float]]] = {}
    for r in f.rows:
        for tool, a in r["peers"].items():
            for what, key in (("memory", "memoryGiB"), ("speed", "tokensPerSecondPerGpu")):
                if a[key]:
                    said.setdefault(f"{tool} (formula)", {}).setdefault(what, {})[r["id"]] = a[key]
    for p in f.peers:
        for what, key, unit in (("memory", "memory_bytes", GIB), ("speed", "tokens_per_second_per_gpu", 1)):
            if p[key] and p["id"] in f.by_id:
                said.setdefault(f"{p['tool']} {p['version']}", {}).setdefault(what, {})[p["id"]] = float(p[key]) / unit
    return dict(sorted(said.items(), key=lambda kv: ("formula" in kv[0], kv[0])))


def refusal(reason: str) -> str:
    """A tool's refusal without what differs from row to row."""
    if "max_seq" in reason:
        return "the sequence is longer than the model's maximum"
    return "the model's shape is refused" if reason.startswith(("'", "config.json")) else reason


def peers_section(f: Facts) -> str:
    lines, panels = [], []
    for tool, kinds in answers(f).items():
        for what, of in sorted(kinds.items()):
            ours = {i: s for i in of if (s := score(f.by_id[i], what))}
            theirs = [Score(of[i], s.actual) for i, s in ours.items()]
            if not theirs:
                continue
            t, o = absolute(theirs), absolute(ours.values())
            lines.append(
                [
                    tool,
                    what,
                    str(len(t)),
                    f"{quantile(t, 0.5):.1f}",
                    f"{quantile(o, 0.5):.1f}",
                    f"{quantile(t, 0.5) / quantile(o, 0.5):.1f}×",
                    f"{quantile(t, 0.9):.1f}",
                    f"{quantile(o, 0.9):.1f}",
                    f"{quantile(t, 0.9) / quantile(o, 0.9):.1f}×",
                ]
            )
            unit = "measured GiB" if what == "memory" else "measured tokens/s/GPU"
            panels.append((f"{tool}, {what}", [(s.actual, of[i], f.method(f.by_id[i])) for i, s in ours.items()], unit))
    plots.scatter(ACCURACY / "peers.svg", panels, 1.25, 4)
    refused: dict[tuple[str, str], int] = {}
    for p in f.peers:
        if p["reason"]:
            why = refusal(p["reason"])
            refused[p["tool"], why] = refused.get((p["tool"], why), 0) + 1
    head = ["tool", "what", "n", "its median %", "tuneplan's", "", "its p90 %", "tuneplan's", ""]
    return "\n".join(
        [
            "## Beside other tools",
            "",
            "On exactly the rows that a tool has an answer for, asked what tuneplan took the row to mean. Lines with a version are the published",
            "packages, run by `make peers` (dev/peers; peers.csv has every answer); lines with `(formula)` are formulas written again from",
            "their sources (`accuracy.Peer`). ftuneai 0.6 could not be had; 0.4.1 is the newest published package. llm-analysis was run at",
            "half of the peak rate, the share that its source calls usual; with its default, the whole rate, its speeds are twice as high.",
            "",
            "![other tools against measured](peers.svg)",
            "",
            table(head, lines),
            "Rows without an answer:",
            "",
            table(["tool", "rows", "because"], [[t, str(n), why] for (t, why), n in sorted(refused.items(), key=lambda kv: (kv[0][0], -kv[1]))]),
        ]
    )


def spread(values: list[float]) -> str:
    """The median of the absolute values, and the range."""
    if not values:
        return "–"
    return f"{quantile(map(abs, values), 0.5):.1f} ({min(values):+.1f} … {max(values):+.1f})"


def groups_section(f: Facts) -> str:
    groups: dict[str, list[dict]] = {}
    for s in f.replays:
        groups.setdefault(s["group"], []).append(s)
    order = ["plain", "plain GPTBigCode", "plain Mixtral", "PEFT's benchmark", "accelerated QLoRA without fused kernels", "fused kernels",
             "fused kernels and Liger loss", "accelerated GPTBigCode and Mixtral"]
    lines, every = [], []
    for name in sorted(groups, key=lambda g: order.index(g) if g in order else len(order)):
        steps = groups[name]
        ran = [s for s in steps if s["traced"] == "as it ran"]
        lines.append(
            [
                name,
                str(len(steps)),
                f"{len(ran)}",
                spread([trace_error(f, s) for s in ran]),
                spread([trace_error(f, s) for s in steps if s not in ran]),
                spread([distance(s, "peakBytes") for s in steps if s["core"]]),
                spread([e.error for s in steps if (e := score(f.by_id[s["id"]], "memory"))]),
                spread([e.error for s in steps if (e := score(f.by_id[s["id"]], "speed"))]),
                f.reasons.get(("group", name), ""),
            ]
        )
        for s in steps:
            row = f.by_id[s["id"]]
            memory, speed = score(row, "memory"), score(row, "speed")
            every.append(
                [
                    s["id"],
                    name,
                    f"{s['model'].split('/')[-1]} {s['method']} {s['micro_batch']} × {s['sequence']}",
                    f"{s['ran'] / GIB:.2f}",
                    f"{memory.actual:.2f}" if memory else "–",
                    f"{trace_error(f, s):+.1f}",
                    f"{distance(s, 'peakBytes'):+.1f}" if s["core"] else "–",
                    f"{memory.error:+.1f}" if memory else "–",
                    f"{speed.error:+.1f}" if speed else "–",
                    s["traced"],
                ]
            )
    steps = [s for s in f.replays if s["core"]]
    plots.scatter(
        ACCURACY / "replays.svg",
        [
            ("traced as they ran", [(measured_gib(f, s), s["ran"] / GIB, s["method"]) for s in steps if s["traced"] == "as it ran"], "measured GiB"),
            ("core", [(s["trace"]["peakBytes"] / GIB, s["core"]["peakBytes"] / GIB, s["method"]) for s in steps], "traced GiB"),
            ("tuneplan", points([f.by_id[s["id"]] for s in steps], "memory", f.method), "measured GiB"),
            ("tuneplan", points([f.by_id[s["id"]] for s in steps], "speed", f.method), "measured tokens/s/GPU"),
        ],
        1.1,
        4,
    )
    head = ["group", "rows", "traced as they ran", "trace to measured memory %", "trace of other code to measured memory %",
            "core to trace memory %", "tuneplan to measured memory %", "tuneplan to measured speed %", "what stays off"]
    return "\n".join(
        [
            "## Measured single-GPU runs, traced again",
            "",
            "![traces, core and tuneplan on single-GPU runs](replays.svg)",
            "",
            "Groups are the configurations that the sources printed, not how rows came out. Each row's step was traced in the real libraries",
            "(`make replays`), played by the core with the same options, and estimated by tuneplan from the row alone, with its stack's flags.",
            "Cells: median of the absolute errors (range of the signed ones). Traces are *allocated* memory; PEFT's benchmark measured *reserved*",
            "memory. GPTBigCode and Mixtral were traced twice: as Transformers 4 ran them (a 16-bit loss; linear layers for each expert, which",
            "4-bit loading packs), beside the measurement; and as Transformers 5 runs them, beside the core. Fused kernels cannot be traced on",
            "fake tensors: their rows are traced with plain kernels, which says what the fused ones",
            "save and how far the core is from the libraries, and tuneplan's own column has them modelled.",
            "",
            table(head, lines),
            "### Every row",
            "",
            table(["id", "group", "step", "traced GiB", "measured", "trace %", "core to trace %", "tuneplan memory %", "speed %", "traced"], every),
        ]
    )


def measured_gib(f: Facts, step: dict) -> float:
    return float(f.measurements[step["id"]]["peak_mem_gib"])


def trace_error(f: Facts, step: dict) -> float:
    """Percent that a trace is off the measured memory, with its sign."""
    return 100 * (step["ran"] / GIB / measured_gib(f, step) - 1)


def worst(f: Facts, what: str) -> list[tuple[dict, Score]]:
    """The rows that are off by the largest factor, either way."""
    all_rows = [(r, s) for r in f.rows if (s := score(r, what))]
    return sorted(all_rows, key=lambda rs: (-round(rs[1].factor, 6), rs[0]["id"]))[:WORST]


def worst_section(f: Facts, missing: list[str]) -> str:
    out = ["## The twenty worst", "", "By the factor between predicted and measured, either way.", ""]
    for what, unit in (("memory", "GiB"), ("speed", "tokens/s/GPU")):
        lines = []
        for r, s in worst(f, what):
            reason = f.reasons.get((what, r["id"]), "")
            if not reason:
                missing.append(f"{what},{r['id']}")
            m, p = f.measurements[r["id"]], r["placed"]
            model = p["model"]["id"].split("/")[-1]
            lines.append(
                [r["id"], f"{model} {p['method']}, {m['stack']}, {p['gpus']} × {p['gpu']['id']}", f"{s.predicted:.4g}", f"{s.actual:.4g}", f"{s.error:+.0f}", reason]
            )
        out += [f"### {what.capitalize()}, {unit}", "", table(["id", "run", "predicted", "measured", "%", "reason"], lines)]
    return "\n".join(out)


def ablation_section(f: Facts) -> str:
    def line(name: str, accuracy: dict) -> list[str]:
        rows = [r for r in accuracy["rows"] if r["scored"]]
        cells = [name]
        for what in ("memory", "speed"):
            of = scores(rows, what)
            errors = absolute(of)
            cells += [f"{quantile(errors, 0.5):.1f}", f"{quantile(errors, 0.9):.1f}", f"{quantile([s.error for s in of], 0.5):+.1f}"]
        return [*cells, f"{accuracy['summary']['oom']['rightPct']:.1f}"]

    lines = [line("all constants, fitted on all rows", f.shipped)] + [line(f"without: {name}", a) for name, a in f.ablations]
    head = ["", "memory median %", "p90 %", "bias %", "speed median %", "p90 %", "bias %", "OOM labels right %"]
    return "\n".join(
        [
            "## Without a kind of constant",
            "",
            "Every profile gets the value that stands for none (dev/report/ablations.yaml), one kind at a time, and all measured rows are scored again.",
            "",
            table(head, lines),
        ]
    )


def learning_section(f: Facts) -> str:
    lines = [
        [
            what,
            str(k["known"]),
            f"{k['medianErrorPct']:.1f}",
            f"{k['p90ErrorPct']:.1f}",
            f"{k['biasPct']:+.1f}",
            f"{k['coveredPct']:.0f}",
            str(k["predictions"]),
        ]
        for what in ("speed", "memory")
        for k in f.learning[what]
    ]
    return "\n".join(
        [
            "## With known runs",
            "",
            "What `calibrate` makes of predictions when so many runs of the same stack, GPU and method are known: of each group with more than ten,",
            "so many are drawn (20 times) and the same others are predicted. Before it no constant was fitted on a row's source.",
            "",
            table(["", "known", "median %", "p90 %", "bias %", "in P10–P90 %", "predictions"], lines),
        ]
    )


def write(f: Facts) -> list[str]:
    """Writes the report; returns the worst rows that have no reason."""
    missing: list[str] = []
    parts = [
        "# Accuracy\n\nWritten by `make report` from measurements.csv, traces.csv, replays.csv, peers.csv and reasons.csv: do not edit. Percent are of "
        "the actual figure; medians and p90 are of absolute errors.\n",
        summary_section(f),
        measured_section(f),
        peers_section(f),
        groups_section(f),
        worst_section(f, missing),
        ablation_section(f),
        learning_section(f),
        traces_section(f),
    ]
    (ACCURACY / "REPORT.md").write_text("\n".join(parts).rstrip() + "\n")
    return missing


def main() -> None:
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    missing = write(Facts())
    if missing:
        sys.exit("accuracy/reasons.csv lacks a reason for:\n" + "\n".join(missing))


if __name__ == "__main__":
    main()
