# What the scripts of this folder share; to be sourced. Functions only.

cluster_cache() { echo "${TUNEPLAN_CLUSTER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tuneplan-dev/cluster}"; }

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

# The cgroup hierarchy in which a process is looked for: of all that v1 has, the one where runc too puts containers.
cgroup_tree() { if [ -e /sys/fs/cgroup/cgroup.controllers ]; then echo /sys/fs/cgroup; else echo /sys/fs/cgroup/pids; fi; }

# go_is_new RELEASE: is it, such as go1.26.8, one that builds the cluster?
go_is_new() { [ "$(printf '%s\n' go1.25 "$1" | sort -V | head -n 1)" = go1.25 ]; }

# The Debian packages that bring what is not there, one a line.
missing_packages() {
  local pair
  for pair in containerd:containerd ctr:containerd runc:runc ip:iproute2 openssl:openssl \
    busybox:busybox-static unshare:util-linux flock:util-linux /usr/lib/cni/ptp:containernetworking-plugins; do
    command -v "${pair%%:*}" > /dev/null || echo "${pair#*:}"
  done | sort -u
}

# Whatever belongs to the cluster at DIR is found by this word: cgroups, the DNS address's label, the pod network's name.
cluster_word() { printf %s "$1" | sha256sum | cut -c1-8; }

# The processes of a cluster's cgroups, containers included.
cluster_processes() {
  local top
  top=$(cgroup_tree)/tuneplan-$(cluster_word "$1")
  [ ! -d "$top" ] || find "$top" -name cgroup.procs -exec cat {} + 2> /dev/null || true
}

# lives DIR PART: does the part's last process still run (and not another one with its number)?
lives() {
  local pid
  pid=$(cat "$1/run/$2.pid" 2> /dev/null) && grep -qx "$pid" "$(cgroup_tree)/tuneplan-$(cluster_word "$1")/parts/cgroup.procs" 2> /dev/null
}
