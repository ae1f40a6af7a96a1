from __future__ import annotations

import pytest

from podpusher_cli.core.http import Request, Response
from podpusher_cli.net.echoes import confidences, without


@pytest.mark.parametrize(
    ("request_", "headers", "told"),
    [
        (Request("GET", "https://x"), {"Authorization": "Bearer abcdefgh12"}, {"abcdefgh12"}),
        (Request("GET", "https://x", headers={"X-Api-Key": "keystring1:secret1234"}), {}, {"keystring1", "secret1234"}),
        (Request("POST", "https://x", form={"refresh_token": "123.refresh", "grant_type": "refresh_token"}), {}, {"123.refresh"}),
        (Request("POST", "https://x", form={"code": "thecode12", "code_verifier": "verifier1"}), {}, {"thecode12", "verifier1"}),
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
