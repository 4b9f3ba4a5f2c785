"""webhooks.py CA PORT PREFIX [API-GROUP...]: webhook configurations for a controller that runs beside the cluster, not in it.

Reads them as JSON on standard input, as the controller's module has them, and prints them with a URL on this machine in
place of the Service; webhooks for other API groups than those named are left out.
"""

import base64
import json
import sys

ca, port, prefix, *groups = sys.argv[1:]
with open(ca, "rb") as file:
    bundle = base64.b64encode(file.read()).decode()


def documents(text):
    """kubectl prints several objects one after the other, or as a List."""
    decoder, at = json.JSONDecoder(), 0
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        document, at = decoder.raw_decode(text, at)
        yield from document["items"] if document["kind"] == "List" else [document]


def wanted(webhook):
    return not groups or any(g in groups for rule in webhook["rules"] for g in rule["apiGroups"])


items = list(documents(sys.stdin.read()))
for item in items:
    item["metadata"]["name"] = prefix + item["metadata"]["name"]
    item["metadata"].pop("creationTimestamp", None)
    item["webhooks"] = [webhook for webhook in item["webhooks"] if wanted(webhook)]
    for webhook in item["webhooks"]:
        path = webhook["clientConfig"].pop("service")["path"]
        webhook["clientConfig"] = {"url": f"https://127.0.0.1:{port}{path}", "caBundle": bundle}
print(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
