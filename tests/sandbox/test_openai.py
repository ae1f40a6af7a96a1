"""reference/openai.md: what the sandbox's OpenAI takes, gives and refuses."""

from __future__ import annotations

import base64
import json
import re

import httpx
import jsonschema
import pytest

from podpusher_cli.providers.pictures import read_facts
from podpusher_cli.sandbox.openai_errors import REFUSALS
from podpusher_cli.sandbox.openai_limits import duration

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
        ({"size": "3856x1600"}, "invalid_value", "size"),
        ({"size": "1600x496"}, "invalid_value", "size"),
        ({"size": "3840x2176"}, "invalid_value", "size"),
        ({"size": 1024}, "invalid_type", "size"),
        ({"n": 0}, "invalid_value", "n"),
        ({"n": "2"}, "invalid_type", "n"),
        ({"background": ["clear"]}, "invalid_type", "background"),
        ({"output_format": "svg"}, "invalid_value", "output_format"),
        ({"moderation": "off"}, "invalid_value", "moderation"),
        ({"output_format": "webp", "output_compression": 101}, "invalid_value", "output_compression"),
        ({"partial_images": 2}, "invalid_value", "partial_images"),
        ({"stream": True}, "unsupported_value", "stream"),
        ({"colour": "red"}, "unknown_parameter", "colour"),
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


def test_a_null_is_as_if_it_were_not_there(openai):
    assert draw(openai, n=None, size=None, background=None, quality=None).status_code == 200


def test_without_a_model_the_old_default_is_taken_which_is_gone(openai):
    answer = openai.post("/images/generations", json={"prompt": "A cactus"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "model_not_found")
    assert "dall-e-2" in answer.json()["error"]["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"'])
def test_a_body_that_is_no_json_object_is_refused(openai, body):
    for path in ("/images/generations", "/chat/completions", "/moderations"):
        assert openai.post(path, content=body).status_code == 400


@pytest.mark.parametrize("model", ["gpt-image-1", "dall-e-3", "nonsense"])
def test_models_that_are_gone_are_not_found(openai, model):
    answer = draw(openai, model=model)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "model_not_found")
    assert openai.get(f"/models/{model}").status_code == 404


def test_models_are_listed(openai):
    names = [each["id"] for each in openai.get("/models").json()["data"]]
    assert {"gpt-image-2.5-flare", "gpt-5.5"} <= set(names)
    assert openai.get("/models/gpt-5.5").json()["object"] == "model"


SECTION_6 = {
    "moderation_blocked": (400, "moderation_blocked", "image_generation_user_error"),
    "content_policy_violation": (400, "content_policy_violation", "invalid_request_error"),
    "billing_hard_limit_reached": (400, "billing_hard_limit_reached", "billing_limit_user_error"),
    "invalid_value": (400, "invalid_value", "invalid_request_error"),
    "invalid_api_key": (401, "invalid_api_key", "invalid_request_error"),
    "not_verified": (403, None, "invalid_request_error"),
    "unsupported_country_region_territory": (403, "unsupported_country_region_territory", "request_forbidden"),
    "model_not_found": (404, "model_not_found", "invalid_request_error"),
    "rate_limit_exceeded": (429, "rate_limit_exceeded", "requests"),
    "insufficient_quota": (429, "insufficient_quota", "insufficient_quota"),
    "credit_balance_exhausted": (429, "credit_balance_exhausted", "insufficient_quota"),
    "organization_spend_limit_exceeded": (429, "organization_spend_limit_exceeded", "insufficient_quota"),
    "organization_usage_limit_exceeded": (429, "organization_usage_limit_exceeded", "insufficient_quota"),
    "project_spend_limit_exceeded": (429, "project_spend_limit_exceeded", "insufficient_quota"),
    "slow_down": (429, "slow_down", "rate_limit_error"),
    "server_error": (500, None, "server_error"),
    "bad_gateway": (502, None, "server_error"),
    "server_is_overloaded": (503, "server_is_overloaded", "service_unavailable_error"),
    "gateway_timeout": (504, None, "server_error"),
}


def told(answer: httpx.Response) -> tuple[int, str | None, str]:
    error = answer.json()["error"]
    assert sorted(error) == ["code", "message", "param", "type"]
    assert answer.headers["x-request-id"].startswith("req_")
    return answer.status_code, error["code"], error["type"]


@pytest.mark.parametrize("word", SECTION_6)
def test_every_refusal_can_be_asked_for_by_a_word(openai, word):
    assert told(draw(openai, prompt=f"A cactus [{word}]")) == SECTION_6[word]
    assert told(chat(openai, f"A cactus [{word}]")) == SECTION_6[word]


@pytest.mark.parametrize("word", SECTION_6)
def test_every_refusal_can_be_asked_for_by_a_fault(openai, sandbox, word):
    sandbox.fault("openai POST /v1/images/generations", "status", status=SECTION_6[word][0], body=word)
    assert told(draw(openai)) == SECTION_6[word]
    assert draw(openai).status_code == 200


def test_every_refusal_is_tested():
    assert set(SECTION_6) == set(REFUSALS)


def test_the_message_of_a_401_shows_a_part_of_the_key(openai):
    message = draw(openai, prompt="[invalid_api_key]").json()["error"]["message"]
    assert "sk-sandb********cret" in message


def test_pictures_misbehave_when_asked_to(openai):
    facts = {word: draw(openai, prompt=f"A cactus [{word}]", background="transparent", size="1600x1920") for word in
             ("svg", "no_alpha", "wrong_size")}  # fmt: skip
    assert picture(facts["svg"]).startswith(b"<svg")
    assert read_facts(picture(facts["no_alpha"])).clear_share == 0
    assert read_facts(picture(facts["wrong_size"])).width == 800
    assert "url" in draw(openai, prompt="[url]").json()["data"][0]
    assert draw(openai, prompt="[empty_data]").json()["data"] == []
    assert draw(openai, prompt="[not_base64]").json()["data"] == [{"b64_json": "string"}]
    assert read_facts(picture(draw(openai, prompt="[small]"))).width == 256
    assert read_facts(picture(draw(openai, prompt="[blank]", background="transparent"))).ink_box is None
    assert "usage" not in draw(openai, prompt="[no_usage]").json()


def test_a_listing_in_the_shape_that_was_asked_for(openai):
    answer = chat(openai).raise_for_status().json()
    told = json.loads(answer["choices"][0]["message"]["content"])
    assert sorted(told) == ["tags", "title"]
    assert "cactus" in told["title"]
    assert len(told["tags"]) == 13
    assert answer["usage"]["total_tokens"] == answer["usage"]["prompt_tokens"] + answer["usage"]["completion_tokens"]


NESTED = {
    "type": "object",
    "additionalProperties": False,
    "required": ["kind", "price", "parts", "note", "sure", "who"],
    "properties": {
        "kind": {"type": "string", "enum": ["tee", "mug"]},
        "price": {"type": "number"},
        "sure": {"type": "boolean"},
        "note": {"type": ["string", "null"]},
        "who": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "parts": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "v"],
                "properties": {"name": {"type": "string"}, "v": {"const": 2}},
            },
        },
    },
}


