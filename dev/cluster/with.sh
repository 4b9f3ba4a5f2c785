#!/usr/bin/env bash
# with.sh COMMAND...: runs the command with a cluster of its own, which it takes down whatever happened. The command finds
# KUBECONFIG, TUNEPLAN_CLUSTER (the cluster's folder) and the right kubectl. After a failure the logs are kept.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
[ $# -gt 0 ] || fail "usage: with.sh COMMAND..."
export TUNEPLAN_CLUSTER
TUNEPLAN_CLUSTER=$(mktemp -d /tmp/tuneplan-cluster.XXXXXX)
down() {
  local code=$?
  trap - EXIT INT TERM HUP
  "$here/down.sh" "$TUNEPLAN_CLUSTER" || code=1
  if [ $code = 0 ]; then
    rm -rf "$TUNEPLAN_CLUSTER"
  else
    echo "with.sh: ended with $code; the cluster's logs are in $TUNEPLAN_CLUSTER/log" >&2
  fi
  exit $code
}
trap down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
"$here/up.sh" "$TUNEPLAN_CLUSTER" || exit 1
export KUBECONFIG=$TUNEPLAN_CLUSTER/admin.kubeconfig PATH="$(cluster_cache)/bin:$PATH"
"$@"
