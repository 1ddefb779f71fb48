"""Writes this folder's small models and what transformers and PEFT answer on them (fp32, CPU).

Usage: python make.py FIXTURES_FOLDER, with torch, transformers, peft, safetensors and numpy installed. Models have
random weights, stored as bf16 and loaded as fp32 by `from_pretrained`, so rotary frequencies are fp32.
"""

import json
import pathlib
import shutil
import sys

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from safetensors import safe_open
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, LlamaConfig, LlavaConfig, LlavaForConditionalGeneration

HERE = pathlib.Path(__file__).parent
IMAGE_TOKEN = 60
VISION = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=3, num_attention_heads=2, image_size=14,
              patch_size=7, projection_dim=8)
TEXT = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, vocab_size=64,
            max_position_embeddings=64, bos_token_id=1, eos_token_id=2, pad_token_id=0)


def randomise(module, generator):
    for name, weight in module.named_parameters():
        noise = torch.randn(weight.shape, generator=generator)
        with torch.no_grad():
            weight.copy_(1 + 0.2 * noise if weight.dim() == 1 and name.endswith("weight") else 0.3 * noise)


def load(folder):
    return LlavaForConditionalGeneration.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


def make_model(name, seed, vision, text, **llava):
    config = LlavaConfig(vision_config=CLIPVisionConfig(**{**VISION, **vision}),
                         text_config=LlamaConfig(**{**TEXT, **text}), image_token_index=IMAGE_TOKEN, **llava)
    model = LlavaForConditionalGeneration(config)
    randomise(model, torch.Generator().manual_seed(seed))
    model.tie_weights()
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    model.to(torch.bfloat16).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    return load(folder)


def log_probs(model, ids, prompt_length, pixels):
    with torch.no_grad():
        logits = model(input_ids=ids[None], pixel_values=pixels).logits[0].float()
    scores = torch.log_softmax(logits, -1)
    return torch.stack([scores[i - 1, ids[i]] for i in range(prompt_length, len(ids))]).contiguous()


def image_tokens(model):
    with torch.no_grad():
        out = model.get_image_features(pixel_values=torch.zeros(1, 3, 14, 14))
    return features(out).shape[0]


def features(out):
    rows = getattr(out, "pooler_output", out)
    return torch.cat(list(rows)) if isinstance(rows, (list, tuple)) else rows.flatten(0, -2)


def golden(model, seed):
    generator = torch.Generator().manual_seed(seed)
    pixels = torch.randn([1, 3, 14, 14], generator=generator)
    count = image_tokens(model)
    text = torch.randint(3, 60, [17], generator=generator)
    prompt = torch.cat([torch.tensor([1]), text[:3], torch.full([count], IMAGE_TOKEN), text[3:8]])
    response = torch.cat([text[8:], torch.tensor([2])])
    ids = torch.cat([prompt, response])
    with torch.no_grad():
        out = model.get_image_features(pixel_values=pixels)
    return {
        "pixels": pixels[0],
        "prompt": prompt,
        "response": response,
        "response_logprobs": log_probs(model, ids, len(prompt), pixels),
        "image_features": features(out).contiguous(),
    }, ids, pixels


def make_adapter(base, name, ids, prompt_length, pixels, **config):
    model = get_peft_model(load(HERE / base), LoraConfig(target_modules="all-linear", lora_dropout=0.0, **config))
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for key, weight in model.named_parameters():
            if "lora_" in key:
                weight.copy_(0.2 * torch.randn(weight.shape, generator=generator))
    model.save_pretrained(HERE / name)
    (HERE / name / "README.md").unlink(missing_ok=True)
    strip_base(HERE / name)
    model = PeftModel.from_pretrained(load(HERE / base), HERE / name).eval()
    with torch.no_grad():
        out = model.get_base_model().get_image_features(pixel_values=pixels)
    return {
        "adapter_response_logprobs": log_probs(model, ids, prompt_length, pixels),
        "adapter_image_features": features(out).contiguous(),
    }


def strip_base(folder):
    file = folder / "adapter_config.json"
    config = json.loads(file.read_text())
    config["base_model_name_or_path"] = ""
    config["target_modules"] = sorted(config["target_modules"])
    file.write_text(json.dumps(config, indent=1) + "\n")


def author_name(key):
    for old, new in [("model.language_model.", "model."), ("model.multi_modal_projector.linear_1.", "model.mm_projector.0."),
                     ("model.multi_modal_projector.linear_2.", "model.mm_projector.2."),
                     ("model.vision_tower.", "vision_model.")]:
        if key.startswith(old):
            return new + key[len(old):]
    return key


