#!/usr/bin/env python3
"""Kills real wrappers, sidecars, trainers (and the server that they push to) with SIGKILL, and looks what was lost.

Usage: dev/bench/kills.py [KILLS [AT_ONCE]]. Without arguments 200 and 8: some ten minutes. Needs target/agent (`make agent-image`),
target/*.jar with target/lib (the same), gcc, and a Java 25 in JAVA_HOME or on the path. Writes to a temporary folder only. Fails when a
line is on the server twice or not at all, when a row is older than ten seconds before the kill of its wrapper, or when a trainer's kill leaves no totals.
"""
import concurrent.futures
import datetime
import glob
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HOME = pathlib.Path(__file__).resolve().parents[2]
AGENT = str(HOME / "target/agent/bin/tuneplan")
KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
AT_ONCE = int(sys.argv[2]) if len(sys.argv) > 2 else 8
TRAINING, ALLOWED = 18, 10
work = pathlib.Path(tempfile.mkdtemp())
java = os.path.join(os.environ["JAVA_HOME"], "bin/java") if "JAVA_HOME" in os.environ else "java"
jar = ":".join(glob.glob(str(HOME / "target/tuneplan-*.jar")) + sorted(glob.glob(str(HOME / "target/lib/*.jar"))))
serving = threading.Lock()
server = None


def serve(port):
    p = subprocess.Popen([java, "-Xmx64m", "-cp", jar, "dev.tuneplan.cli.Main", "serve", "--listen", f"127.0.0.1:{port}",
                          "--dir", str(work / "server")], stderr=subprocess.PIPE, text=True)
    for line in p.stderr:
        if "listening on port" in line:
            threading.Thread(target=p.stderr.read, daemon=True).start()
            return p, int(line.split()[-1])
    raise SystemExit("the server did not start")


def lines(folder):
    """The text of each numbered line, and those that are there twice; what is torn is left out."""
    found, twice = {}, []
    for file in sorted(glob.glob(str(folder / "*"))):
        for text in open(file, errors="replace").read().split("\n"):
            try:
                seq = json.loads(text)["seq"]
            except (ValueError, KeyError, TypeError):
                continue
            if seq > 0 and seq in found:
                twice.append(seq)
            elif seq > 0:
                found[seq] = text
    return found, twice


def one(number):
    dice = random.Random(number)
    victim = ["wrapper", "sidecar", "trainer"][number % 3]
    run = work / f"r{number}"
    run.mkdir()
    env = dict(os.environ, LD_LIBRARY_PATH=str(work / "stub"))
    sidecar = lambda: subprocess.Popen([AGENT, "agent", "serve", "--dir", str(run), "--listen", "127.0.0.1:0",
                                        "--to", f"http://127.0.0.1:{port}"], stderr=subprocess.DEVNULL)
    beside = sidecar()
    wrapper = subprocess.Popen([AGENT, "agent", "run", "--dir", str(run), "--done", "exit-code", "--termination-log", str(run / "words"),
                                "--", "sleep", str(TRAINING)], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    events = run / "attempts/1/events.jsonl"
    while not (events.exists() and '"trainer"' in events.read_text()):
        time.sleep(0.05)
    trainer = next(json.loads(l)["process"]["pid"] for l in events.read_text().splitlines() if '"trainer"' in l)
    time.sleep(dice.uniform(0.5, TRAINING - 2))
    at = time.time()
    if victim == "wrapper":
        wrapper.kill()
    elif victim == "trainer":
        os.kill(trainer, signal.SIGKILL)
    else:
        beside.kill()
        beside.wait()
        beside = sidecar()
    wrapper.wait()
    segments = run / "attempts/1/samples"
    mine, _ = lines(segments)
    rows = [json.loads(t) for t in mine.values() if '"row"' in t]
    last = max((datetime.datetime.fromisoformat(r["at"]).timestamp() for r in rows), default=None)
    begun = datetime.datetime.fromisoformat(json.loads(events.read_text().splitlines()[0])["at"]).timestamp()
    lost = at - (last if last else begun) if victim == "wrapper" else 0
    if victim != "wrapper":
        assert '"is":"end"' in list(mine.values())[-1], f"{number}: a {victim}'s kill cut the samples"
        assert "usage" in json.loads((run / "words").read_text()), f"{number}: no totals"
    # until the server has all of it
    taken = work / "server" / run.name / "attempts/1/samples"
    for _ in range(1200):
        if set(lines(taken)[0]) >= set(mine):
            break
        time.sleep(0.1)
    beside.terminate()
    beside.wait()
    theirs, twice = lines(taken)
    assert not twice, f"{number}: on the server twice: {twice}"
    assert theirs == mine, f"{number}: the server has {len(theirs)} of {len(mine)} lines"
    assert lost <= ALLOWED, f"{number}: {lost:.1f} s lost"
    subprocess.run(["kill", "-9", str(trainer)], stderr=subprocess.DEVNULL)
    return victim, lost, len(mine)


def restart(stop):
    global server
    while not stop.wait(45):
        with serving:
            server.kill()
            server.wait()
            time.sleep(3)
            server, _ = serve(port)


try:
    (work / "stub").mkdir()
    subprocess.run(["gcc", "-O1", "-fPIC", "-shared", "-o", str(work / "stub/libnvidia-ml.so.1"), str(HOME / "src/test/c/nvml/stub.c"), "-lm"],
                   check=True)
    (work / "stub/gpus").write_text("gpus 8\ngpu * power 0:110000 5:650000\ngpu * util 0:2 5:98\ngpu * used 0:15000\n")
    server, port = serve(0)
    stop = threading.Event()
    restarts = threading.Thread(target=restart, args=(stop,))
    restarts.start()
    begin = time.time()
    try:
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            done = list(pool.map(one, range(KILLS)))
    finally:
        stop.set()
        restarts.join()
    lost = sorted(l for v, l, _ in done if v == "wrapper")
    print(f"{KILLS} kills in {time.time() - begin:.0f} s: " + ", ".join(
        f"{sum(v == w for v, _, _ in done)} of the {w}" for w in ("wrapper", "sidecar", "trainer")))
    print(f"  lost with a wrapper: median {lost[len(lost) // 2]:.1f} s, at most {lost[-1]:.1f} s")
    print(f"  {sum(n for _, _, n in done)} lines on the server, each once, as they are on the disk")
finally:
    if server:
        server.kill()
    shutil.rmtree(work, ignore_errors=True)
