#!/usr/bin/env bash
# build.sh: makes the programs of the test cluster, once, in a folder that outlives `make clean`.
#
# The folder is $TUNEPLAN_CLUSTER_CACHE, or ~/.cache/tuneplan-dev/cluster. A part is built again only when its go.mod, go.sum,
# sources or the Go release change. A build that was killed is taken up where it stood. Docs: docs/cluster.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
cache=$(cluster_cache)
mkdir -p "$cache/bin" "$cache/images" "$cache/manifests" "$cache/stamps"
exec 9> "$cache/lock"
flock -n 9 || { echo "build.sh: another build works in $cache; waiting for it" >&2; flock 9; }
rm -rf "$cache"/tmp.*
pinned() { awk -v m="$1" '{sub(/^require /, "")} $1 == m && $2 ~ /^v/ {print $2}' "$here/$2/go.mod"; } # MODULE FOLDER
KUBERNETES=$(pinned k8s.io/kubernetes kube)
case $KUBERNETES in v1.34.*) ;; *) fail "kube/go.mod names Kubernetes $KUBERNETES; 1.34 is the last that goes with containerd 1.6" ;; esac

packages=$(missing_packages)
if [ -n "$packages" ]; then
  packages=$(echo $packages)
  [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null ||
    fail "these Debian packages are missing: $packages. Install them as root: apt-get install $packages"
  echo "installing the Debian packages $packages"
  log=$(mktemp)
  apt-get update -qq > "$log" 2>&1 || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages >> "$log" 2>&1 ||
    { tail -n 20 "$log" >&2; fail "apt-get could not install $packages; its last lines are above"; }
  rm -f "$log"
  [ -z "$(missing_packages)" ] || fail "still missing after the installation: $(echo $(missing_packages))"
fi
command -v python3 > /dev/null || fail "python3 is missing: apt-get install python3"
command -v go > /dev/null || fail "go is missing: install Go 1.25 or newer (Debian's golang-go is older until 14)"
release=$(go env GOVERSION)
go_is_new "$release" ||
  fail "Go 1.25 or newer is needed, and this is $release"

# The numbers of the Debian programs that this was shown with; others may do, and are named when a part does not start.
containerd_version=$(containerd --version | awk '{print $3}')
case $containerd_version in 1.[67].* | v1.[67].*) ;; *) echo "note: containerd $containerd_version; shown with 1.6" >&2 ;; esac

hash_of() { # FOLDER WORD...: what a build depends on
  local folder=$1
  shift
  (cd "$folder" && find . -type f | LC_ALL=C sort | xargs sha256sum && echo "$release" "$@") | sha256sum | cut -d' ' -f1
}
# fresh NAME HASH FILE...: is the part there as this hash made it?
fresh() {
  local name=$1 hash=$2 file
  shift 2
  for file; do [ -e "$file" ] || return 1; done
  [ "$(cat "$cache/stamps/$name" 2> /dev/null)" = "$hash" ]
}
stamp() { echo "$2" > "$cache/stamps/$1.new" && mv "$cache/stamps/$1.new" "$cache/stamps/$1"; }

export CGO_ENABLED=0 GOWORK=off GOTOOLCHAIN=local
# program FOLDER NAME PACKAGE USUAL [LDFLAGS]: go.sum vouches for every module; nothing is resolved anew.
program() {
  local folder=$here/$1 name=$2 package=$3 usual=$4 flags=${5:-} hash begin=$SECONDS tmp
  hash=$(hash_of "$folder" "$package" "$flags")
  fresh "$name" "$hash" "$cache/bin/$name" && return
  echo "building $name (about $usual on 2 cores)"
  tmp=$(mktemp -d "$cache/tmp.XXXXXX")
  # what debuggers read is a tenth of the compiler's work
  (cd "$folder" && nice -n 10 go build -mod=readonly -trimpath -buildvcs=false -gcflags all=-dwarf=false -ldflags "-s -w $flags" \
    -o "$tmp/$name" "$package" > "$tmp/log" 2>&1 9>&-) || { grep -v '^go: downloading' "$tmp/log" | tail -n 30 >&2; fail "$name was not built; see above"; }
  mv "$tmp/$name" "$cache/bin/$name"
  rm -rf "$tmp"
  stamp "$name" "$hash"
  echo "built $name in $((SECONDS - begin)) s"
}
version=k8s.io/component-base/version
program kube kube . "7 minutes" "-X $version.gitVersion=$KUBERNETES -X $version.gitMajor=1 -X $version.gitMinor=34"
ln -sfn kube "$cache/bin/kubectl"
program etcd etcd . "40 seconds"
program addons trainer github.com/kubeflow/trainer/v2/cmd/trainer-controller-manager "90 seconds"
program addons jobset sigs.k8s.io/jobset "20 seconds"
program addons kueue sigs.k8s.io/kueue/cmd/kueue "1 minute"
program addons coredns ./coredns "20 seconds"
program kwok kwok sigs.k8s.io/kwok/cmd/kwok "2 minutes"

