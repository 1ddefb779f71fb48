"""Writes golden.safetensors: what transformers 5.17 and PEFT 0.21 (torch 2.15) answer where part of an image cannot be attended to.

Usage: python make.py FIXTURES_FOLDER, with torch, transformers, peft and safetensors installed. The fixtures' model and
adapter, fp32, CPU, eager attention. Hidden image positions have a 0 in the attention mask; positions are counted as if
nothing were hidden.

kept: image positions that are seen. For each of the fixtures' rows: log-probabilities of the response given the hidden
image, entropies at the same positions given the whole and the hidden image. Then, over both rows, the mean negative
log-likelihood over all response tokens plus COEFFICIENT times the mean over rows of the mean over tokens of
entropy(whole) - entropy(hidden): its value, the norm of its gradient, and the gradient of each LoRA matrix of layer 1.
"""

import pathlib
import sys

import torch
from peft import PeftModel
from safetensors import safe_open
from safetensors.torch import save_file
from transformers import LlavaForConditionalGeneration

IMAGE_TOKEN = 32000
COEFFICIENT = 50


def scores(model, ids, prompt_length, pixels, seen):
    mask = torch.ones_like(ids)
    image = (ids == IMAGE_TOKEN).nonzero().flatten()
    mask[image] = 0
    mask[image[seen]] = 1
    logits = model(input_ids=ids[None], pixel_values=pixels, attention_mask=mask[None],
                   position_ids=torch.arange(len(ids))[None]).logits[0]
    log_p = torch.log_softmax(logits[prompt_length - 1:-1], -1)
    chosen = log_p.gather(1, ids[prompt_length:, None])[:, 0]
    return chosen, -(log_p.exp() * log_p).sum(-1)


def main():
    fixtures = pathlib.Path(sys.argv[1])
    base = LlavaForConditionalGeneration.from_pretrained(fixtures / "tiny-llava", dtype=torch.float32,
                                                         attn_implementation="eager")
    model = PeftModel.from_pretrained(base, fixtures / "tiny-adapter", is_trainable=True).eval()
    kept = torch.randperm(64, generator=torch.Generator().manual_seed(4))[:40].sort().values
    result = {"kept": kept}
    likelihoods, terms = [], []
    with safe_open(fixtures / "golden.safetensors", "pt") as f, \
            safe_open(fixtures / "pixel_values_112.safetensors", "pt") as images:
        for i, image in enumerate(["landscape.png", "portrait.png"]):
            ids = f.get_tensor(f"ids_{i}").flatten()
            length = int(f.get_tensor(f"prompt_len_{i}"))
            pixels = images.get_tensor("pad112/" + image).float()[None]
            whole, entropies = scores(model, ids, length, pixels, torch.arange(64))
            hidden, hidden_entropies = scores(model, ids, length, pixels, kept)
            result |= {f"hidden_logprobs_{i}": hidden, f"entropies_{i}": entropies,
                       f"hidden_entropies_{i}": hidden_entropies}
            likelihoods.append(whole)
            terms.append((entropies - hidden_entropies).mean())
    loss = -torch.cat(likelihoods).mean() + COEFFICIENT * torch.stack(terms).mean()
    loss.backward()
    gradients = {n: p.grad for n, p in model.named_parameters() if p.grad is not None}
    result |= {"loss": loss, "gradient_norm": torch.cat([g.flatten() for g in gradients.values()]).norm()}
    for name, gradient in gradients.items():
        if "layers.1." in name:
            key = name.removeprefix("base_model.model.model.").removesuffix(".default.weight")
            result["gradient/" + key] = gradient
    save_file({k: v.detach().contiguous() for k, v in result.items()}, pathlib.Path(__file__).parent / "golden.safetensors")


main()