def make_authors_twin(model):
    """The same weights as the authors publish them: two pickled shards, and CLIP in a folder of its own."""
    folder, clip = HERE / "authors", HERE / "authors-clip"
    for f in (folder, clip):
        shutil.rmtree(f, ignore_errors=True)
        f.mkdir()
    weights = {author_name(k): v.to(torch.bfloat16).clone() for k, v in model.state_dict().items()}
    tower = {k: v for k, v in weights.items() if k.startswith("vision_model.")}
    rest = sorted(k for k in weights if k not in tower)
    shards = {"pytorch_model-00001-of-00002.bin": rest[::2], "pytorch_model-00002-of-00002.bin": rest[1::2]}
    for file, keys in shards.items():
        torch.save({k: weights[k] for k in keys}, folder / file)
    index = {"metadata": {"total_size": 0}, "weight_map": {k: file for file, keys in shards.items() for k in keys}}
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index, indent=1) + "\n")
    tower = {k: v.to(torch.float16) for k, v in tower.items()}
    tower["vision_model.embeddings.position_ids"] = torch.arange(5)[None]
    tower["logit_scale"] = torch.tensor(2.5)
    torch.save(tower, clip / "pytorch_model.bin")
    config = {k: v for k, v in TEXT.items()} | {
        "architectures": ["LlavaLlamaForCausalLM"], "model_type": "llava_llama", "hidden_act": "silu",
        "rms_norm_eps": 1e-6, "num_key_value_heads": 4, "mm_hidden_size": 16, "mm_projector_type": "mlp2x_gelu",
        "mm_use_im_start_end": False, "mm_use_im_patch_token": False, "mm_vision_select_feature": "patch",
        "mm_vision_select_layer": -2, "mm_vision_tower": "a/small-clip", "image_aspect_ratio": "pad"}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    clip_config = {"architectures": ["CLIPModel"], "model_type": "clip",
                   "vision_config": VISION | {"model_type": "clip_vision_model", "hidden_act": "quick_gelu"}}
    (clip / "config.json").write_text(json.dumps(clip_config, indent=1) + "\n")


def default_frequencies(fixtures):
    """Log-probabilities of the fixtures' rows by transformers as it is: rotary frequencies not rounded."""
    with safe_open(fixtures / "golden.safetensors", "pt") as f, \
            safe_open(fixtures / "pixel_values_112.safetensors", "pt") as images:
        result = {}
        for i, image in enumerate(["landscape.png", "portrait.png"]):
            ids = f.get_tensor(f"ids_{i}").flatten()
            length = int(f.get_tensor(f"prompt_len_{i}"))
            pixels = images.get_tensor("pad112/" + image).float()[None]
            model = load(fixtures / "tiny-llava")
            result[f"response_logprobs_{i}"] = log_probs(model, ids, length, pixels)
            adapted = PeftModel.from_pretrained(model, fixtures / "tiny-adapter").eval()
            result[f"lora_response_logprobs_{i}"] = log_probs(adapted, ids, length, pixels)
    save_file(result, HERE / "tiny-llava-defaults.safetensors")


def main():
    fixtures = pathlib.Path(sys.argv[1])
    text = dict(num_key_value_heads=2, head_dim=6, rope_parameters={"rope_theta": 500.0, "rope_type": "default"})
    model = make_model("grouped", 1, {}, text, vision_feature_layer=[-2, 1])
    tensors, ids, pixels = golden(model, 11)
    tensors |= make_adapter("grouped", "grouped-adapter", ids, len(tensors["prompt"]), pixels, r=2, lora_alpha=3,
                            use_rslora=True, rank_pattern={"q_proj": 3, r"layers\.1\.mlp\..*": 1},
                            alpha_pattern={"multi_modal_projector.linear_1": 5})
    save_file(tensors, HERE / "grouped.safetensors")
    model = make_model("tied", 2, {"hidden_act": "gelu"}, {"tie_word_embeddings": True}, tie_word_embeddings=True,
                       vision_feature_layer=-1, vision_feature_select_strategy="full",
                       projector_hidden_act="silu", multimodal_projector_bias=False)
    save_file(golden(model, 12)[0], HERE / "tied.safetensors")
    model = make_model("plain", 3, {}, {})
    save_file(golden(model, 13)[0], HERE / "plain.safetensors")
    make_authors_twin(model)
    default_frequencies(fixtures)


main()
