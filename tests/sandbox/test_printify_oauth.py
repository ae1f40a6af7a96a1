"""reference/printify.md, section 2.2: consent to an app, grant codes, rotating tokens of six hours."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from podpusher_cli.core.accounts import PRINTIFY_SCOPES
from podpusher_cli.core.tokens import jwt_claims
from tests.support.sandbox import CALLBACK

APP = "sandboxapp00000000000000"
DECLINED = CALLBACK + "?declined=1"


def authorize(sandbox, **changes):
    asked = {"app_id": APP, "accept_url": CALLBACK, "decline_url": DECLINED, "state": "st ate+1"} | changes
    return f"{sandbox.url}/printify/app/authorize?{urlencode({k: v for k, v in asked.items() if v is not None})}"


def returned(answer, to=CALLBACK):
    assert answer.status_code == 302, answer.text
    place = answer.headers["location"]
    assert place.startswith(to + ("&" if "?" in to else "?"))
    return dict(parse_qsl(urlsplit(place).query))


def redeem(sandbox, code, **changes):
    return sandbox.admin.post("/printify/v1/app/oauth/tokens", data={"app_id": APP, "code": code} | changes)


def refresh(sandbox, token, **changes):
    form = {"app_id": APP, "refresh_token": token} | changes
    return sandbox.admin.post("/printify/v1/app/oauth/tokens/refresh", data=form)


@pytest.fixture
def code(sandbox):
    return returned(sandbox.consent(authorize(sandbox)))["code"]


def test_the_page_is_a_plain_form_with_two_buttons(sandbox):
    page = sandbox.admin.get(authorize(sandbox))
    assert page.status_code == 200
    assert page.headers["referrer-policy"] == "no-referrer"
    tree = LexborHTMLParser(page.text)
    assert {node.attributes["id"] for node in tree.css("form[method=post] button")} == {"allow", "deny"}
    assert set(PRINTIFY_SCOPES) == {node.text() for node in tree.css("li code")}
    assert tree.css_first("[role=note]").text().startswith("This is the podpusher sandbox, not Printify.")
    assert not tree.css("script")


def test_accept_returns_code_and_state_unchanged(sandbox):
    back = returned(sandbox.consent(authorize(sandbox)))
    assert back.keys() == {"code", "state"}
    assert back["state"] == "st ate+1"


def test_without_a_state_none_comes_back(sandbox):
    assert returned(sandbox.consent(authorize(sandbox, state=None))).keys() == {"code"}


def test_decline_returns_to_the_other_url_with_an_error(sandbox):
    back = returned(sandbox.consent(authorize(sandbox), "deny"), to=DECLINED)
    assert back.pop("error_description")
    assert back == {"declined": "1", "error": "access_denied", "state": "st ate+1"}


def test_a_consent_is_answered_once(sandbox):
    page = sandbox.admin.get(authorize(sandbox)).text
    form = {"consent": page.split('name="consent" value="')[1].split('"')[0], "decision": "allow"}
    assert sandbox.admin.post("/printify/app/authorize", data=form).status_code == 302
    again = sandbox.admin.post("/printify/app/authorize", data=form)
    assert (again.status_code, "location" in again.headers) == (400, False)


@pytest.mark.parametrize("name", ["accept_url", "decline_url"])
@pytest.mark.parametrize(
    "url",
    [None, "", "http://shop.example/cb", "https://127.0.0.1/cb", "https://[::1]/cb", "http://127.0.0.1:8517/callback",
     "ftp://localhost/", "https:///cb", "/callback", "https://[x/", "http://localhost:port/"],
)  # fmt: skip
def test_where_nobody_may_be_sent_shows_a_page_and_never_redirects(sandbox, name, url):
    answer = sandbox.admin.get(authorize(sandbox, **{name: url}))
    assert (answer.status_code, "location" in answer.headers) == (400, False)
    assert name in answer.text


@pytest.mark.parametrize("url", ["https://shop.example/cb", "http://localhost:9/cb", "https://localhost/cb?a=b"])
def test_https_with_a_name_or_localhost_will_do(sandbox, url):
    assert returned(sandbox.consent(authorize(sandbox, accept_url=url)), to=url)["code"]


def test_an_unknown_app_never_redirects(sandbox):
    answer = sandbox.admin.get(authorize(sandbox, app_id="<b>x</b>"))
    assert (answer.status_code, "location" in answer.headers, "<b>x" in answer.text) == (400, False, False)


def test_a_code_gives_tokens_of_six_hours(sandbox, code):
    given = redeem(sandbox, code).json()
    assert given.keys() == {"access_token", "refresh_token", "expire_at"}
    ends = datetime.fromisoformat(given["expire_at"])
    assert ends.tzinfo
    assert given["expire_at"][10] == " "
    assert abs(ends.timestamp() - time.time() - 6 * 3600) < 60
    claims = jwt_claims(given["access_token"])
    assert (claims.ends_at, claims.scopes) == (ends, PRINTIFY_SCOPES)


def test_an_access_token_opens_what_the_personal_one_opens(sandbox):
    client = sandbox.printify(sandbox.printify_tokens()["access_token"])
    assert client.get("/shops.json").json() == sandbox.printify().get("/shops.json").json()
    assert client.get("/shops/9999/products.json").status_code == 401
    assert client.post("/shops/5432/products.json", json={}).status_code == 400


def test_an_access_token_ends_after_six_hours(sandbox):
    client = sandbox.printify(sandbox.printify_tokens()["access_token"])
    sandbox.advance(6 * 3600 - 30)
    assert client.get("/shops.json").status_code == 200
    sandbox.advance(31)
    assert client.get("/shops.json").status_code == 401
    assert sandbox.printify().get("/shops.json").status_code == 200


def test_a_refresh_token_opens_nothing(sandbox):
    assert sandbox.printify(sandbox.printify_tokens()["refresh_token"]).get("/shops.json").status_code == 401


def test_a_code_works_once(sandbox, code):
    assert redeem(sandbox, code).status_code == 200
    again = redeem(sandbox, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert again.json()["error_description"]


def test_a_code_lives_ten_minutes(sandbox, code):
    sandbox.advance(601)
    assert redeem(sandbox, code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("changes", [{"app_id": "other"}, {"app_id": ""}])
def test_only_the_app_may_redeem_and_refresh(sandbox, code, changes):
    for answer in (redeem(sandbox, code, **changes), refresh(sandbox, "any", **changes)):
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")
    assert redeem(sandbox, code).status_code == 200


def test_a_refresh_rotates_and_the_old_token_dies_at_once(sandbox):
    first = sandbox.printify_tokens()
    second = refresh(sandbox, first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    again = refresh(sandbox, first["refresh_token"])
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    for tokens in (first, second):
        assert sandbox.printify(tokens["access_token"]).get("/shops.json").status_code == 200
    assert refresh(sandbox, second["refresh_token"]).status_code == 200


def test_of_ten_refreshes_at_once_one_wins(sandbox):
    token = sandbox.printify_tokens()["refresh_token"]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: refresh(sandbox, token), range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 9


@pytest.mark.parametrize(("kind", "rotated"), [("status", False), ("applied_status", True)])
def test_a_500_before_and_after_the_rotation(sandbox, kind, rotated):
    token = sandbox.printify_tokens()["refresh_token"]
    sandbox.fault("printify POST /app/oauth/tokens/refresh", kind, status=500)
    assert refresh(sandbox, token).status_code == 500
    assert refresh(sandbox, token).status_code == (400 if rotated else 200)


def test_tokens_can_be_made_stale_and_revoked_and_etsys_stay(sandbox):
    tokens, etsy = sandbox.printify_tokens(), sandbox.etsy(sandbox.etsy_tokens()["access_token"])
    sandbox.expire_printify()
    assert sandbox.printify(tokens["access_token"]).get("/shops.json").status_code == 401
    fresh = refresh(sandbox, tokens["refresh_token"]).json()
    assert sandbox.printify(fresh["access_token"]).get("/shops.json").status_code == 200
    sandbox.revoke_printify()
    assert sandbox.printify(fresh["access_token"]).get("/shops.json").status_code == 401
    assert refresh(sandbox, fresh["refresh_token"]).status_code == 400
    assert etsy.get("/users/me").status_code == 200
    assert sandbox.printify().get("/shops.json").status_code == 200


def test_etsys_controls_leave_the_app_alone(sandbox):
    client = sandbox.printify(sandbox.printify_tokens()["access_token"])
    sandbox.expire_etsy()
    sandbox.revoke_etsy()
    assert client.get("/shops.json").status_code == 200


def test_a_new_world_knows_no_token(sandbox):
    tokens = sandbox.printify_tokens()
    sandbox.reset(limits=False)
    assert sandbox.printify(tokens["access_token"]).get("/shops.json").status_code == 401


def test_a_page_that_is_not_there(sandbox):
    assert sandbox.admin.get("/printify/app/nothing").status_code == 404
