"""Lists models, chats with an image and streams with OpenAI's own client: BASE_URL, API_KEY, a PNG file."""
import base64
import sys

from openai import BadRequestError, NotFoundError, OpenAI

base_url, api_key, picture = sys.argv[1:]
client = OpenAI(base_url=base_url + "/v1", api_key=api_key, max_retries=0)

assert [model.id for model in client.models.list()] == ["tiny"]
assert client.models.retrieve("tiny").id == "tiny"

url = "data:image/png;base64," + base64.b64encode(open(picture, "rb").read()).decode()
messages = [{"role": "user", "content": [
    {"type": "text", "text": "What is it?"},
    {"type": "image_url", "image_url": {"url": url}},
]}]
settings = dict(model="tiny", messages=messages, max_tokens=8, temperature=0.8, seed=7, n=2)

whole = client.chat.completions.create(**settings)
assert len(whole.choices) == 2 and whole.choices[1].index == 1
assert whole.choices[0].finish_reason in ("stop", "length")
assert whole.usage.total_tokens == whole.usage.prompt_tokens + whole.usage.completion_tokens
assert whole.system_fingerprint.startswith("fp_")

texts = ["", ""]
usage = None
for chunk in client.chat.completions.create(stream=True, stream_options={"include_usage": True}, **settings):
    usage = chunk.usage or usage
    for choice in chunk.choices:
        texts[choice.index] += choice.delta.content or ""
assert texts == [choice.message.content for choice in whole.choices]
assert usage == whole.usage

try:
    client.chat.completions.create(model="nobody", messages=messages)
    raise AssertionError("an unknown model answered")
except NotFoundError as error:
    assert error.code == "model_not_found" and error.param == "model"
try:
    client.chat.completions.create(model="tiny", messages=[{"role": "system", "content": "x"}])
    raise AssertionError("a system message was taken")
except BadRequestError as error:
    assert error.param == "messages[0].role"
print("ok")
