"""Greedy answers of the built-in model by transformers, as golden values for LabModelTest.

pip install torch transformers pillow
lab=lab/target/lab-0.1.0-SNAPSHOT-exec.jar
java -jar $lab scenes --for chair --count 30 --seed 77 --out target/chair
java -jar $lab scenes --for pope --count 20 --seed 78 --out target/pope
python3 ops/verify/lab_in_transformers.py lab/src/main/resources/llava-lab target/chair target/pope \
    > lab/src/test/resources/transformers-answers.jsonl
"""

import json
import pathlib
import sys

import torch
from PIL import Image
from transformers import AutoProcessor, LlavaForConditionalGeneration

SYSTEM = (
    "A chat between a curious user and an artificial intelligence assistant. "
    "The assistant gives helpful, detailed, and polite answers to the user's questions."
)

model_folder, chair, pope = map(pathlib.Path, sys.argv[1:])
model = LlavaForConditionalGeneration.from_pretrained(model_folder, dtype=torch.float32)
processor = AutoProcessor.from_pretrained(model_folder)
for folder, name, text in ((chair, "questions.jsonl", "question"), (pope, "scenes.jsonl", "text")):
    for line in (folder / name).read_text().splitlines():
        row = json.loads(line)
        prompt = f"{SYSTEM} USER: <image>\n{row[text]} ASSISTANT:"
        image = Image.open(folder / "images" / row["image"])
        inputs = processor(images=image, text=prompt, return_tensors="pt")
        ids = model.generate(**inputs, max_new_tokens=100, do_sample=False)[0, inputs["input_ids"].shape[1] :]
        answer = processor.tokenizer.decode(ids, skip_special_tokens=True).strip()
        print(json.dumps({"question": row[text], "answer": answer}))
