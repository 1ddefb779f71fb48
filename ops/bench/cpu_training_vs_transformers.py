"""Times transformers with PEFT on the CPU on the training steps that `llava bench train` times.

    java -jar llava.jar bench train --shape MODEL --device cpu --rank 8 --lengths --opa-dpo 16x4 --opa 16x4 > ours.jsonl
    python ops/bench/cpu_training_vs_transformers.py MODEL ours.jsonl [--threads N]
    python ops/bench/cpu_training_vs_transformers.py MODEL --jar llava.jar [--rounds 5] [--threads N]

MODEL is a folder with a config.json; weights are random. The first form reads what `--lengths` printed and takes the same
steps: fp32, eager mode, LoRA on the decoder's seven projections, AdamW; every answer a row of its own with prompt and
image, padded to the longest of its micro-batch, logits at answer tokens only. The second form runs both by turns, ours with
`--naive` too, and tells medians and ranges. Images are ready tensors here; ours are decoded within the step.
"""

import argparse
import json
import statistics
import subprocess
import time

import torch
import torch.nn.functional as F
from peft import LoraConfig, get_peft_model
from transformers import AutoConfig, LlavaForConditionalGeneration

BETA, PADDED = 0.1, 896
RATE = {"opa_dpo": "samples_per_s", "opa": "sequences_per_s"}


