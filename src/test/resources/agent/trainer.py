"""Behaves like a Transformers trainer, without its weight: checkpoints, log, callback, bars, faults."""
import argparse
import json
import os
import signal
import struct
import subprocess
import sys
import time
import urllib.request

p = argparse.ArgumentParser()
p.add_argument("--output", default=os.environ.get("TUNEPLAN_OUTPUT"))
p.add_argument("--steps", type=int, default=6)
p.add_argument("--save-steps", type=int, default=2)
p.add_argument("--resume_from_checkpoint")
p.add_argument("--auto-resume", action="store_true")
p.add_argument("--log", action="store_true", help="trainer_log.jsonl, as LLaMA-Factory")
p.add_argument("--callback", action="store_true", help="posts, as Transformers' KubeflowCallback")
p.add_argument("--bars", action="store_true")
p.add_argument("--no-state", action="store_true")
p.add_argument("--no-weights", action="store_true")
p.add_argument("--cut-weights", action="store_true")
p.add_argument("--jit", action="store_true", help="saves on SIGTERM, stops, exits with 0")
p.add_argument("--ignore-term", action="store_true")
p.add_argument("--trigger", help="saves when this file is there")
p.add_argument("--pause-at", type=int, help="before this step: waits for the file --go")
p.add_argument("--go")
p.add_argument("--stop-at", type=int, help="after this step: ends with --code")
p.add_argument("--code", type=int, default=0)
p.add_argument("--say", help="with --stop-at: the last line on standard error")
p.add_argument("--child", action="store_true", help="starts a worker in a session of its own")
p.add_argument("--work", type=float, default=0, help="seconds that a step takes")
a = p.parse_args()
asked = []

if a.jit:
    signal.signal(signal.SIGTERM, lambda number, frame: asked.append(number))
if a.ignore_term:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if a.child:
    worker = subprocess.Popen(["sleep", "1000"], start_new_session=True)
    print("worker", worker.pid, flush=True)


def save(step):
    folder = os.path.join(a.output, f"checkpoint-{step}")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "optimizer.pt"), "w") as f:
        f.write("weights of step %d" % step)
    if a.no_state:
        return
    part = os.path.join(a.output, "state.part")
    with open(part, "w") as f:
        json.dump({"global_step": step, "max_steps": a.steps, "epoch": step / a.steps,
                   "num_input_tokens_seen": step * 100,
                   "log_history": [{"step": step, "loss": float("nan") if step == 1 else 2 / step}]}, f)
    os.rename(part, os.path.join(folder, "trainer_state.json"))


def post(metrics, percent):
    body = {"trainerStatus": {"progressPercentage": percent, "lastUpdatedTime": "now",
                              "metrics": [{"name": k, "value": str(v)} for k, v in metrics.items()]}}
    token = open(os.environ["KUBEFLOW_TRAINER_SERVER_TOKEN"]).read().strip()
    request = urllib.request.Request(os.environ["KUBEFLOW_TRAINER_SERVER_URL"], json.dumps(body).encode(),
                                     {"Authorization": "Bearer " + token, "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as r:
        assert r.status == 200


os.makedirs(a.output, exist_ok=True)
first = 0
resume = a.resume_from_checkpoint or os.environ.get("RESUME_FROM") or os.environ.get("TUNEPLAN_RESUME_FROM")
if a.auto_resume:
    found = [int(d.split("-")[1]) for d in os.listdir(a.output) if d.startswith("checkpoint-")]
    resume = os.path.join(a.output, f"checkpoint-{max(found)}") if found else None
if resume:
    first = json.load(open(os.path.join(resume, "trainer_state.json")))["global_step"]
print("begins after step", first, flush=True)
if a.callback:
    post({"total_steps": a.steps}, 0)
for step in range(first + 1, a.steps + 1):
    if a.pause_at == step:
        while not os.path.exists(a.go) and not asked:
            if a.trigger and os.path.exists(a.trigger):
                os.remove(a.trigger)
                save(step - 1)
            time.sleep(0.01)
    if asked:
        save(step - 1)
        print("saved on SIGTERM after step", step - 1, flush=True)
        if a.callback:
            post({}, 100)
        sys.exit(0)
    time.sleep(a.work)
    if a.log:
        with open(os.path.join(a.output, "trainer_log.jsonl"), "a") as f:
            f.write(json.dumps({"current_steps": step, "total_steps": a.steps, "loss": 2 / step,
                                "total_tokens": step * 100}) + "\n")
    if a.bars:
        sys.stderr.write(f"\r {100 * step // a.steps}%|##        | {step}/{a.steps} [00:01<00:02,  1.2s/it]")
        print({"loss": f"{2 / step:.4g}", "epoch": "0.5"}, flush=True)
    if a.callback:
        post({"current_step": step, "total_steps": a.steps, "loss": 2 / step,
              "num_input_tokens_seen": step * 100}, min(99, 100 * step // a.steps))
    if step % a.save_steps == 0 or step == a.steps:
        save(step)
    if a.stop_at == step:
        if a.say:
            print(a.say, file=sys.stderr, flush=True)
        if a.code:
            sys.exit(a.code)
        break
if not a.no_weights:
    header = json.dumps({"w": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}).encode()
    with open(os.path.join(a.output, "adapter_model.safetensors"), "wb") as f:
        f.write(struct.pack("<Q", len(header)) + header + bytes(8 if a.cut_weights else 16))
if a.callback:
    post({"loss": 0.1}, 100)