# CRDs, webhooks and stages come from the same modules as the programs.
manifests() { # FOLDER MODULE NAME FILE...
  local folder=$here/$1 module=$2 name=$3 hash dir tmp
  shift 3
  hash=$(hash_of "$folder" "$@")
  fresh "$name-manifests" "$hash" "$cache/manifests/$name" && return
  dir=$(cd "$folder" && go mod download "$module" && go list -mod=readonly -m -f '{{.Dir}}' "$module")
  tmp=$(mktemp -d "$cache/tmp.XXXXXX")
  (cd "$dir" && cp --parents $* "$tmp") || fail "the module $module lacks one of $*"
  chmod -R u+w "$tmp" && chmod 755 "$tmp"
  rm -rf "$cache/manifests/$name" && mv "$tmp" "$cache/manifests/$name"
  stamp "$name-manifests" "$hash"
}
manifests addons sigs.k8s.io/kueue kueue 'config/components/crd/bases/*.yaml' config/components/webhook/manifests.yaml
manifests addons sigs.k8s.io/jobset jobset 'config/components/crd/bases/*.yaml' config/components/webhook/manifests.yaml
manifests addons github.com/kubeflow/trainer/v2 trainer 'manifests/base/crds/trainer*.yaml' manifests/base/webhook/manifests.yaml
manifests kwok sigs.k8s.io/kwok kwok 'kustomize/stage/node/*/*.yaml' 'kustomize/stage/pod/*/*.yaml'

image_pause() { (cd "$here/pause" && go build -trimpath -buildvcs=false -ldflags "-s -w" -o "$1/pause" . 9>&-); }
image_sh() {
  mkdir -p "$1/bin" "$1/etc" "$1/tmp"
  chmod 1777 "$1/tmp"
  cp "$(command -v busybox)" "$1/bin/busybox"
  local applet
  for applet in sh sleep echo cat ls date env nc nslookup hostname id mkdir dd tail touch wget; do ln -s busybox "$1/bin/$applet"; done
}
image() { # NAME HASH ENTRYPOINT
  fresh "image-$1" "$2" "$cache/images/$1.tar" && return
  local tmp
  tmp=$(mktemp -d "$cache/tmp.XXXXXX")
  mkdir "$tmp/root"
  "image_$1" "$tmp/root"
  python3 "$here/image.py" "dev.local/$1:1" "$tmp/root" --entrypoint "$3" --out "$tmp/$1.tar"
  mv "$tmp/$1.tar" "$cache/images/$1.tar"
  rm -rf "$tmp"
  stamp "image-$1" "$2"
}
image pause "$(hash_of "$here/pause")" /pause
image sh "$(sha256sum < "$(command -v busybox)" | cut -d' ' -f1)-$(sha256sum < "$here/build.sh" | cut -d' ' -f1)" /bin/sh

echo "in $cache ($(du -sh "$cache" | cut -f1)), after $SECONDS s:"
echo "  $release; containerd $containerd_version, runc $(runc --version | awk 'NR==1{print $3}')"
echo "  Kubernetes $KUBERNETES (apiserver, controller-manager, scheduler, kubelet, kubectl)"
for m in go.etcd.io/etcd/server/v3:etcd sigs.k8s.io/kueue:addons sigs.k8s.io/jobset:addons github.com/kubeflow/trainer/v2:addons \
  github.com/coredns/coredns:addons sigs.k8s.io/kwok:kwok; do
  echo "  ${m%:*} $(pinned "${m%:*}" "${m#*:}")"
done
