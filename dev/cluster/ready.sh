#!/usr/bin/env bash
# ready.sh: can this machine build the test cluster and bring it up? Says all that is missing at once, before anything is built.
# Docs: docs/cluster.md.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
lacks=()
lack() { lacks+=("$*"); }

if [ "$(uname -s)" != Linux ]; then
  lack "this is $(uname -s), and kubelet and containerd run on Linux only: use a Linux machine or a virtual one"
else
  if [ "$(id -u)" != 0 ]; then
    lack "root, and this is $(id -un): kubelet and containerd need it"
  else
    # a container without privileges has root's name and not its rights
    unshare --mount true 2> /dev/null || lack "the right to make mount namespaces (CAP_SYS_ADMIN): in a container, start it with --privileged"
    probe=$(cgroup_tree)/tuneplan-ready-$$
    if mkdir "$probe" 2> /dev/null; then rmdir "$probe"; else lack "control groups that can be written ($(cgroup_tree)): in a container, start it with --privileged"; fi
  fi
  packages=$(echo $(missing_packages))
  [ -z "$packages" ] || command -v apt-get > /dev/null || lack "the programs of the Debian packages $packages, and apt-get to install them with"
fi
if ! command -v go > /dev/null; then
  lack "go: install Go 1.25 or newer (Debian's golang-go is older until 14)"
elif ! go_is_new "$(GOTOOLCHAIN=local go env GOVERSION)"; then
  lack "Go 1.25 or newer: this is $(GOTOOLCHAIN=local go env GOVERSION)"
fi
if ! command -v python3 > /dev/null; then
  lack "python3: apt-get install python3"
elif ! python3 -m pip --version > /dev/null 2>&1; then
  lack "pip for python3: apt-get install python3-pip"
fi

[ ${#lacks[@]} = 0 ] && exit 0
echo "ready.sh: the test cluster needs what is missing here; nothing was built:" >&2
printf '  - %s\n' "${lacks[@]}" >&2
echo "'make test' has the tests that need no cluster." >&2
exit 1
