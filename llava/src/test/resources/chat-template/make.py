"""Renders our chat template as transformers does, for ChatTemplateTest.

    python make.py ../../../main/resources/io/opadpo/llava/export/chat_template.jinja > golden.json
"""

import hashlib
import json
import sys

from transformers.utils.chat_template_utils import render_jinja_template

template = open(sys.argv[1], encoding="utf-8").read()


def user(question, image):
    text = {"type": "text", "text": question}
    return {"role": "user", "content": [{"type": "image"}, text] if image else question}


def case(turns, image, system=None):
    messages = [] if system is None else [{"role": "system", "content": system}]
    for i, (question, answer) in enumerate(turns):
        messages.append(user(question, image and i == 0))
        if answer is not None:
            messages.append({"role": "assistant", "content": answer})
    rendered, _ = render_jinja_template(
        [messages], chat_template=template, add_generation_prompt=True, bos_token="<s>", eos_token="</s>"
    )
    return {"turns": turns, "image": image, "system": system, "rendered": rendered[0]}


cases = [
    case([["What is in the picture?", None]], True),
    case([["What is a cat?", None]], False),
    case([["  Who?\nWhere? ", "A cat. "], ["Sure?", "Yes."], ["Why?", None]], True),
    case([["What is in the picture?", None]], True, "Be brief."),
]
json.dump({"sha256": hashlib.sha256(template.encode()).hexdigest(), "cases": cases}, sys.stdout, indent=1)
print()
