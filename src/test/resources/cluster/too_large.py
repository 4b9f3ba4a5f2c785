"""Ends as a training does for which the GPU's memory is too small, by PyTorch's own exception."""

import torch

raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 79.11 GiB")
