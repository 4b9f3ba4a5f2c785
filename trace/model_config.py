"""Reads a model's configuration into the class that Transformers has for it."""

from __future__ import annotations

import transformers


def of(values: dict) -> transformers.PretrainedConfig:
    """The configuration of a config.json's values."""
    known = dict(values)
    return transformers.AutoConfig.for_model(known.pop("model_type"), **known)
