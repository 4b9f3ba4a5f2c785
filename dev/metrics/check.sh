#!/usr/bin/env bash
# Gives the metrics that the tests hold (src/test/resources/metrics/metrics.txt) to the parser of Prometheus' own Python client, which
# fails on what the format does not allow, and prints what it found. Usage: dev/metrics/check.sh [FILE]. Installs into a temporary folder.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q prometheus_client==0.23.1
"$work/env/bin/python" - "${1:-$home/src/test/resources/metrics/metrics.txt}" <<'EOF'
import sys
from prometheus_client.parser import text_string_to_metric_families
families = list(text_string_to_metric_families(open(sys.argv[1]).read()))
for family in families:
    for sample in family.samples:
        assert sample.name.startswith("tuneplan_"), sample
        assert {"run", "attempt", "node"} <= set(sample.labels), sample
        assert (family.type == "counter") == sample.name.endswith("_total"), sample
    print(f"{family.type:8} {family.name}: {len(family.samples)}")
assert families, "no metrics"
EOF
