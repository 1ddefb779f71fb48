"""Times transformers on the CPU on the work that `llava bench` times, for a comparison in one run.

    python ops/bench/cpu_vs_transformers.py MODEL_FOLDER [threads]

Prints JSON: forward passes of image prompts, and greedy generation of fixed length. fp32, eager mode.
"""

import json
import statistics
import sys
import time

import torch
from transformers import LlavaForConditionalGeneration

PROMPTS, POSITIONS, NEW_TOKENS = 8, 100, 64


def median_seconds(work, runs=5):
    work()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


@torch.no_grad()
def main():
    if len(sys.argv) > 2:
        torch.set_num_threads(int(sys.argv[2]))
    torch.manual_seed(1)
    model = LlavaForConditionalGeneration.from_pretrained(sys.argv[1], dtype=torch.float32).eval()
    config = model.config
    side = config.vision_config.image_size
    image_tokens = (side // config.vision_config.patch_size) ** 2
    text = POSITIONS - image_tokens
    ids = torch.randint(3, 31999, (PROMPTS, POSITIONS))
    ids[:, text // 2 : text // 2 + image_tokens] = config.image_token_index
    inputs = {
        "input_ids": ids,
        "attention_mask": torch.ones_like(ids),
        "pixel_values": torch.randn(PROMPTS, 3, side, side),
    }
    forward = median_seconds(lambda: model(**inputs, logits_to_keep=1))
    generate = median_seconds(
        lambda: model.generate(**inputs, do_sample=False, min_new_tokens=NEW_TOKENS, max_new_tokens=NEW_TOKENS)
    )
    print(
        json.dumps(
            {
                "threads": torch.get_num_threads(),
                "prefill_positions_per_s": PROMPTS * POSITIONS / forward,
                "generate_tokens_per_s": PROMPTS * NEW_TOKENS / generate,
            }
        )
    )


main()
