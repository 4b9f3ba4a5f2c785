#!/usr/bin/env bash
# Prints what the wrapper takes from the trainer beside it: percent of a core, memory, and the time until the trainer's first
# instruction. The wrapper is the agent image's (target/agent, from `make agent-image`); its GPUs are those of a stub of NVML.
# Usage: dev/bench/overhead.sh [SECONDS [GPUS]]. Without arguments 600 and 8. Writes to a temporary folder only.
set -euo pipefail
seconds=${1:-600} gpus=${2:-8}
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
agent=$home/target/agent/bin/tuneplan
[ -x "$agent" ] || { echo "overhead.sh: $agent is not there; 'make agent-image' builds it" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

gcc -O1 -fPIC -shared -o "$work/libnvidia-ml.so.1" "$home/src/test/c/nvml/stub.c" -lm
cat >"$work/gpus" <<EOF
gpus $gpus
gpu * power 0:110000 5:650000
gpu * util 0:2 5:98
gpu * used 0:15000 5:70000
gpu * reserved 551
gpu * clock 0:1755
gpu * temp 0:60
gpu * reasons 0:4
gpu * sm 0:80
gpu * tensor 0:50
gpu * dram 0:60
EOF
export LD_LIBRARY_PATH=$work${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
wrapped() { # NAME COMMAND...
  local name=$1
  shift
  mkdir -p "$work/$name"
  "$agent" agent run --dir "$work/$name" --done exit-code --termination-log "$work/$name/last-words" -- "$@" >/dev/null 2>&1
}

median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }
starts=$(for ((i = 0; i <= 10; i++)); do
  begin=${EPOCHREALTIME/[.,]/}
  # shellcheck disable=SC2016 # the trainer's own clock
  wrapped "start$i" bash -c 'echo "${EPOCHREALTIME/[.,]/}" >"$0"' "$work/first"
  # the first round warms the file cache
  [ "$i" -eq 0 ] || echo $(($(<"$work/first") - begin))
done)

wrapped long sleep $((seconds + 10)) &
sleep 5
pid=$(sed -n 's/.*"wrapper":{"pid":\([0-9]*\).*/\1/p' "$work/long/attempts/1/events.jsonl")
ticks() { sed 's/.*) //' "/proc/$pid/stat" | awk '{print $12 + $13}'; }
before=$(ticks)
most=0
for ((i = 0; i < seconds; i++)); do
  sleep 1
  now=$(awk '/^VmRSS/ {print $2}' "/proc/$pid/status")
  most=$((now > most ? now : most))
done
spent=$(($(ticks) - before))
read -r high anon file < <(awk '/^VmHWM/ {h=$2} /^RssAnon/ {a=$2} /^RssFile/ {f=$2} END {print h, a, f}' "/proc/$pid/status")
wait

awk -v gpus="$gpus" -v s="$seconds" -v spent="$spent" -v hz="$(getconf CLK_TCK)" -v most="$most" -v high="$high" -v anon="$anon" \
  -v file="$file" -v start="$(median <<<"$starts")" 'BEGIN {
  printf "%d stub GPUs, once a second, %d s\n", gpus, s
  printf "  %.2f %% of one core\n", 100 * spent / hz / s
  printf "  %.1f MiB resident at most (%.1f at the peak of the start; %.1f of its own, %.1f of files)\n", most / 1024, high / 1024, anon / 1024, file / 1024
  printf "  %.2f s from its own start to the first instruction of the trainer (median of 10)\n", start / 1e6
}'
printf '  %s bytes of last words, %s bytes of samples\n' "$(wc -c <"$work/long/last-words")" \
  "$(cat "$work"/long/attempts/1/samples/* | wc -c)"
