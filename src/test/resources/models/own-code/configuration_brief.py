from transformers import PretrainedConfig


class BriefConfig(PretrainedConfig):
    model_type = "brief"

    def __init__(self, vocab_size=1009, hidden_size=96, num_hidden_layers=2, num_attention_heads=4, **others):
        self.vocab_size = vocab_size
        self.hidden_size = hidden_size
        self.num_hidden_layers = num_hidden_layers
        self.num_attention_heads = num_attention_heads
        super().__init__(**others)
