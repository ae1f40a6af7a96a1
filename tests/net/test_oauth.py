"""The browser's half of OAuth: what goes into the consent page's address, and what comes back."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest

from podpusher_cli.core.errors import ConsentRefused, ForeignRedirect
from podpusher_cli.net.oauth import authorize_url, new_pkce, read_redirect


def test_no_secret_of_a_login_shows():
    made = new_pkce()
    assert not [each for each in (made.verifier, made.challenge, made.state) if each in repr(made)]


def test_every_login_has_its_own_verifier_challenge_and_state():
    first, second = new_pkce(), new_pkce()
    assert len({first.verifier, first.challenge, first.state, second.verifier, second.challenge, second.state}) == 6
    assert 43 <= len(first.verifier) <= 128
    assert len(first.challenge) == 43
    assert "=" not in first.challenge


def test_the_challenge_is_that_of_the_standard():
    made = new_pkce()
    hashed = hashlib.sha256(made.verifier.encode()).digest()
    assert made.challenge == base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


def test_the_address_says_all_that_etsy_asks_for():
    url = authorize_url(
        "https://www.etsy.com/oauth/connect",
        client_id="key",
        redirect_uri="http://localhost:8517/callback",
        scopes=("listings_r", "shops_r"),
        state="s t",
        challenge="c",
    )
    assert urlsplit(url)[:3] == ("https", "www.etsy.com", "/oauth/connect")
    assert {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()} == {
        "response_type": "code",
        "client_id": "key",
        "redirect_uri": "http://localhost:8517/callback",
        "scope": "listings_r shops_r",
        "state": "s t",
        "code_challenge": "c",
        "code_challenge_method": "S256",
    }


@pytest.mark.parametrize(
    "answer",
    ["code=c%2B1&state=s", "http://localhost:8517/callback?state=s&code=c%2B1", " http://x/?code=c%2B1&state=s#_=_\n"],
)
def test_the_code_is_read_from_the_address_or_its_query(answer):
    assert read_redirect(answer, "s") == "c+1"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "code=c",
        "code=c&state=",
        "code=c&state=S",
        "code=c&state=ś",
        "code=c&state=s&state=s",
        "code=a&code=b&state=s",
        "code=&state=s",
        "state=s",
        "error=access_denied&state=other",
        "http://[?code=c&state=s",
        "&".join(["code=c"] * 99),
    ],
)
def test_an_answer_to_something_else_is_refused(answer):
    with pytest.raises(ForeignRedirect) as caught:
        read_redirect(answer, "s", provider="etsy")
    assert caught.value.exit_status == 3


@pytest.mark.parametrize("state", ["", "&state=s"])
def test_a_no_is_told_in_the_providers_words(state):
    with pytest.raises(ConsentRefused, match="The user said no"):
        read_redirect(f"error=access_denied&error_description=The+user+said%0A+no{state}", "s")
    with pytest.raises(ConsentRefused, match="access_denied"):
        read_redirect(f"error=access_denied{state}", "s")
