"""Prints the log-probabilities of a golden response: score.py GOLDEN_FILE MODEL_FOLDER [ADAPTER_FOLDER].

Fails where PEFT finds keys of the adapter missing or left over.
"""

import sys
import warnings

import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import LlavaForConditionalGeneration

golden = load_file(sys.argv[1])
model, report = LlavaForConditionalGeneration.from_pretrained(
    sys.argv[2], dtype=torch.float32, attn_implementation="eager", output_loading_info=True)
if report["missing_keys"] or report["unexpected_keys"]:
    sys.exit(f"missing {report['missing_keys']}, unexpected {report['unexpected_keys']}")
if len(sys.argv) > 3:
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*missing adapter keys.*")
        warnings.filterwarnings("error", message=".*unexpected.*keys.*")
        model = PeftModel.from_pretrained(model, sys.argv[3])
model.eval()
ids = torch.cat([golden["prompt"], golden["response"]])
with torch.no_grad():
    logits = model(input_ids=ids[None], pixel_values=golden["pixels"][None]).logits[0]
scores = torch.log_softmax(logits, -1)
start = len(golden["prompt"])
print(*[scores[i - 1, ids[i]].item() for i in range(start, len(ids))])
