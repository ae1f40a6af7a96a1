"""reference/openai.md, section 3: files and batches, as they go on with the sandbox's clock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

DAY = 86_400


@pytest.fixture
def openai(sandbox) -> Iterator[httpx.Client]:
    sandbox.config(batch_check_s=10, batch_s=100)
    key = sandbox.accounts()["openai"]["api_key"]
    with httpx.Client(
        base_url=f"{sandbox.url}/openai/v1", headers={"authorization": f"Bearer {key}"}, verify=False
    ) as client:
        yield client


def line(name: str, prompt: str = "A cactus", **changes: Any) -> dict[str, Any]:
    body = {"model": "gpt-image-2", "prompt": prompt, "size": "160x192"} | changes.pop("body", {})
    return {"custom_id": name, "method": "POST", "url": "/v1/images/generations", "body": body} | changes


def upload(
    client: httpx.Client, content: bytes | list[dict[str, Any]], name: str = "in.jsonl", **fields: str
) -> httpx.Response:
    told = content if isinstance(content, bytes) else b"".join(json.dumps(each).encode() + b"\n" for each in content)
    return client.post("/files", files={"file": (name, told)}, data={"purpose": "batch"} | fields)


def create(client: httpx.Client, file: str, **changes: Any) -> httpx.Response:
    body = {"input_file_id": file, "endpoint": "/v1/images/generations", "completion_window": "24h"}
    return client.post("/batches", json=body | changes)


def submitted(client: httpx.Client, *lines: dict[str, Any], **changes: Any) -> str:
    file = upload(client, list(lines)).raise_for_status().json()["id"]
    return str(create(client, file, **changes).raise_for_status().json()["id"])


def look(client: httpx.Client, batch: str) -> dict[str, Any]:
    return client.get(f"/batches/{batch}").raise_for_status().json()


def lines_of(client: httpx.Client, file: str | None) -> list[dict[str, Any]]:
    assert file is not None
    return [json.loads(each) for each in client.get(f"/files/{file}/content").raise_for_status().text.splitlines()]


def test_a_batch_is_looked_over_carried_out_and_completed(openai, sandbox):
    batch = submitted(openai, line("a"), line("b"), line("c", "No [moderation_blocked]"), metadata={"run": "r-1"})
    first = look(openai, batch)
    assert (first["status"], first["metadata"]) == ("validating", {"run": "r-1"})
    assert first["expires_at"] == first["created_at"] + DAY
    sandbox.advance(60)
    half = look(openai, batch)
    assert (half["status"], half["request_counts"]["total"], half["output_file_id"]) == ("in_progress", 3, None)
    assert 0 < half["request_counts"]["completed"] < 3
    sandbox.advance(60)
    done = look(openai, batch)
    assert (done["status"], done["request_counts"]) == ("completed", {"total": 3, "completed": 2, "failed": 1})
    answers = lines_of(openai, done["output_file_id"])
    assert [each["custom_id"] for each in answers] == ["b", "a"], "in an order of its own"
    assert answers[0]["response"]["body"]["data"][0]["b64_json"]
    assert answers[0]["response"]["body"]["usage"]["output_tokens"] > 0
    (refused,) = lines_of(openai, done["error_file_id"])
    assert (refused["response"]["status_code"], refused["error"]) == (400, None)
    assert refused["response"]["body"]["error"]["code"] == "moderation_blocked"
    assert look(openai, batch) == done


def test_texts_have_a_batch_of_their_own(openai, sandbox):
    body = {"model": "gpt-5.5", "messages": [{"role": "user", "content": "A cactus"}]}
    asked = {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": body}
    batch = submitted(openai, asked, endpoint="/v1/chat/completions")
    sandbox.advance(200)
    (answer,) = lines_of(openai, look(openai, batch)["output_file_id"])
    assert answer["response"]["body"]["choices"][0]["message"]["content"]


@pytest.mark.parametrize(
    ("lines", "code", "place"),
    [
        (b"\n", "empty_file", None),
        (b'{"custom_id": "a"\n', "invalid_json_line", 1),
        ([line("a"), {"custom_id": "b"}], "invalid_request", 2),
        ([line("a"), line("a")], "duplicate_custom_id", 2),
        ([line("a"), line("b", url="/v1/chat/completions")], "mismatched_url", 2),
        ([line("a"), line("b", body={"model": "gpt-image-1.5"})], "mismatched_model", 2),
        ([line("a", method="GET")], "invalid_request", 1),
    ],
)
def test_one_bad_line_and_nothing_is_done(openai, sandbox, lines, code, place):
    file = upload(openai, lines).raise_for_status().json()["id"]
    batch = create(openai, file).raise_for_status().json()["id"]
    sandbox.advance(10)
    failed = look(openai, batch)
    assert (failed["status"], failed["output_file_id"]) == ("failed", None)
    (error,) = failed["errors"]["data"]
    assert (error["code"], error["line"]) == (code, place)


def test_beyond_the_enqueue_limit_create_succeeds_and_the_batch_fails_later(openai, sandbox):
    sandbox.config(batch_tokens=20)
    first, second = submitted(openai, line("a")), submitted(openai, line("b"))
    sandbox.advance(20)
    assert (look(openai, first)["status"], look(openai, second)["status"]) == ("in_progress", "failed")
    assert look(openai, second)["errors"]["data"][0]["code"] == "token_limit_exceeded"


def test_what_is_not_done_in_a_day_expires_and_the_rest_is_there(openai, sandbox):
    sandbox.config(batch_s=2 * DAY)
    batch = submitted(openai, *(line(f"i{number}") for number in range(4)))
    sandbox.advance(10)
    look(openai, batch)
    sandbox.advance(DAY)
    done = look(openai, batch)
    assert (done["status"], done["request_counts"]) == ("expired", {"total": 4, "completed": 1, "failed": 3})
    assert len(lines_of(openai, done["output_file_id"])) == 1
    assert {each["error"]["code"] for each in lines_of(openai, done["error_file_id"])} == {"batch_expired"}


def test_a_batch_is_cancelled_with_what_is_done(openai, sandbox):
    batch = submitted(openai, *(line(f"i{number}") for number in range(4)))
    sandbox.advance(10)
    look(openai, batch)
    sandbox.advance(60)
    assert openai.post(f"/batches/{batch}/cancel").raise_for_status().json()["status"] == "cancelling"
    sandbox.advance(2)
    done = look(openai, batch)
    assert (done["status"], done["request_counts"]["completed"]) == ("cancelled", 2)
    assert openai.post(f"/batches/{batch}/cancel").status_code == 409


def test_odd_answers_can_be_asked_for(openai, sandbox):
    words = ("[batch_missing]", "[batch_twice]", "[batch_garbage]", "[batch_stranger]")
    batch = submitted(openai, *(line(word, f"A cactus {word}") for word in words))
    sandbox.advance(200)
    text = openai.get(f"/files/{look(openai, batch)['output_file_id']}/content").text
    assert [text.count(f'"{word}"') for word in words] == [0, 2, 1, 1]
    assert '"somebody-elses"' in text
    with pytest.raises(json.JSONDecodeError):
        [json.loads(each) for each in text.splitlines()]


def test_batches_are_listed_newest_first_in_pages(openai):
    batches = [submitted(openai, line("a")) for _ in range(3)]
    page = openai.get("/batches", params={"limit": 2}).json()
    assert ([each["id"] for each in page["data"]], page["has_more"]) == (batches[:0:-1], True)
    rest = openai.get("/batches", params={"limit": 2, "after": page["last_id"]}).json()
    assert ([each["id"] for each in rest["data"]], rest["has_more"]) == (batches[:1], False)
    assert openai.get("/batches", params={"limit": 101}).status_code == 400
    assert openai.get("/batches/batch_none").status_code == 404


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"input_file_id": "file-none"}, "input_file_id"),
        ({"endpoint": "/v1/images/variations"}, "endpoint"),
        ({"completion_window": "1h"}, "completion_window"),
        ({"metadata": {"x": "y" * 513}}, "metadata"),
        ({"colour": "red"}, "colour"),
        ({"output_expires_after": {"anchor": "created_at", "seconds": 60}}, "output_expires_after.seconds"),
    ],
)
def test_a_batch_that_cannot_be_is_refused(openai, changes, param):
    file = upload(openai, [line("a")]).json()["id"]
    answer = create(openai, file, **changes)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_files_are_kept_listed_read_and_deleted(openai, sandbox):
    kept = upload(openai, b"x\n", **{"expires_after[anchor]": "created_at", "expires_after[seconds]": "3600"}).json()
    assert (kept["object"], kept["bytes"], kept["filename"], kept["purpose"]) == ("file", 2, "in.jsonl", "batch")
    assert openai.get("/files", params={"purpose": "batch"}).json()["data"] == [kept]
    assert openai.get(f"/files/{kept['id']}").json() == kept
    assert openai.get(f"/files/{kept['id']}/content").content == b"x\n"
    sandbox.advance(3601)
    assert openai.get(f"/files/{kept['id']}").status_code == 404
    other = upload(openai, b"y\n").json()["id"]
    assert openai.delete(f"/files/{other}").json() == {"id": other, "object": "file", "deleted": True}
    assert openai.get(f"/files/{other}/content").status_code == 404


@pytest.mark.parametrize(
    ("fields", "name", "param"),
    [({"purpose": "prints"}, "in.jsonl", "purpose"), ({}, "in.txt", "file"), ({"colour": "red"}, "in.jsonl", "colour")],
)
def test_an_upload_that_cannot_be_is_refused(openai, fields, name, param):
    answer = upload(openai, b"x\n", name, **fields)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)
