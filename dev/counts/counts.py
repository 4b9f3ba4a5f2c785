"""Writes src/test/resources/counts/counts.jsonl: what Transformers and PEFT count.

Builds small models of odd shapes, wraps them in adapters and prints one JSON line for each: the config, its parameters, and what each adapter trains.

    pip install -r dev/counts/requirements.txt
    python dev/counts/counts.py > src/test/resources/counts/counts.jsonl
"""

import copy
import json
import sys
import warnings

import torch
import transformers
from peft import LoraConfig, get_peft_model

warnings.filterwarnings("ignore")
transformers.logging.set_verbosity_error()

LLAMA_SHAPES = [
    dict(hidden_size=120, num_hidden_layers=3, num_attention_heads=5, num_key_value_heads=1,
         intermediate_size=274, vocab_size=331),
    dict(hidden_size=96, num_hidden_layers=2, num_attention_heads=6, num_key_value_heads=3,
         intermediate_size=250, vocab_size=1021, head_dim=24, tie_word_embeddings=True),
]
BIASED = dict(LLAMA_SHAPES[0], attention_bias=True, mlp_bias=True, head_dim=32)
GPT_SHAPES = [
    dict(n_embd=72, n_layer=3, n_head=3, n_positions=130, vocab_size=331),
    dict(n_embd=160, n_layer=2, n_head=5, n_positions=66, vocab_size=517, n_inner=300),
]
EXPERTS = dict(num_experts_per_tok=2, intermediate_size=90, moe_intermediate_size=34)
LATENT = dict(
    hidden_size=80, num_hidden_layers=3, num_attention_heads=5, num_key_value_heads=5,
    intermediate_size=134, vocab_size=331, n_routed_experts=6, num_experts_per_tok=2,
    moe_intermediate_size=26, first_k_dense_replace=1, kv_lora_rank=20, qk_nope_head_dim=12,
    qk_rope_head_dim=8, v_head_dim=14, n_shared_experts=2)

CASES = [
    *[(t, s) for t in ("llama", "mistral", "qwen2", "granite", "olmo2", "smollm3") for s in LLAMA_SHAPES],
    ("llama", BIASED),
    ("qwen3", dict(LLAMA_SHAPES[0], head_dim=40)),
    ("qwen3", dict(LLAMA_SHAPES[1], attention_bias=True)),
    *[(t, s) for t in ("gemma", "gemma2", "gemma3_text") for s in (LLAMA_SHAPES[1], dict(LLAMA_SHAPES[0], head_dim=48))],
    *[(t, LLAMA_SHAPES[0]) for t in ("phi3", "olmo", "cohere", "stablelm", "starcoder2", "phi")],
    ("cohere", dict(LLAMA_SHAPES[1], use_qk_norm=True, head_dim=16)),
    ("stablelm", dict(LLAMA_SHAPES[0], use_qkv_bias=True, qk_layernorm=True)),
    ("starcoder2", dict(LLAMA_SHAPES[0], use_bias=False)),
    ("phi", dict(LLAMA_SHAPES[0], qk_layernorm=True, num_key_value_heads=5)),
    *[(t, dict(LLAMA_SHAPES[0], head_dim=24)) for t in ("glm", "glm4")],
    ("mixtral", dict(LLAMA_SHAPES[0], num_local_experts=5, num_experts_per_tok=2)),
    ("mixtral", dict(LLAMA_SHAPES[1], num_local_experts=3, num_experts_per_tok=1)),
    ("qwen2_moe", dict(LLAMA_SHAPES[0], num_experts=6, shared_expert_intermediate_size=50, **EXPERTS)
     | dict(decoder_sparse_step=2)),
    ("qwen3_moe", dict(LLAMA_SHAPES[0], num_experts=6, head_dim=16, mlp_only_layers=[1], **EXPERTS)
     | dict(norm_topk_prob=True)),
    ("olmoe", dict(LLAMA_SHAPES[0], num_experts=7, num_experts_per_tok=3)),
    ("gpt_oss", dict(LLAMA_SHAPES[1], num_local_experts=5, num_experts_per_tok=2)
     | dict(tie_word_embeddings=False)),
    ("llama4_text", dict(LLAMA_SHAPES[0], num_local_experts=4, interleave_moe_layer_step=2,
                         intermediate_size_mlp=210, head_dim=16)),
    ("deepseek_v2", dict(LATENT, q_lora_rank=18)),
    ("deepseek_v2", dict(LATENT, q_lora_rank=None)),
    ("deepseek_v3", dict(LATENT, q_lora_rank=30, n_group=2, topk_group=1, n_shared_experts=1)),
    *[(t, s) for t in ("gpt2", "gpt_bigcode", "gptj") for s in GPT_SHAPES],
    ("gpt_bigcode", dict(GPT_SHAPES[0], multi_query=False)),
    *[("gpt_neox", dict(hidden_size=h, num_hidden_layers=3, num_attention_heads=3, intermediate_size=w,
                        vocab_size=331)) for h, w in ((72, 290), (96, 100))],
    ("falcon", dict(hidden_size=72, num_hidden_layers=3, num_attention_heads=3, vocab_size=331)),
    ("falcon", dict(hidden_size=96, num_hidden_layers=2, num_attention_heads=6, num_kv_heads=2,
                    new_decoder_architecture=True, vocab_size=331)),
    ("falcon", dict(hidden_size=96, num_hidden_layers=2, num_attention_heads=6, multi_query=False,
                    parallel_attn=False, bias=True, vocab_size=331)),
    ("opt", dict(hidden_size=72, num_hidden_layers=3, num_attention_heads=3, ffn_dim=150, vocab_size=331,
                 max_position_embeddings=130, word_embed_proj_dim=72)),
    ("opt", dict(hidden_size=96, num_hidden_layers=2, num_attention_heads=3, ffn_dim=150, vocab_size=331,
                 max_position_embeddings=130, word_embed_proj_dim=40, do_layer_norm_before=False)),
    ("bloom", dict(hidden_size=72, n_layer=3, n_head=3, vocab_size=331)),
    ("mpt", dict(d_model=72, n_layers=3, n_heads=3, vocab_size=331, max_seq_len=130)),
    ("mpt", dict(d_model=96, n_layers=2, n_heads=6, vocab_size=331, max_seq_len=66, expansion_ratio=3)),
]

