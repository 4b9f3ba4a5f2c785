#!/usr/bin/env bash
# Prints how long short commands take beside a hello-world JVM: median, range and ratio.
# Usage: dev/bench/startup.sh [ROUNDS]. Rounds are interleaved, so that a busy machine slows all
# cases alike; trust the ratios. Writes to a temporary folder only.
set -euo pipefail
rounds=${1:-11}
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$home/tuneplan" --version >/dev/null # builds what is missing
# shellcheck source=dev/jdk.sh
. "$home/dev/jdk.sh"
java=$(jdk25)/bin/java
cat >"$work/Hello.java" <<'EOF'
class Hello {
  public static void main(String[] args) {
    System.out.println("hello");
  }
}
EOF
"${java}c" -d "$work" "$work/Hello.java"

names=() commands=()
add() { names+=("$1") && commands+=("$2"); }
short='-XX:+UseSerialGC -XX:TieredStopAtLevel=1'
add 'hello world, C1 and serial GC' "$java $short -cp $work Hello"
add 'hello world, default flags' "$java -cp $work Hello"
add 'tuneplan --version' "$home/tuneplan --version"
add 'tuneplan --help' "$home/tuneplan --help"
add 'tuneplan estimate' "$home/tuneplan estimate --model meta-llama/Llama-3.1-8B --gpu l40s"
add 'tuneplan plan' "$home/tuneplan plan $home/examples/support-bot.yaml"
add 'tuneplan gpus' "$home/tuneplan gpus"
# a run of this machine with three attempts, and a ledger that the first round makes
mkdir -p "$work/data" && cp -r "$home/src/test/resources/local" "$work/data/tuneplan"
export XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config
add 'tuneplan runs' "$home/tuneplan runs --target local"
add 'tuneplan reconcile RUN' "$home/tuneplan reconcile support-bot --target local"

for ((round = 0; round <= rounds; round++)); do
  for i in "${!commands[@]}"; do
    begin=${EPOCHREALTIME/[.,]/}
    ${commands[i]} >/dev/null || true
    end=${EPOCHREALTIME/[.,]/}
    # the first round warms the file cache
    if ((round > 0)); then echo $((end - begin)) >>"$work/$i"; fi
  done
done

ms() { printf '%d' $((($1 + 500) / 1000)); }
ratio() { printf '%d.%d' $(($1 / $2)) $(($1 * 10 / $2 % 10)); }
printf '%-32s %8s %13s %8s %8s\n' "median of $rounds" ms 'min-max' 'x C1' 'x plain'
for i in "${!commands[@]}"; do
  mapfile -t sorted < <(sort -n "$work/$i")
  medians[i]=${sorted[rounds / 2]}
  printf '%-32s %8s %13s %8s %8s\n' "${names[i]}" "$(ms "${medians[i]}")" \
    "$(ms "${sorted[0]}")-$(ms "${sorted[-1]}")" \
    "$(ratio "${medians[i]}" "${medians[0]}")" \
    "$( ((i > 0)) && ratio "${medians[i]}" "${medians[1]}")"
done
