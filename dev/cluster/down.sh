#!/usr/bin/env bash
# down.sh DIR: ends the cluster at DIR and takes away all it left but DIR/log. Finds it by its cgroup, not by process ids, so
# it works whatever was killed before; on a folder without a cluster it does nothing.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
[ $# = 1 ] || fail "usage: down.sh DIR"
[ -d "$1" ] || { echo "down.sh: $1 is not there, so nothing is to be done"; exit 0; }
[ "$(id -u)" = 0 ] || fail "root is needed"
D=$(cd "$1" && pwd -P)
W=$(cluster_word "$D")

# All at once and without asking: what is asked to end first would be restarted or mourned by the rest.
for _ in $(seq 100); do
  left=$(cluster_processes "$D" | grep -vx $$ | sort -u)
  [ -n "$left" ] || break
  kill -9 $left 2> /dev/null
  sleep 0.1
done
[ -z "$left" ] || fail "these processes do not end: $(echo $left)"

# The shims' sockets lie outside; each bundle tells its own.
for address in "$D"/containerd/state/io.containerd.runtime.v2.task/k8s.io/*/address; do
  [ -e "$address" ] && socket=$(sed 's#^unix://##' "$address") && case $socket in /run/containerd/s/*) rm -f "$socket" ;; esac
done
mounts() { awk -v d="$D/" 'index($5, d) == 1 {print $5}' /proc/self/mountinfo | sort -r; }
for _ in 1 2 3; do mounts | xargs -r -n 1 umount -l 2> /dev/null; done
left=$(mounts)
[ -z "$left" ] || fail "these stay mounted, so nothing is deleted: $left"
ip -o -4 addr show dev lo label "lo:$W" 2> /dev/null | awk '{print $4}' | xargs -r -I A ip addr del A dev lo
rm -f "/var/lib/cni/results/tuneplan-$W-"* /var/lib/cni/cache/results/"tuneplan-$W-"* 2> /dev/null
for h in /sys/fs/cgroup/ /sys/fs/cgroup/*/; do
  [ -d "${h}tuneplan-$W" ] && find "${h}tuneplan-$W" -depth -type d -exec rmdir {} + 2> /dev/null
done
for f in etcd pki run containerd kubelet cni hook kueue trainer; do rm -rf --one-file-system "${D:?}/$f"; done
rm -f "$D"/{Corefile,containerd.toml,kubelet.yaml,kueue.yaml,jobset.yaml} "$D"/*.kubeconfig
exit 0
