"""No secret comes through, wherever it stands and however it is quoted."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.secrets import mask

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
words = st.text(LETTERS, min_size=16, max_size=60)
shapes = st.one_of(
    st.builds("eyJ{}.{}.{}".format, words, words, words),
    st.builds("sk-{}".format, words),
    st.builds("sk_live_{}".format, words),
    st.builds("rk_test_{}".format, words),
    st.builds("whsec_{}".format, words),
    st.builds("{}_{}".format, st.sampled_from(["rt", "ac"]), st.text(LETTERS[:-2], min_size=16, max_size=60)),
    st.builds("{}.{}".format, st.integers(10_000, 10**11), words),
)
around = st.text(alphabet=" \n\"'(){}[]<>,;:=/?&", max_size=5)
NAMES = (
    "access_token",
    "refresh_token",
    "client_secret",
    "shared_secret",
    "code_verifier",
    "code",
    "state",
    "password",
    "api_key",
    "x-api-key",
)


@given(around, shapes, around)
def test_a_secret_is_known_by_its_shape(before: str, secret: str, after: str) -> None:
    assert secret not in mask(before + secret + after)


@given(st.sampled_from(NAMES), words.map(lambda word: "q" + word))
def test_a_secret_is_known_by_its_name(name: str, secret: str) -> None:
    inner = json.dumps({name: secret})
    for text in (
        f"{name}={secret}",
        f"https://x.example/?{name}={secret}&a=1",
        f"{name}: {secret}",
        inner,
        json.dumps({"body": inner}),
        json.dumps({"told": json.dumps({"body": inner})}),
        repr({name: secret}),
        f"{name.upper()} = '{secret}'",
    ):
        assert secret not in mask(text), text


@given(words)
def test_a_header_keeps_its_name_and_loses_its_secret(secret: str) -> None:
    masked = mask(f"Authorization: Bearer {secret}")
    assert secret not in masked
    assert masked.startswith("Authorization: Bearer")
    assert "key" + secret not in mask(f"x-api-key: key{secret}:shared{secret}")


@given(st.dictionaries(st.sampled_from([*NAMES, "text"]), words | shapes, max_size=4), st.text(max_size=40))
def test_a_line_of_json_stays_one(fields: dict[str, str], text: str) -> None:
    line = json.dumps({**fields, "note": text, "body": json.dumps(fields)})
    assert json.loads(mask(line))["note"] is not None
    assert mask(mask(line)) == mask(line)


@pytest.mark.parametrize(
    "text",
    [
        "Plant dad, 26.99 USD, 4500x5400",
        "GET /shops/{shop}/products.json 200 in 123 ms",
        "https://www.etsy.com/listing/1700000001/retro-fox",
        "r-7K3M9QXA",
        "2026-11-23T09:30:00.123456Z",
        "the state of the art",
        "",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://bob:hunter2@proxy.example:8080/", "http://***@proxy.example:8080/"),
        ('{"url": "https://key@models.example/v1"}', '{"url": "https://***@models.example/v1"}'),
        ("https://www.etsy.com/people/a@b", "https://www.etsy.com/people/a@b"),
    ],
)
def test_who_logs_in_by_an_address_is_not_told(address: str, shown: str) -> None:
    assert mask(address) == shown
