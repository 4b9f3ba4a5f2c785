"""Writes a log of responses as a proxy keeps them, of about so many megabytes: python3 usage.py FILE MEGABYTES [csv]."""
import json
import random
import sys

MODELS = ["ft:gpt-4o-mini-2024-07-18:acme:support:abc123", "gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18",
          "ft:gpt-4.1-mini-2025-04-14:acme:triage:zyx987", "my-deployment"]
WORDS = "the of and a to in is you that it he was for on are as with his they I at be this have from or one had by".split()


def response(rng, i):
    model = rng.choice(MODELS)
    text = " ".join(rng.choice(WORDS) for _ in range(rng.randint(20, 300))) + ' "quoted"\n'
    prompt, out = rng.randint(50, 4000), rng.randint(5, 400)
    cached = prompt // 128 * 128 if prompt >= 1024 and rng.random() < 0.5 else 0
    created = 1790812800 + i % 5_184_000
    if i % 2:
        return {"id": f"chatcmpl-{i:012x}", "object": "chat.completion", "created": created, "model": model,
                "choices": [{"index": 0, "message": {"role": "assistant", "content": text, "refusal": None},
                             "logprobs": None, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": prompt, "completion_tokens": out, "total_tokens": prompt + out,
                          "prompt_tokens_details": {"cached_tokens": cached, "audio_tokens": 0},
                          "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0}},
                "service_tier": "default", "system_fingerprint": "fp_0123456789"}
    return {"id": f"resp_{i:012x}", "object": "response", "created_at": created, "status": "completed", "error": None,
            "model": model, "output": [{"type": "message", "role": "assistant",
                                        "content": [{"type": "output_text", "text": text, "annotations": []}]}],
            "usage": {"input_tokens": prompt, "input_tokens_details": {"cached_tokens": cached}, "output_tokens": out,
                      "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": prompt + out}}


def main():
    path, megabytes = sys.argv[1], int(sys.argv[2])
    rng = random.Random(11)
    csv = len(sys.argv) > 3
    rows = []
    for i in range(4096):
        r = response(rng, i)
        if csv:
            u = r["usage"]
            prompt, out = u.get("prompt_tokens", u.get("input_tokens")), u.get("completion_tokens", u.get("output_tokens"))
            cells = [f"{i:x}", "acompletion", "0.00042", str(prompt + out), str(prompt), str(out), "2026-10-31 12:00:00.123",
                     r["model"], json.dumps({"usage_object": {"prompt_tokens_details": {"cached_tokens": 0}}}), "False"]
            rows.append(",".join('"' + c.replace('"', '""') + '"' for c in cells) + "\n")
        else:
            rows.append(json.dumps(r, separators=(",", ":")) + "\n")
    chunk = "".join(rows).encode()
    with open(path, "wb") as file:
        if csv:
            file.write(b"request_id,call_type,spend,total_tokens,prompt_tokens,completion_tokens,startTime,model,metadata,cache_hit\n")
        for _ in range(max(1, megabytes * 1_000_000 // len(chunk))):
            file.write(chunk)


main()
