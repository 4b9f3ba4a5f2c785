#!/usr/bin/env bash
# Prints how long commands take on a ledger of 10,000 runs with 10 million samples, as whole processes, start included.
# Usage: dev/bench/ledger.sh [ROUNDS [RUNS [SAMPLES]]]. Needs some 2 GB in a temporary folder, and writes nowhere else.
set -euo pipefail
rounds=${1:-5} runs=${2:-10000} samples=${3:-10000000}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

./tuneplan --version >/dev/null # builds what is missing
mvn -q -B -ntp test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
# shellcheck source=dev/jdk.sh
. dev/jdk.sh
"$(jdk25)/bin/java" -cp "target/test-classes:target/classes:$(cat target/bench.classpath)" \
  dev.tuneplan.bench.LedgerOfManyRuns "$work/ledger.db" "$runs" "$samples"
ls -l "$work/ledger.db" | awk '{printf "%.0f MB, %.1f bytes a sample with its run\n", $5 / 1e6, $5 / '"$samples"'}'

export XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config
seconds() {
  local begin=${EPOCHREALTIME/[.,]/}
  "$@" >/dev/null
  local end=${EPOCHREALTIME/[.,]/}
  printf '%d.%02d' $(((end - begin) / 1000000)) $(((end - begin) / 10000 % 100))
}
# what is asked for goes through a command of users: into an empty ledger, out of what another one exported
TUNEPLAN_LEDGER=$work/ledger.db ./tuneplan ledger export "$work/export.jsonl"
rm "$work/ledger.db"
export TUNEPLAN_LEDGER=$work/imported.db
printf 'ledger import: %s s\n' "$(seconds ./tuneplan ledger import "$work/export.jsonl")"
printf '%-8s %16s %10s %8s\n' round 'reconcile --all' calibrate both
for ((round = 1; round <= rounds; round++)); do
  all=$(seconds ./tuneplan reconcile --all)
  learned=$(seconds ./tuneplan calibrate)
  printf '%-8s %14s s %8s s %6s s\n' "$round" "$all" "$learned" "$(awk "BEGIN {printf \"%.2f\", $all + $learned}")"
done
