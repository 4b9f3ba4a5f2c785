"""Packs a folder as an image and, on request, gives it to a cluster: no registry, no container engine.

    image.py NAME FOLDER [--entrypoint ARG]... [--env K=V]... [--user UID] [--out FILE] [--cluster DIR]

NAME has a host and a tag, such as dev.local/python:1. Owners become root and times 0, so one folder gives one image.
--cluster imports it into the containerd of a cluster that up.sh brought up at DIR; pods then need
imagePullPolicy IfNotPresent or Never.
"""

import argparse
import hashlib
import io
import json
import os
import platform
import subprocess
import sys
import tarfile
import tempfile


def layer(folder, out):
    with tarfile.open(fileobj=out, mode="w") as tar:
        for path, folders, files in os.walk(folder):
            folders.sort()
            for name in sorted(folders + files):
                full = os.path.join(path, name)
                info = tar.gettarinfo(full, arcname=os.path.relpath(full, folder))
                if info is None:  # a socket
                    continue
                info.uid = info.gid = 0
                info.uname = info.gname = ""
                info.mtime = 0
                if info.isreg():
                    with open(full, "rb") as content:
                        tar.addfile(info, content)
                else:
                    tar.addfile(info)


def pack(name, folder, config, out):
    with tempfile.TemporaryFile(dir=os.path.dirname(os.path.abspath(out))) as content:
        layer(folder, content)
        content.seek(0)
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        size = content.tell()
        content.seek(0)
        machine = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
        described = json.dumps(
            {
                "architecture": machine,
                "os": "linux",
                "config": config,
                "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest]},
            },
            sort_keys=True,
        ).encode()
        config_name = hashlib.sha256(described).hexdigest() + ".json"
        manifest = [{"Config": config_name, "RepoTags": [name], "Layers": [digest + "/layer.tar"]}]
        with tarfile.open(out, "w") as tar:
            for entry, data, length in (
                (config_name, io.BytesIO(described), len(described)),
                (digest + "/layer.tar", content, size),
                ("manifest.json", io.BytesIO(json.dumps(manifest).encode()), len(json.dumps(manifest))),
            ):
                info = tarfile.TarInfo(entry)
                info.size = length
                tar.addfile(info, data)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name")
    parser.add_argument("folder")
    parser.add_argument("--entrypoint", action="append", default=[])
    parser.add_argument("--env", action="append", default=[])
    parser.add_argument("--user", default="")
    parser.add_argument("--out")
    parser.add_argument("--cluster")
    args = parser.parse_args()
    if not os.path.isdir(args.folder):
        sys.exit(f"image.py: {args.folder} is no folder")
    if not args.out and not args.cluster:
        sys.exit("image.py: say --out FILE, --cluster DIR or both")
    config = {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", *args.env]}
    if args.entrypoint:
        config["Entrypoint"] = args.entrypoint
    if args.user:
        config["User"] = args.user
    with tempfile.TemporaryDirectory(dir=args.cluster) as scratch:
        out = args.out or os.path.join(scratch, "image.tar")
        pack(args.name, args.folder, config, out)
        if args.cluster:
            socket = os.path.join(args.cluster, "containerd/containerd.sock")
            subprocess.run(
                ["ctr", "-a", socket, "-n", "k8s.io", "images", "import", out],
                check=True,
                stdout=subprocess.DEVNULL,
            )


main()