# rotary parts must be even, and smaller than a head
EXTRA = {"gptj": dict(rotary_dim=8), "stablelm": dict(partial_rotary_factor=0.5), "phi": dict(partial_rotary_factor=0.5),
         **{kind: dict(pad_token_id=0) for kind in ("smollm3", "glm", "glm4", "phi3")}}


def count(module, trained=False):
    return sum(p.numel() for p in module.parameters() if p.requires_grad or not trained)


def corrections(module):
    """DeepSeek-V3 keeps the experts' corrections as buffers; its checkpoint holds them."""
    return sum(b.numel() for n, b in module.named_buffers() if n.endswith("e_score_correction_bias"))


def adapters(build):
    """What PEFT trains: all-linear at two ranks, with magnitudes, and the first attention matrix."""
    for name, options in (
        ("all-linear", dict(r=4, target_modules="all-linear")),
        ("all-linear", dict(r=7, target_modules="all-linear")),
        ("all-linear", dict(r=4, target_modules="all-linear", use_dora=True)),
        ("all-linear", dict(r=8, target_modules="all-linear", use_rslora=True)),
        ("first", dict(r=5)),
    ):
        model = build()
        if name == "first":
            linear = (torch.nn.Linear, transformers.pytorch_utils.Conv1D)
            path = next(n for n, m in model.named_modules() if isinstance(m, linear) and ".0." in n)
            options["target_modules"] = [path.rsplit(".", 1)[1]]
            name = options["target_modules"][0]
        try:
            trained = count(get_peft_model(model, LoraConfig(**options)), trained=True)
        except (ValueError, NotImplementedError) as e:
            print("left out:", options, str(e)[:90], file=sys.stderr)
            continue
        yield dict(targets=name, rank=options["r"], dora=options.get("use_dora", False), trained=trained)


def main():
    for kind, shape in CASES:
        settings = {**shape, **EXTRA.get(kind, {})}

        def build():
            config = transformers.AutoConfig.for_model(kind, **copy.deepcopy(settings))
            return transformers.AutoModelForCausalLM.from_config(config)

        model = build()
        print(json.dumps(dict(
            config=dict(model_type=kind, **settings),
            parameters=count(model) + corrections(model),
            adapters=list(adapters(build)))))


if __name__ == "__main__":
    main()
