#!/usr/bin/env bash
# part.sh DIR kill|start|restart PART: ends one part of a cluster with SIGKILL, starts it again as up.sh did, or both.
# Without the last two it lists the parts. For tests of what survives.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
D=$(cd "${1:?usage: part.sh DIR kill|start|restart PART}" && pwd -P)
if [ $# = 1 ]; then
  for pid in "$D"/run/*.pid; do
    p=$(basename "$pid" .pid)
    lives "$D" "$p" && echo "$p runs" || echo "$p has ended"
  done
  exit
fi
[ -x "$D/run/$3" ] || fail "$D has no part $3; it has: $(cd "$D/run" && echo *.pid | sed 's/\.pid//g')"
export PATH="$(cluster_cache)/bin:$PATH"
end() {
  lives "$D" "$1" || return 0
  local pid
  pid=$(cat "$D/run/$1.pid")
  kill -9 "$pid"
  while lives "$D" "$1"; do sleep 0.05; done
}
begin() {
  lives "$D" "$1" && fail "$1 runs already"
  setsid "$D/run/$1" > /dev/null 2>&1 < /dev/null &
  if [ "$1" = apiserver ]; then
    for _ in $(seq 300); do
      kubectl --kubeconfig "$D/admin.kubeconfig" get --raw /readyz > /dev/null 2>&1 && return
      sleep 0.2
    done
    tail -n 15 "$D/log/apiserver.log" >&2
    fail "the API server is not ready after 60 s; see above"
  fi
  [ "$1" != kubelet ] || { sleep 1; "$here/gpus.sh" "$D"; }
}
case $2 in
  kill) end "$3" ;;
  start) begin "$3" ;;
  restart) end "$3" && begin "$3" ;;
  *) fail "kill, start or restart, not $2" ;;
esac