def shaped(schema: dict) -> dict:
    return {"type": "json_schema", "json_schema": {"name": "listing", "strict": True, "schema": schema}}


def test_an_answer_fits_whatever_schema_was_sent(openai):
    answer = chat(openai, response_format=shaped(NESTED), n=2).raise_for_status().json()
    assert len(answer["choices"]) == 2
    jsonschema.validate(json.loads(answer["choices"][1]["message"]["content"]), NESTED)
    assert json.loads(chat(openai, response_format={"type": "json_object"}).json()["choices"][0]["message"]["content"])


def test_tags_fit_whatever_the_idea(openai):
    idea = json.dumps({"idea": "Retired nurse, full-time grandma"})
    tags = json.loads(chat(openai, idea).json()["choices"][0]["message"]["content"])["tags"]
    assert len(set(tags)) == 13
    assert max(map(len, tags)) <= 20


OPEN = {"type": "object", "properties": {}, "required": []}
TEXT = {"type": "string"}


def holding(part: dict) -> dict:
    return OPEN | {"additionalProperties": False, "properties": {"a": part}, "required": ["a"]}


@pytest.mark.parametrize(
    "schema",
    [
        OPEN,
        holding(TEXT) | {"additionalProperties": True},
        holding(TEXT) | {"required": []},
        holding(TEXT | {"maxLength": 140}),
        holding({"type": "array", "items": TEXT, "maxItems": 13}),
        holding({"type": "array"}),
        holding({"type": "array", "items": OPEN}),
        holding({"anyOf": [TEXT, OPEN]}),
        holding({"oneOf": [TEXT]}),
        holding({"type": "text"}),
        holding({}),
        {"type": "array", "items": TEXT},
        {},
    ],
)
def test_a_schema_that_is_not_strict_is_refused(openai, schema):
    answer = chat(openai, response_format=shaped(schema))
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (400, "invalid_json_schema", "response_format")


def test_parameters_of_older_models_are_refused(openai):
    assert chat(openai, temperature=0.5).json()["error"]["code"] == "unsupported_parameter"
    assert chat(openai, max_tokens=5).json()["error"]["code"] == "unsupported_parameter"
    assert chat(openai, nonsense=1).json()["error"]["code"] == "unknown_parameter"


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"messages": []}, "invalid_value", "messages"),
        ({"messages": None}, "invalid_type", "messages"),
        ({"messages": [{"role": "boss", "content": "x"}]}, "invalid_value", "messages[0].role"),
        ({"messages": [{"role": "user"}]}, "missing_required_parameter", "messages[0].content"),
        ({"model": None}, "invalid_type", "model"),
        ({"n": 0}, "invalid_value", "n"),
        ({"stream": True}, "unsupported_value", "stream"),
        ({"response_format": {"type": "xml"}}, "invalid_value", "response_format.type"),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"name": "a b"}}},
            "invalid_value",
            "response_format.json_schema.name",
        ),
    ],
)
def test_a_chat_that_it_would_not_take_is_a_400_about_the_parameter(openai, change, code, param):
    answer = chat(openai, **change)
    assert answer.status_code == 400
    assert (answer.json()["error"]["code"], answer.json()["error"]["param"]) == (code, param)


