"""reference/openai.md: what the sandbox's OpenAI takes, gives and refuses."""

from __future__ import annotations

import base64
import json

import httpx
import pytest

from podpusher_cli.providers.pictures import read_facts

SHAPE = {
    "type": "json_schema",
    "json_schema": {
        "name": "listing",
        "strict": True,
        "schema": {
            "type": "object",
            "additionalProperties": False,
            "required": ["title", "tags"],
            "properties": {"title": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}}},
        },
    },
}


@pytest.fixture
def openai(sandbox):
    key = sandbox.accounts()["openai"]["api_key"]
    with httpx.Client(
        base_url=f"{sandbox.url}/openai/v1", headers={"authorization": f"Bearer {key}"}, verify=False
    ) as client:
        yield client


def draw(client: httpx.Client, **asked: object) -> httpx.Response:
    return client.post("/images/generations", json={"model": "gpt-image-2.5-flare", "prompt": "A cactus"} | asked)


def chat(client: httpx.Client, text: str = "A cactus", **asked: object) -> httpx.Response:
    body = {"model": "gpt-5.5", "messages": [{"role": "user", "content": text}], "response_format": SHAPE}
    return client.post("/chat/completions", json=body | asked)


def picture(answer: httpx.Response) -> bytes:
    return base64.b64decode(answer.raise_for_status().json()["data"][0]["b64_json"])


def test_a_picture_of_the_asked_size_with_real_transparency(openai):
    answer = draw(openai, size="1600x1920", background="transparent", output_format="png", quality="medium")
    facts = read_facts(picture(answer))
    assert (facts.width, facts.height, facts.format, facts.has_alpha) == (1600, 1920, "png", True)
    assert facts.clear_share > 0.2
    usage = answer.json()["usage"]
    assert usage["output_tokens"] == round(439 * 1600 * 1920 / 1024**2)
    assert answer.headers["x-request-id"].startswith("req_")


def test_other_formats_and_an_opaque_ground(openai):
    assert read_facts(picture(draw(openai, output_format="webp"))).format == "webp"
    opaque = read_facts(picture(draw(openai, output_format="jpeg", background="opaque")))
    assert (opaque.format, opaque.has_alpha) == ("jpeg", False)
    assert len(draw(openai, n=3).json()["data"]) == 3


@pytest.mark.parametrize(
    ("asked", "code", "param"),
    [
        ({"response_format": "b64_json"}, "unknown_parameter", "response_format"),
        ({"n": 11}, "invalid_value", "n"),
        ({"size": "1000x1000"}, "invalid_value", "size"),
        ({"size": "4000x400"}, "invalid_value", "size"),
        ({"model": "gpt-image-1.5", "size": "1600x1920"}, "invalid_value", "size"),
        ({"quality": "xhigh", "model": "gpt-image-2"}, "invalid_value", "quality"),
        ({"background": "transparent", "output_format": "jpeg"}, "invalid_value", "background"),
        ({"output_compression": 50}, "invalid_value", "output_compression"),
        ({"prompt": ""}, "missing_required_parameter", "prompt"),
        ({"prompt": "x" * 32_001}, "string_above_max_length", "prompt"),
    ],
)
def test_what_it_would_not_take_is_a_400_about_the_parameter(openai, asked, code, param):
    answer = draw(openai, **asked)
    assert answer.status_code == 400
    assert (answer.json()["error"]["code"], answer.json()["error"]["param"]) == (code, param)


@pytest.mark.parametrize("model", ["gpt-image-1", "dall-e-3", "nonsense"])
def test_models_that_are_gone_are_not_found(openai, model):
    answer = draw(openai, model=model)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "model_not_found")
    assert openai.get(f"/models/{model}").status_code == 404


def test_models_are_listed(openai):
    names = [each["id"] for each in openai.get("/models").json()["data"]]
    assert {"gpt-image-2.5-flare", "gpt-5.5"} <= set(names)
    assert openai.get("/models/gpt-5.5").json()["object"] == "model"


@pytest.mark.parametrize(
    ("word", "status", "code", "kind"),
    [
        ("moderation_blocked", 400, "moderation_blocked", "image_generation_user_error"),
        ("content_policy_violation", 400, "content_policy_violation", "invalid_request_error"),
        ("billing_hard_limit_reached", 400, "billing_hard_limit_reached", "billing_limit_user_error"),
        ("insufficient_quota", 429, "insufficient_quota", "insufficient_quota"),
        ("credit_balance_exhausted", 429, "credit_balance_exhausted", "insufficient_quota"),
        ("not_verified", 403, None, "invalid_request_error"),
        ("server_is_overloaded", 503, "server_is_overloaded", "service_unavailable_error"),
        ("server_error", 500, None, "server_error"),
    ],
)
def test_every_refusal_can_be_asked_for_by_a_word(openai, word, status, code, kind):
    for answer in (draw(openai, prompt=f"A cactus [{word}]"), chat(openai, f"A cactus [{word}]")):
        error = answer.json()["error"]
        assert (answer.status_code, error["code"], error["type"]) == (status, code, kind)


