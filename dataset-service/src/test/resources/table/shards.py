"""Writes shards like RLAIF-V's, as pandas does: one row group each. Arguments: folder, shards, rows a shard, bytes an image.

Images are JPEGs of 640 x 480 by their container; the compressed data are random bytes."""
import os, struct, sys, pandas as pd
folder, shards, rows, size = sys.argv[1], *map(int, sys.argv[2:5])
os.makedirs(folder, exist_ok=True)
def segment(marker, d): return struct.pack(">BBH", 0xFF, marker, len(d) + 2) + d
frame = segment(0xC0, struct.pack(">BHHB", 8, 480, 640, 3) + b"\1\x22\0\2\x11\1\3\x11\1")
scan = segment(0xDA, b"\3\1\0\2\x11\3\x11\0\x3f\0")
def jpeg(): return b"\xff\xd8" + frame + scan + os.urandom(size).replace(b"\xff", b"\xfe") + b"\xff\xd9"
origins = ["VQAv2", "OK-VQA", "COCO", "LLaVA-Instruct", "TextVQA", "GQA"]
n = 0
for s in range(shards):
    data = []
    for _ in range(rows):
        data.append({"ds_name": "RLAIF-V", "image": {"bytes": jpeg(), "path": f"{n}.jpg"}, "question": f"What is in picture {n}?",
            "chosen": "A square. " * 20, "rejected": "A circle. " * 20, "origin_dataset": origins[n * n % 6], "origin_split": "{}", "idx": n, "image_path": f"x/{n}.jpg"})
        n += 1
    pd.DataFrame(data).to_parquet(f"{folder}/RLAIF-V-Dataset_{s:03}.parquet")