def test_messages_may_be_in_parts(openai):
    parts = [
        {"type": "text", "text": "A llama"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}},
    ]
    answer = chat(openai, messages=[{"role": "developer", "content": "Be brief."}, {"role": "user", "content": parts}])
    assert "llama" in answer.json()["choices"][0]["message"]["content"]


def test_texts_misbehave_when_asked_to(openai):
    def choice(word: str) -> dict:
        return chat(openai, f"A cactus [{word}]").json()["choices"][0]

    assert choice("refusal")["message"]["refusal"]
    assert choice("cut_off")["finish_reason"] == "length"
    assert choice("content_filter")["finish_reason"] == "content_filter"
    assert len(json.loads(choice("long_title")["message"]["content"])["title"].split()) > 4_000
    with pytest.raises(ValueError):
        json.loads(choice("bad_json")["message"]["content"])
    assert json.loads(choice("wrong_types")["message"]["content"])["title"] is None
    assert isinstance(json.loads(choice("other_shape")["message"]["content"]), list)
    assert chat(openai, "[no_choices]").json()["choices"] == []
    assert "usage" not in chat(openai, "[no_usage]").json()


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
    for bad in (
        {"input": "x", "colour": 1},
        {},
        {"input": []},
        {"input": [1]},
        {"input": [{"type": "sound"}]},
        {"input": [*pictured, pictured[1]]},
    ):
        assert openai.post("/moderations", json=bad).status_code == 400
    assert openai.post("/moderations", json={"input": "x", "model": "gpt-5.5"}).status_code == 404


def test_other_keys_are_401_with_a_part_of_the_key(sandbox):
    answer = httpx.post(
        f"{sandbox.url}/openai/v1/moderations", json={}, headers={"authorization": "Bearer sk-proj-0123456789abcdef"}
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")
    assert "0123456789ab" not in answer.text
    assert "cdef" in answer.text
    assert httpx.get(f"{sandbox.url}/openai/v1/models").status_code == 401


def test_pictures_have_a_limit_of_their_own(openai, sandbox):
    sandbox.config(limits=True, windows={"openai.images": (3, 60.0)})
    assert [draw(openai).status_code, draw(openai, n=2).status_code, draw(openai).status_code] == [200, 200, 429]
    limited = draw(openai)
    assert (limited.json()["error"]["code"], limited.json()["error"]["type"]) == ("rate_limit_exceeded", "images")
    assert 0 < int(limited.headers["retry-after"]) <= 60
    assert int(limited.headers["retry-after-ms"]) > 1_000
    assert limited.headers["x-ratelimit-remaining-requests"] == "0"
    answer = chat(openai)
    assert answer.headers["x-ratelimit-remaining-requests"] == "499"
    sandbox.advance(61)
    assert draw(openai).status_code == 200


def test_tokens_have_a_limit_too(openai, sandbox):
    sandbox.config(limits=True, windows={"openai.tokens": (1_000, 60.0)})
    first = draw(openai, quality="high")
    assert first.headers["x-ratelimit-limit-tokens"] == "1000"
    assert first.headers["x-ratelimit-remaining-tokens"] == "0"
    assert re.fullmatch(r"(\d+m)?[\d.]+s|\d+ms", first.headers["x-ratelimit-reset-tokens"])
    limited = draw(openai)
    assert (limited.status_code, limited.json()["error"]["type"]) == (429, "tokens")
    sandbox.advance(61)
    assert draw(openai).status_code == 200


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0s"), (0.012, "12ms"), (1, "1s"), (59.9, "59.9s"), (360, "6m0s"), (61.5, "1m1.5s")]
)
def test_durations_are_written_as_in_its_headers(seconds, text):
    assert duration(seconds) == text


def test_faults_have_openais_shape(openai, sandbox):
    sandbox.fault("openai POST /v1/images/generations", "rate_limit", retry_after=2)
    limited = draw(openai)
    assert (limited.status_code, limited.headers["retry-after-ms"]) == (429, "2000")
    sandbox.fault("openai POST /v1/images/generations", "status", status=503)
    assert draw(openai).json()["error"]["code"] == "server_is_overloaded"
    sandbox.fault("openai POST /v1/images/generations", "status", status=400, body={"error": "odd"})
    assert draw(openai).json() == {"error": "odd"}
    assert openai.get("/nothing").json()["error"]["code"] == "unknown_url"
