"""nodes.py DIR N [--gpu PRODUCT] [--count GPUS]: adds N nodes that only claim to be there (kwok) to the cluster at DIR.

They are called kwok-0 ... and carry the taint kwok.x-k8s.io/node=fake:NoSchedule, so that only pods that tolerate it
"run" on them. Those that are there already are kept. Asks the API server directly, with several connections: kubectl
makes about 20 objects a second, this some hundreds. Waits until all are Ready.
"""

import argparse
import base64
import http.client
import json
import os
import re
import ssl
import sys
import tempfile
import threading
import time


def connections(folder):
    with open(os.path.join(folder, "admin.kubeconfig")) as file:
        text = file.read()
    address = re.search(r'server: "https://([^"]+)"', text).group(1)

    def data(key):
        return base64.b64decode(re.search(key + r"-data: ([A-Za-z0-9+/=]+)", text).group(1))

    context = ssl.create_default_context(cadata=data("certificate-authority").decode())
    with tempfile.NamedTemporaryFile() as pair:
        pair.write(data("client-certificate") + data("client-key"))
        pair.flush()
        context.load_cert_chain(pair.name)
    return lambda: http.client.HTTPSConnection(address, context=context, timeout=60)


def node(i, product, count):
    name = f"kwok-{i}"
    amount = {"cpu": "192", "memory": "2Ti", "pods": "256", "nvidia.com/gpu": str(count)}
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "name": name,
            "annotations": {"kwok.x-k8s.io/node": "fake"},
            "labels": {
                "type": "kwok",
                "kubernetes.io/hostname": name,
                "nvidia.com/gpu.present": "true",
                "nvidia.com/gpu.product": product,
                "nvidia.com/gpu.count": str(count),
            },
        },
        "spec": {"taints": [{"key": "kwok.x-k8s.io/node", "value": "fake", "effect": "NoSchedule"}]},
        "status": {"capacity": amount, "allocatable": amount},
    }


def add(connect, numbers, args, faults):
    connection = connect()
    for i in numbers:
        connection.request(
            "POST", "/api/v1/nodes", json.dumps(node(i, args.gpu, args.count)), {"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        body = answer.read()
        if answer.status not in (201, 409):
            faults.append(f"kwok-{i}: {answer.status} {body.decode(errors='replace')[:300]}")
            return


def ready(connection):
    connection.request("GET", "/api/v1/nodes?labelSelector=type%3Dkwok&resourceVersion=0")
    items = json.loads(connection.getresponse().read())["items"]
    return sum(any(c["type"] == "Ready" and c["status"] == "True" for c in n["status"].get("conditions", [])) for n in items)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dir")
    parser.add_argument("n", type=int)
    parser.add_argument("--gpu", default="NVIDIA-H100-80GB-HBM3")
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--wait", type=int, default=180, help="seconds")
    args = parser.parse_args()
    connect = connections(args.dir)
    begin, faults, workers = time.monotonic(), [], 8
    threads = [
        threading.Thread(target=add, args=(connect, range(w, args.n, workers), args, faults)) for w in range(workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        sys.exit("nodes.py: " + "; ".join(faults))
    made, connection = time.monotonic() - begin, connect()
    while (count := ready(connection)) < args.n:
        if time.monotonic() - begin > args.wait:
            sys.exit(f"nodes.py: {count} of {args.n} nodes are Ready after {args.wait} s; see {args.dir}/log/kwok.log")
        time.sleep(0.5)
    print(f"{args.n} nodes made in {made:.1f} s, Ready after {time.monotonic() - begin:.1f} s")


main()
