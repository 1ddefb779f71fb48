"""Writes the fixtures beside it, with pandas, pyarrow and datasets: images are 1 x 1 PNGs of as many colours."""
import base64, io, json, pathlib, shutil, sys
import datasets, pandas, pyarrow, pyarrow.parquet
from PIL import Image

here = pathlib.Path(__file__).parent


def png(n):
    out = io.BytesIO()
    Image.new("RGB", (2, 2), (n, 255 - n, n // 2)).save(out, "PNG")
    return out.getvalue()


def rlaif(n):
    return [{
        "ds_name": "RLAIF-V",
        "image": {"bytes": png(i // 2), "path": f"{i // 2}.png"},
        "question": f"What is in picture {i}? 😀",
        "chosen": f"A square of colour {i}.",
        "rejected": f"A circle of colour {i}.",
        "origin_dataset": ["VQAv2", "VQAv2", "OK-VQA", "COCO", "VQAv2"][i % 5],
        "origin_split": json.dumps({"model": "x"}),
        "idx": 1000 + i,
        "image_path": f"images/{i // 2}.png"} for i in range(n)]


rows = rlaif(60)
pandas.DataFrame(rows[:40]).to_parquet(here / "rlaif-000.parquet")
struct = pyarrow.struct([("bytes", pyarrow.binary()), ("path", pyarrow.string())])
odd = rlaif(60)[40:]
odd[3]["question"] = None
odd[5]["image"] = None
odd[7]["image"] = {"bytes": b"no image", "path": "x.png"}
odd[9]["idx"] = 1000
odd[11]["question"] = " "
table = pyarrow.Table.from_pylist(odd)
table = table.set_column(1, "image", pyarrow.array([r["image"] for r in odd], struct))
pyarrow.parquet.write_table(table, here / "rlaif-001.parquet", row_group_size=6, compression="zstd", data_page_version="2.0")
pyarrow.parquet.write_table(table, here / "plain.parquet", use_dictionary=False, compression="gzip", data_page_size=200)


def report(i):
    return {"image_description": "a square", "0": {"copied_content": f"A circle of colour {i}.", "score": 2,
            "error_type": "Image_recognition_error", "object": ["circle -> square"],
            "rewritten_content": f"A square of colour {i}.", "reason": "shape"}}


def reference(i):
    return {"queries": f"<image>\nWhat is in picture {i}?", "image_bytes": base64.b64encode(png(i)).decode(),
            "standard_response": f"A square of colour {i}.", "original_generate_response": f"A circle of colour {i}.",
            "AI_pseudo_response": f"A square of colour {i}.", "AI_json_report": json.dumps(report(i))}


both = [reference(i) for i in range(7)]
both[4]["AI_json_report"] = None
for name, lines in (("opadpo", both), ("opa", [{k: r[k] for k in (
        "queries", "image_bytes", "standard_response", "AI_pseudo_response")} for r in both])):
    folder = here / name
    shutil.rmtree(folder, ignore_errors=True)
    datasets.Dataset.from_list(lines).save_to_disk(folder, num_shards=2)
run = [{"query": r["queries"], "image_id": f"img{i}", "standard_response": r["standard_response"],
        "original_generate_response": r["original_generate_response"], "AI_generate_response": "```json\n…\n```",
        "AI_pseudo_response": r["AI_pseudo_response"], "AI_json_report": report(i) if i != 2 else {},
        "image_bytes": r["image_bytes"]} for i, r in enumerate(both)]
(here / "rollouts").mkdir(exist_ok=True)
(here / "rollouts/step0_rank0.json").write_text(json.dumps(run[:4]))
(here / "rollouts/step0_rank1.json").write_text(json.dumps(run[4:]))
