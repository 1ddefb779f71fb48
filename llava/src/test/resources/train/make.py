"""Writes the other files of this folder. Needs torch, transformers and tensorboard."""

import hashlib
import json
import pathlib
import struct

import torch
from transformers import (
    get_constant_schedule_with_warmup,
    get_cosine_schedule_with_warmup,
    get_linear_schedule_with_warmup,
)

HERE = pathlib.Path(__file__).parent
GOLDEN = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def rates(decay, peak, warmup, total):
    """The rate before each advance of the scheduler, two past the end included."""
    optimizer = torch.optim.AdamW([torch.nn.Parameter(torch.zeros(1))], lr=peak)
    if decay == "COSINE":
        scheduler = get_cosine_schedule_with_warmup(optimizer, warmup, total)
    elif decay == "LINEAR":
        scheduler = get_linear_schedule_with_warmup(optimizer, warmup, total)
    else:
        scheduler = get_constant_schedule_with_warmup(optimizer, warmup)
    values = []
    for _ in range(total + 3):
        values.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    return {"decay": decay, "peak": peak, "warmup": warmup, "total": total, "rates": values}


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def permutation(size, seed, epoch):
    state = (mix(seed & MASK) + epoch) & MASK
    order = list(range(size))
    for i in range(size - 1, 0, -1):
        while True:
            state = (state + GOLDEN) & MASK
            bits = mix(state)
            if bits - bits % (i + 1) + (i + 1) <= 1 << 64:
                break
        j = bits % (i + 1)
        order[i], order[j] = order[j], order[i]
    return {"size": size, "seed": seed, "epoch": epoch, "order": order}


def held_out(fraction, seed, ids):
    def share(name):
        digest = hashlib.sha256(struct.pack(">q", seed) + name.encode()).digest()
        return (int.from_bytes(digest[:8], "big") >> 11) / (1 << 53)

    return {"fraction": fraction, "seed": seed, "held": [name for name in ids if share(name) < fraction]}


def events():
    from tensorboard.compat.proto.event_pb2 import Event, SessionLog
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.record_writer import RecordWriter

    values = {"loss/total": 1.25, "rewards/Größe": float("nan"), "eval/loss": float("-inf")}
    with open(HERE / "reference.tfevents", "wb") as file:
        writer = RecordWriter(file)
        for event in (
            Event(wall_time=1700000000.25, file_version="brain.Event:2"),
            Event(wall_time=1700000000.25, step=301, session_log=SessionLog(status=SessionLog.START)),
            Event(
                wall_time=1700000001.5,
                step=301,
                summary=Summary(value=[Summary.Value(tag=k, simple_value=v) for k, v in values.items()]),
            ),
        ):
            writer.write(event.SerializeToString())


if __name__ == "__main__":
    golden = {
        "learning_rates": [
            rates("COSINE", 1e-6, 5, 24),
            rates("COSINE", 2e-5, 0, 7),
            rates("LINEAR", 2e-5, 3, 17),
            rates("LINEAR", 1e-4, 20, 10),
            rates("CONSTANT", 3e-4, 4, 9),
            rates("CONSTANT", 3e-4, 0, 2),
        ],
        "permutations": [permutation(11, 42, 0), permutation(11, 42, 1), permutation(5, -7, 3), permutation(1, 0, 0)],
        "held_out": [held_out(0.25, 42, [f"sample-{i}" for i in range(40)]), held_out(0.5, -1, ["ü", "", "🐈"])],
    }
    (HERE / "golden.json").write_text(json.dumps(golden, indent=1) + "\n")
    events()
