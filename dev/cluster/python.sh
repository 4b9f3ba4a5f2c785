#!/usr/bin/env bash
# python.sh [DIR]: what real trainings on the test cluster need, once, in the cache of build.sh: the image dev.local/python:1, a
# Debian folder with Python, and the folder of the packages that python.txt names, for a volume claim over a folder of the host.
# With DIR, gives the image to the cluster there. Prints the packages' folder. Docs: docs/cluster.md.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
cache=$(cluster_cache)
made=$cache/python
mkdir -p "$cache"
exec 9> "$cache/python.lock"
flock 9

# Python, what its binary packages are linked against, and what the wrapper uses: sh, setsid, and the C library.
debian=(python3-minimal python3 dash coreutils util-linux libc6 libgcc-s1 libstdc++6 libgomp1)
hash=$({ cat "$here/python.sh" "$here/python.txt"; dpkg --print-architecture; cat /etc/debian_version; } | sha256sum | cut -d' ' -f1)

# The packages of this machine's Debian, with all that they need, as if nothing were installed.
root() { # FOLDER
  mkdir -p "$1"/debs/partial "$1"/root/usr/{bin,sbin,lib,lib64} "$1"/root/{tmp,etc,mnt}
  : > "$1/status"
  apt-get -qq -y --no-install-recommends --download-only -o Dir::State::status="$1/status" -o Dir::Cache::archives="$1/debs" \
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root install "${debian[@]}" > "$1/log" 2>&1 ||
    { tail -n 10 "$1/log" >&2; fail "Debian's packages could not be fetched; see above (apt-get update may help)"; }
  for d in bin sbin lib lib64; do ln -s "usr/$d" "$1/root/$d"; done
  for deb in "$1"/debs/*.deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$1/root"; done
  rm -rf "$1"/root/usr/share/{doc,man,locale,info,lintian,perl5} "$1"/root/usr/lib/*/perl* "$1"/root/var/cache/*
  chmod 1777 "$1/root/tmp"
  echo 'trainer:x:10001:10001::/tmp:/bin/sh' > "$1/root/etc/passwd"
}
packages() { # FOLDER PYTHON
  python3 -m pip --version > /dev/null 2>&1 || fail "python3 has no pip: apt-get install python3-pip"
  nice -n 10 python3 -m pip install -q --disable-pip-version-check --no-cache-dir --root-user-action ignore --no-deps \
    --no-compile --only-binary=:all: --python-version "$2" --implementation cp --target "$1/root/mnt/python" \
    -r "$here/python.txt" > "$1/log" 2>&1 || { tail -n 20 "$1/log" >&2; fail "the packages of python.txt could not be fetched; see above"; }
  # by the image's own Python, since a pod may only read them and would compile them at every start
  nice -n 10 chroot "$1/root" python3 -m compileall -q /mnt/python > "$1/log" 2>&1 || true # some are templates
  mkdir -p "$1/root/dev" && mknod "$1/root/dev/urandom" c 1 9 # without which PyTorch does not start
  PYTHONPATH=/mnt/python chroot "$1/root" python3 -c 'import peft, torch, transformers; torch.ones(2).sum()' > "$1/log" 2>&1 ||
    { tail -n 20 "$1/log" >&2; fail "the image's Python cannot import them; see above"; }
  rm "$1/root/dev/urandom"
  mv "$1/root/mnt/python" "$1/packages"
}

if [ "$(cat "$made/stamp" 2> /dev/null)" != "$hash" ]; then
  [ "$(id -u)" = 0 ] || fail "root is needed, for the image's files"
  command -v apt-get > /dev/null || fail "apt-get is missing: the image is made of Debian's packages"
  rm -rf "$cache"/python.tmp.*
  tmp=$(mktemp -d "$cache/python.tmp.XXXXXX")
  trap 'rm -rf "$tmp"' EXIT
  chmod 755 "$tmp"
  echo "making the image dev.local/python:1 (a minute) and fetching PyTorch and Transformers (2.4 GB; 4.3 GB on the disk)" >&2
  root "$tmp"
  python=$(chroot "$tmp/root" python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])') || fail "the image's python3 does not run"
  packages "$tmp" "$python"
  python3 "$here/image.py" dev.local/python:1 "$tmp/root" --entrypoint python3 --out "$tmp/image.tar" >&2
  rm -rf "$tmp"/{root,debs,status,log,lock*} "$made"
  echo "$hash" > "$tmp/stamp"
  mv "$tmp" "$made"
  trap - EXIT
  echo "made in $SECONDS s, $(du -sh "$made" | cut -f1) in $made" >&2
fi
if [ $# -gt 0 ]; then
  ctr -a "$1/containerd/containerd.sock" -n k8s.io images import "$made/image.tar" > /dev/null
fi
echo "$made/packages"
