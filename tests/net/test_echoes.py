from __future__ import annotations

import json

import pytest

from podpusher_cli.core.http import Request, Response
from podpusher_cli.net.echoes import confidences, without


@pytest.mark.parametrize(
    ("request_", "headers", "told"),
    [
        (Request("GET", "https://x"), {"Authorization": "Bearer abcdefgh12"}, {"abcdefgh12"}),
        (Request("GET", "https://x", headers={"X-Api-Key": "keystring1:secret1234"}), {}, {"keystring1", "secret1234"}),
        (
            Request("POST", "https://x", form={"refresh_token": "123.refresh", "grant_type": "refresh_token"}),
            {},
            {"123.refresh"},
        ),
        (
            Request("POST", "https://x", form={"code": "thecode12", "code_verifier": "verifier1"}),
            {},
            {"thecode12", "verifier1"},
        ),
        (Request("GET", "https://x", headers={"accept": "something/long"}), {"user-agent": "podpusher/1"}, set()),
        (Request("GET", "https://x", headers={"authorization": "Bearer "}), {}, set()),
    ],
)
def test_what_was_told_in_confidence(request_: Request, headers: dict[str, str], told: set[str]) -> None:
    assert confidences(request_, headers) == told


def test_it_is_taken_out_of_the_body_and_the_rest_stays() -> None:
    answer = Response(400, {"a": "b"}, b'{"error":"no abcdefgh12 and abcdefgh12345"}', "https://x", "id")
    clean = without(answer, {"abcdefgh12", "abcdefgh12345"})
    assert clean.body == b'{"error":"no *** and ***"}'
    assert (clean.status, clean.headers, clean.url, clean.request_id) == (400, {"a": "b"}, "https://x", "id")


def test_an_answer_that_quotes_nothing_is_the_same() -> None:
    answer = Response(500, {}, b"\xff broken")
    assert without(answer, {"abcdefgh12"}) is answer


TOKENS = [
    "12345678.refresh-Token_of_Etsy0",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI1In0.c2lnbmF0dXJl",
    "sk-proj-abcdefgh12345678",
    "rk_live_abcdefgh12345678",
    "whsec_abcdefgh12345678",
    "IGQVJabcdefgh12345678abcdefgh12345678",
    "pina_abcdefgh12345678abcdefgh",
    "AAAAAAAAAAAAAAAAAAAAAabcdefgh12345678%2Fabcdefgh",
]


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_that_was_not_sent_is_known_by_its_form(token: str) -> None:
    body = json.dumps({"error": f"The token {token} is not the one of this call", "code": "token_mixed"})
    clean = without(Response(400, {}, body.encode()), ())
    assert json.loads(clean.body) == {"error": "The token *** is not the one of this call", "code": "token_mixed"}


@pytest.mark.parametrize(
    "text",
    [
        '{"error":{"code":"resource_missing","message":"No such price: price_1NabcdefGHIJklmn","type":"invalid_request_error"}}',
        '{"status":"error","code":8252,"message":"Product 65f1c0a2e4b0a1b2c3d4e5f6 is disabled","state":"locked"}',
        '{"error":"invalid_token","error_description":"Bearer authentication is required; basic authentication is not"}',
        '{"price":1234.1234567890123456,"sum":12345678.12345678901234567890,"token":"missing"}',
        "Invalid API Key provided: rk_test_********dbox",
        "You passed ask_for-something-long-and-harmless.",
    ],
)
def test_what_a_refusal_says_otherwise_stays(text: str) -> None:
    answer = Response(400, {}, text.encode())
    assert without(answer, ()) is answer