class Steps:
    def __init__(self, folder, rank):
        torch.manual_seed(1)
        config = AutoConfig.from_pretrained(folder)
        model = LlavaForConditionalGeneration._from_config(config, dtype=torch.float32)
        lora = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=r".*language_model.*_proj")
        self.model = get_peft_model(model, lora)
        self.llava = self.model.base_model.model
        self.config = config
        self.image_tokens = (config.vision_config.image_size // config.vision_config.patch_size) ** 2
        self.trained = [p for p in self.model.parameters() if p.requires_grad]
        self.optimiser = torch.optim.AdamW(self.trained, lr=1e-6, weight_decay=0.0)

    def ids(self, count):
        return torch.randint(3, self.config.image_token_index, (count,))

    def sample(self, lengths):
        question, *answers = lengths
        text = self.ids(question)
        image = torch.full((self.image_tokens,), self.config.image_token_index)
        side = self.config.vision_config.image_size
        pixels = torch.randn(2, 3, side, side)
        prompt = torch.cat([text[: question // 2], image, text[question // 2 :]])
        return {"prompt": prompt, "pixels": pixels, "answers": [self.ids(n) for n in answers]}

    def log_probs(self, rows):
        """Log-probabilities of each row's answer, a list; a row is prompt, answer and pixels."""
        lengths = [len(prompt) + len(answer) for prompt, answer, _ in rows]
        ids = torch.zeros(len(rows), max(lengths), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for i, (prompt, answer, _) in enumerate(rows):
            ids[i, : lengths[i]] = torch.cat([prompt, answer])
            mask[i, : lengths[i]] = 1
        pixels = torch.stack([row[2] for row in rows])
        hidden = self.llava.model(input_ids=ids, attention_mask=mask, pixel_values=pixels, use_cache=False)[0]
        chosen = [hidden[i, len(p) - 1 : len(p) + len(a) - 1] for i, (p, a, _) in enumerate(rows)]
        logits = self.llava.lm_head(torch.cat(chosen))
        targets = torch.cat([answer for _, answer, _ in rows])
        values = logits.gather(1, targets[:, None])[:, 0] - logits.logsumexp(1)
        return values.split([len(answer) for _, answer, _ in rows])

    @staticmethod
    def rows(kind, samples):
        rows = []
        for s in samples:
            standard, original, revised = s["answers"]
            clean, masked = s["pixels"]
            if kind == "opa":
                rows += [(s["prompt"], answer, clean) for answer in (standard, revised)]
            else:
                rows += [(s["prompt"], answer, clean) for answer in (standard, original, revised)]
                rows += [(s["prompt"], answer, masked) for answer in (standard, revised)]
        return rows

    @staticmethod
    def preference_loss(policy, reference):
        """The token-wise loss without token weights, summed over samples of five answers."""
        total = 0.0
        for i in range(0, len(policy), 5):
            gt, gen, rev, gt_masked, rev_masked = (
                F.pad(p - r, (0, PADDED - len(p))) for p, r in zip(policy[i : i + 5], reference[i : i + 5])
            )
            pairs = ((1.0, gt - gen), (1.0, rev - gen), (0.2, gt - gt_masked), (0.2, rev - rev_masked))
            anchors = ((2.0, gt), (2.0, -rev))
            total = total - sum(c * F.logsigmoid(BETA * d).mean() for c, d in pairs + anchors)
        return total

    def step(self, kind, lengths, micro_batch):
        """Seconds of the reference's forward passes, and of forward, backward and AdamW."""
        samples = [self.sample(one) for one in lengths]
        batches = [self.rows(kind, samples[i : i + micro_batch]) for i in range(0, len(samples), micro_batch)]
        start = time.perf_counter()
        reference = []
        if kind == "opa_dpo":
            with torch.no_grad():
                reference = [self.log_probs(rows) for rows in batches]
        scored = time.perf_counter()
        tokens = sum(len(answer) for rows in batches for _, answer, _ in rows)
        for i, rows in enumerate(batches):
            policy = self.log_probs(rows)
            if kind == "opa_dpo":
                loss = self.preference_loss(policy, reference[i]) / len(samples)
            else:
                loss = -torch.cat(policy).sum() / tokens
            loss.backward()
        torch.nn.utils.clip_grad_norm_(self.trained, 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad()
        return scored - start, time.perf_counter() - scored

    def measure(self, kind, told):
        lengths, micro_batch = told["lengths"], told["micro_batch"]
        self.step(kind, lengths[:micro_batch], micro_batch)
        cpu = time.process_time()
        reference, training = self.step(kind, lengths, micro_batch)
        cpu = time.process_time() - cpu
        count = len(lengths)
        result = {"samples": count, "micro_batch": micro_batch, "train_s_per_sample": training / count}
        result["cpu_s_per_sample"] = cpu / count
        if kind == "opa_dpo":
            result["features_and_reference_s_per_sample"] = reference / count
            result["samples_per_s"] = count / (reference + training)
            result["samples_per_s_reference_once_in_4_epochs"] = count / (reference / 4 + training)
        else:
            result["sequences_per_s"] = 2 * count / training
        return result


def measurements(lines):
    """Pairs of kind and result."""
    for line in lines:
        told = json.loads(line)
        yield from ((kind, told[kind]) for kind in RATE if kind in told)


def rounds(steps, arguments):
    command = ["java", "-jar", arguments.jar, "bench", "train", "--shape", arguments.model, "--device", "cpu"]
    command += ["--rank", str(arguments.rank), "--naive", "--lengths", "--opa-dpo", arguments.size, "--opa", arguments.size]
    if arguments.threads:
        command += ["--threads", str(arguments.threads)]
    rates = {}
    for number in range(arguments.rounds):
        ours = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        for kind, told in measurements(ours):
            who = "ours, naive" if told["naive"] else "ours"
            rates.setdefault((kind, who), []).append(told[RATE[kind]])
            if told["naive"]:
                theirs = steps.measure(kind, told)[RATE[kind]]
                rates.setdefault((kind, "transformers"), []).append(theirs)
    for (kind, who), values in rates.items():
        factors = [a / b for a, b in zip(values, rates[kind, "transformers"])]
        summary = {"median": statistics.median(values), "range": [min(values), max(values)]}
        times = {"median": statistics.median(factors), "range": [min(factors), max(factors)]}
        print(json.dumps({kind: who, "rounds": len(values), RATE[kind]: summary, "times_transformers": times}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("ours", nargs="?", help="what `llava bench train --lengths` printed")
    parser.add_argument("--jar", help="llava.jar, to run both by turns")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", default="16x4", help="samples x micro-batch, with --jar")
    parser.add_argument("--rank", type=int, default=8)
    parser.add_argument("--threads", type=int)
    arguments = parser.parse_args()
    if bool(arguments.jar) == bool(arguments.ours):
        parser.error("give either a file or --jar")
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    steps = Steps(arguments.model, arguments.rank)
    if arguments.jar:
        rounds(steps, arguments)
        return
    print(json.dumps({"threads": torch.get_num_threads(), "trainable_parameters": sum(p.numel() for p in steps.trained)}))
    with open(arguments.ours) as file:
        for kind, told in measurements(file):
            if not told["naive"]:
                print(json.dumps({kind: steps.measure(kind, told)}))


main()