def test_pictures_misbehave_when_asked_to(openai):
    facts = {word: draw(openai, prompt=f"A cactus [{word}]", background="transparent", size="1600x1920") for word in
             ("svg", "no_alpha", "wrong_size")}  # fmt: skip
    assert picture(facts["svg"]).startswith(b"<svg")
    assert read_facts(picture(facts["no_alpha"])).clear_share == 0
    assert read_facts(picture(facts["wrong_size"])).width == 800
    assert "url" in draw(openai, prompt="[url]").json()["data"][0]
    assert draw(openai, prompt="[empty_data]").json()["data"] == []
    assert "usage" not in draw(openai, prompt="[no_usage]").json()


def test_a_listing_in_the_shape_that_was_asked_for(openai):
    answer = chat(openai).raise_for_status().json()
    told = json.loads(answer["choices"][0]["message"]["content"])
    assert sorted(told) == ["tags", "title"]
    assert "cactus" in told["title"]
    assert len(told["tags"]) == 13
    assert answer["usage"]["total_tokens"] == answer["usage"]["prompt_tokens"] + answer["usage"]["completion_tokens"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"additionalProperties": True}, "invalid_json_schema"),
        ({"required": ["title"]}, "invalid_json_schema"),
    ],
)
def test_a_schema_that_is_not_strict_is_refused(openai, change, code):
    shape = json.loads(json.dumps(SHAPE))
    shape["json_schema"]["schema"] |= change
    answer = chat(openai, response_format=shape)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_parameters_of_older_models_are_refused(openai):
    assert chat(openai, temperature=0.5).json()["error"]["code"] == "unsupported_parameter"
    assert chat(openai, nonsense=1).json()["error"]["code"] == "unknown_parameter"
    assert chat(openai, messages=[]).json()["error"]["param"] == "messages"


def test_texts_misbehave_when_asked_to(openai):
    def choice(word: str) -> dict:
        return chat(openai, f"A cactus [{word}]").json()["choices"][0]

    assert choice("refusal")["message"]["refusal"]
    assert choice("cut_off")["finish_reason"] == "length"
    assert choice("content_filter")["finish_reason"] == "content_filter"
    assert len(json.loads(choice("long_title")["message"]["content"])["title"].split()) > 4_000
    with pytest.raises(ValueError):
        json.loads(choice("bad_json")["message"]["content"])
    assert chat(openai, "[no_choices]").json()["choices"] == []


def test_moderation(openai):
    flagged, fine = openai.post("/moderations", json={"input": ["[flag:violence] x", "a cactus"]}).json()["results"]
    assert flagged["flagged"]
    assert flagged["categories"]["violence"]
    assert not fine["flagged"]
    pictured = [
        {"type": "text", "text": "x"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}},
    ]
    (result,) = openai.post("/moderations", json={"input": pictured}).json()["results"]
    assert result["category_applied_input_types"]["violence"] == ["text", "image"]
    assert result["category_applied_input_types"]["hate"] == ["text"]
    assert openai.post("/moderations", json={"input": "x", "colour": 1}).status_code == 400


def test_other_keys_are_401_with_a_part_of_the_key(sandbox):
    answer = httpx.post(
        f"{sandbox.url}/openai/v1/moderations", json={}, headers={"authorization": "Bearer sk-proj-0123456789abcdef"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")
    assert "0123456789ab" not in answer.text
    assert "cdef" in answer.text
    assert httpx.get(f"{sandbox.url}/openai/v1/models").status_code == 401


def test_pictures_have_a_limit_of_their_own(openai, sandbox):
    sandbox.config(limits=True, windows={"openai.images": (2, 60.0)})
    assert [draw(openai).status_code for _ in range(3)] == [200, 200, 429]
    limited = draw(openai)
    assert (limited.json()["error"]["code"], limited.json()["error"]["type"]) == ("rate_limit_exceeded", "images")
    assert int(limited.headers["retry-after"]) > 0
    answer = chat(openai)
    assert answer.headers["x-ratelimit-remaining-requests"] == "499"


def test_faults_have_openais_shape(openai, sandbox):
    sandbox.fault("openai POST /v1/images/generations", "rate_limit", retry_after=2)
    limited = draw(openai)
    assert (limited.status_code, limited.headers["retry-after-ms"]) == (429, "2000")
    sandbox.fault("openai POST /v1/images/generations", "status", status=503)
    assert draw(openai).json()["error"]["code"] == "server_is_overloaded"
    assert openai.get("/nothing").json()["error"]["code"] == "unknown_url"
