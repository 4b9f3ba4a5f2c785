#!/usr/bin/env bash
# Reading logs of calls: whole processes, start included, with a heap that a log of that size would burst; the same log packed; the same
# size as CSV of LiteLLM. Usage: dev/bench/usage.sh [MEGABYTES [TIMES]]   (default: 1000 3)
# Needs python3 and room for two such files in the temporary folder.
set -euo pipefail
megabytes=${1:-1000} times=${2:-3}
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$home/tuneplan" --version >/dev/null # builds what is missing
export JAVA_TOOL_OPTIONS=-Xmx64m

measure() { # seconds of a process, and the most memory that it held
  python3 - "$@" <<'PY'
import resource, subprocess, sys, time
begin = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(f"{time.monotonic() - begin:6.2f} s  {peak:6.0f} MiB resident")
PY
}
for kind in jsonl jsonl.gz csv; do
  case $kind in
    jsonl.gz) gzip -1 "$work/log.jsonl" ;;
    csv) rm -f "$work"/log.*; python3 "$home/dev/bench/usage.py" "$work/log.csv" "$megabytes" csv ;;
    *) python3 "$home/dev/bench/usage.py" "$work/log.jsonl" "$megabytes" ;;
  esac
  for ((i = 0; i < times; i++)); do
    printf '%-9s %6d MB  %s\n' "$kind" "$megabytes" "$(measure "$home/tuneplan" usage "$work/log.$kind" -o json)"
  done
done
