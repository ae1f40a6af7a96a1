"""reference/etsy.md, section 2: consent, PKCE, rotating tokens."""

from __future__ import annotations

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.support.sandbox import CALLBACK

VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
KEYSTRING = "sandboxkeystring0000000"


def authorize(sandbox, **changes):
    asked = {
        "response_type": "code",
        "client_id": KEYSTRING,
        "redirect_uri": CALLBACK,
        "scope": "listings_r shops_r",
        "state": "st ate+1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | changes
    return f"{sandbox.url}/etsy/oauth/connect?{urlencode({k: v for k, v in asked.items() if v is not None})}"


def returned(answer):
    assert answer.status_code == 302, answer.text
    place = urlsplit(answer.headers["location"])
    assert place._replace(query="").geturl() == CALLBACK
    return dict(parse_qsl(place.query))


def token(sandbox, **form):
    return sandbox.admin.post("/etsy/v3/public/oauth/token", data={"client_id": KEYSTRING} | form)


def redeem(sandbox, code, **changes):
    form = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code": code, "code_verifier": VERIFIER}
    return token(sandbox, **form | changes)


@pytest.fixture
def code(sandbox):
    return returned(sandbox.consent(authorize(sandbox)))["code"]


def test_the_page_is_a_plain_form_with_two_buttons(sandbox):
    page = sandbox.admin.get(authorize(sandbox))
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    tree = LexborHTMLParser(page.text)
    assert tree.css_first("html").attributes["lang"] == "en"
    assert tree.css_first("title").text()
    assert tree.css_first("form").attributes["method"] == "post"
    assert {node.attributes["id"]: node.attributes["value"] for node in tree.css("form button")} == {
        "allow": "allow",
        "deny": "deny",
    }
    assert "listings_r" in tree.css_first("ul").text()
    assert not tree.css("script")
    assert "sandbox" in tree.css_first("[role=note]").text()


def test_allow_returns_code_and_state_unchanged(sandbox):
    back = returned(sandbox.consent(authorize(sandbox)))
    assert back["state"] == "st ate+1"
    assert back["code"]


def test_deny_returns_access_denied(sandbox):
    back = returned(sandbox.consent(authorize(sandbox), "deny"))
    assert back["error"] == "access_denied"
    assert back["state"] == "st ate+1"
    assert "code" not in back


def test_a_consent_is_answered_once(sandbox):
    page = sandbox.admin.get(authorize(sandbox)).text
    form = {"consent": page.split('name="consent" value="')[1].split('"')[0], "decision": "allow"}
    assert sandbox.admin.post("/etsy/oauth/connect", data=form).status_code == 302
    assert sandbox.admin.post("/etsy/oauth/connect", data=form).status_code == 400


@pytest.mark.parametrize(
    "redirect",
    [CALLBACK + "/", "http://localhost:8518/callback", "http://127.0.0.1:8517/callback", "https://evil.example/", None],
)
def test_another_redirect_shows_the_page_and_never_redirects(sandbox, redirect):
    answer = sandbox.admin.get(authorize(sandbox, redirect_uri=redirect))
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "The requested redirect URL is not permitted." in answer.text


def test_an_unknown_keystring_never_redirects(sandbox):
    answer = sandbox.admin.get(authorize(sandbox, client_id="<b>x</b>"))
    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"state": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "listings_r everything"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_bad_requests_go_back_with_an_error(sandbox, changes, error):
    back = returned(sandbox.admin.get(authorize(sandbox, **changes)))
    assert back["error"] == error
    assert back["error_description"]


def test_tokens_begin_with_the_user_id(sandbox, code):
    given = redeem(sandbox, code).json()
    assert given["access_token"].startswith("70211334.")
    assert given["refresh_token"].startswith("70211334.")
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 3600)


def test_the_token_endpoint_takes_json_too(sandbox, code):
    body = {"client_id": KEYSTRING, "grant_type": "authorization_code", "redirect_uri": CALLBACK, "code": code}
    answer = sandbox.admin.post("/etsy/v3/public/oauth/token", json=body | {"code_verifier": VERIFIER})
    assert answer.status_code == 200


def test_a_code_works_once(sandbox, code):
    assert redeem(sandbox, code).status_code == 200
    assert redeem(sandbox, code).json()["error"] == "invalid_grant"


def test_a_code_lives_ten_minutes(sandbox, code):
    sandbox.advance(601)
    assert redeem(sandbox, code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_request"),
        ({"redirect_uri": "http://localhost:8517/other"}, "invalid_grant"),
        ({"client_id": "other"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_what_must_match(sandbox, code, changes, error):
    answer = redeem(sandbox, code, **changes)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.json()["error_description"]


def test_a_refresh_rotates_and_the_old_token_dies_at_once(sandbox):
    first = sandbox.etsy_tokens()
    second = token(sandbox, grant_type="refresh_token", refresh_token=first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    again = token(sandbox, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert again.json()["error_description"] == "refresh_token is revoked"
    assert sandbox.etsy(second["access_token"]).get("/users/me").status_code == 200
    assert sandbox.etsy(first["access_token"]).get("/users/me").status_code == 200


def test_of_ten_refreshes_at_once_one_wins(sandbox):
    refresh = sandbox.etsy_tokens()["refresh_token"]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: token(sandbox, grant_type="refresh_token", refresh_token=refresh), range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 9


def test_a_refresh_token_lives_ninety_days(sandbox):
    refresh = sandbox.etsy_tokens()["refresh_token"]
    sandbox.advance(90 * 86_400 + 1)
    assert token(sandbox, grant_type="refresh_token", refresh_token=refresh).json()["error"] == "invalid_grant"


def test_an_access_token_lives_an_hour(sandbox, etsy):
    sandbox.advance(3599)
    assert etsy.get("/users/me").status_code == 200
    sandbox.advance(2)
    stale = etsy.get("/users/me")
    assert stale.status_code == 401
    assert stale.json() == {"error": "invalid_token", "error_description": "access token is expired"}


def test_tokens_can_be_made_stale_and_revoked(sandbox):
    tokens = sandbox.etsy_tokens()
    owner = sandbox.etsy(tokens["access_token"])
    sandbox.expire_etsy()
    assert owner.get("/users/me").json()["error_description"] == "access token is expired"
    fresh = token(sandbox, grant_type="refresh_token", refresh_token=tokens["refresh_token"]).json()
    sandbox.revoke_etsy()
    assert sandbox.etsy(fresh["access_token"]).get("/users/me").status_code == 401
    assert token(sandbox, grant_type="refresh_token", refresh_token=fresh["refresh_token"]).status_code == 400


@pytest.mark.parametrize(("kind", "rotated"), [("status", False), ("applied_status", True)])
def test_a_500_before_and_after_the_rotation(sandbox, kind, rotated):
    refresh = sandbox.etsy_tokens()["refresh_token"]
    sandbox.fault("etsy POST /v3/public/oauth/token", kind, status=500)
    failed = token(sandbox, grant_type="refresh_token", refresh_token=refresh)
    assert (failed.status_code, failed.json()) == (500, {"error": "Server Error"})
    again = token(sandbox, grant_type="refresh_token", refresh_token=refresh)
    assert again.status_code == (400 if rotated else 200)


def test_what_a_token_holds(sandbox):
    given = sandbox.etsy_tokens("shops_r")["access_token"]
    answer = sandbox.etsy().post("/scopes", data={"token": given})
    assert answer.json() == {"scopes": ["shops_r"]}
    assert sandbox.etsy().post("/scopes", data={"token": "70211334.no"}).status_code == 401
