"""Writes shards like RLAIF-V's, as pandas does: one row group each. Arguments: folder, shards, rows a shard, bytes an image."""
import os, struct, sys, zlib, pandas as pd
folder, shards, rows, size = sys.argv[1], *map(int, sys.argv[2:5])
os.makedirs(folder, exist_ok=True)
def chunk(t, d): return struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d))
head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0" * 200))
def png(n): return head + chunk(b"tEXt", b"x\0" + n.to_bytes(8, "big") + os.urandom(size)) + chunk(b"IEND", b"")
origins = ["VQAv2", "OK-VQA", "COCO", "LLaVA-Instruct", "TextVQA", "GQA"]
n = 0
for s in range(shards):
    data = []
    for _ in range(rows):
        data.append({"ds_name": "RLAIF-V", "image": {"bytes": png(n), "path": f"{n}.png"}, "question": f"What is in picture {n}?",
            "chosen": "A square. " * 20, "rejected": "A circle. " * 20, "origin_dataset": origins[n * n % 6], "origin_split": "{}", "idx": n, "image_path": f"x/{n}.png"})
        n += 1
    pd.DataFrame(data).to_parquet(f"{folder}/RLAIF-V-Dataset_{s:03}.parquet")
