"""The generic marks, and the order in which they count."""

from __future__ import annotations

import pytest

from podpusher_cli.core.http import Request, Response
from podpusher_cli.core.outcomes import (
    BadKey,
    Blocked,
    Captcha,
    Challenge,
    Empty,
    LayoutChanged,
    LoginWall,
    Outcome,
    TooMany,
    UpstreamFault,
)
from podpusher_cli.core.trend_routes import Answer, Mark, Route, Row
from podpusher_cli.core.trends import Kind, Tier
from podpusher_cli.providers.trends import walls


def route(needs="none", wants="json", marks=(), parse=lambda response: Answer((Row("x", Kind.TAG),))):
    return Route(
        "made.up", Tier.HTTP, lambda params: Request("GET", "https://made.example"), parse, wants, needs, marks
    )


def outcome(body=b"{}", status=200, url="https://made.example/list", headers=None, **asked):
    try:
        walls.read(Response(status, headers or {}, body, url), route(**asked))
    except Outcome as raised:
        return type(raised)
    return None


@pytest.mark.parametrize(
    "path",
    [
        "/login",
        "/login/",
        "/accounts/login/?next=x",
        "/i/flow/login?x",
        "/signin?from=y",
        "/i18n/login/",
        "/de/LOGIN/x",
    ],
)
def test_a_login_address_is_a_wall(path):
    assert outcome(url=f"https://made.example{path}") is LoginWall


@pytest.mark.parametrize("path", ["/loginless", "/blog/login-tips", "/list?next=/login", "/designing"])
def test_a_word_like_login_elsewhere_is_none(path):
    assert outcome(url=f"https://made.example{path}") is None


@pytest.mark.parametrize(
    ("html", "headers"),
    [
        (b"<script src='https://ct.captcha-delivery.com/c.js'></script>", {}),
        (b"<iframe src='https://www.google.com/recaptcha/api2/x'></iframe>", {}),
        (b"<div id='turnstile-wrapper'></div>", {}),
        (b"<title>Just a moment...</title>", {}),
        (b"<p>no</p>", {"cf-mitigated": "challenge"}),
        (b"<p>no</p>", {"x-datadome": "protected"}),
    ],
)
def test_a_captcha_counts_before_the_status_it_came_with(html, headers):
    assert outcome(html, status=403, headers=headers) is Captcha
    assert outcome(html, headers=headers, wants="html") is Captcha


def test_json_marks():
    assert outcome(b'{"message": "checkpoint_required"}', status=400) is Challenge
    assert outcome(b'{"require_login": true}', status=401, needs="session:x") is LoginWall
    assert outcome(b'{"require_login": false}') is None
    assert outcome(b'{"message": "my checkpoint_required poem"}') is None


def test_what_a_refusal_is_depends_on_what_was_shown():
    assert outcome(status=401) is LoginWall
    assert outcome(status=401, needs="key:x") is BadKey
    assert outcome(status=402, needs="key:x") is BadKey
    assert outcome(status=403) is Blocked
    assert outcome(status=403, needs="key:x") is BadKey
    assert outcome(status=404) is LayoutChanged
    assert outcome(status=429, body=b"<div class='g-recaptcha'>") is TooMany
    assert outcome(status=503, body=b"<div class='g-recaptcha'>") is UpstreamFault


@pytest.mark.parametrize("body", [b"", b"  \r\n"])
def test_success_without_a_word_is_a_refusal(body):
    assert outcome(body) is Blocked


def test_a_page_where_data_was_asked_is_a_login():
    assert outcome(b"\xef\xbb\xbf <html><p>Hello</p></html>") is LoginWall
    assert outcome(b"<html><p>Hello</p></html>", wants="html") is None
    assert outcome(b'{"a": 1}', headers={"content-type": "text/html"}) is None


def test_words_count_on_the_page_and_not_in_its_scripts():
    marks = (Mark(Captcha, "text", "drag the slider"),)
    assert outcome(b"<p>Please <b>drag</b> the\n slider</p>", wants="html", marks=marks) is Captcha
    assert outcome(b"<p>Rows</p><script>t='drag the slider'</script>", wants="html", marks=marks) is None


def test_marks_without_rows_count_only_without_rows():
    def changed(response):
        raise LayoutChanged

    marks = (
        Mark(Empty, "text", "no results", rowless=True),
        Mark(LoginWall, "selector", "[role=dialog]", rowless=True),
    )
    page = b"<div role='dialog'>Log in</div><p>No Results</p>"
    assert outcome(page, wants="html", marks=marks) is None
    assert outcome(page, wants="html", marks=marks, parse=changed) is Empty
    assert outcome(b"<div role='dialog'>", wants="html", marks=marks, parse=changed) is LoginWall
    assert outcome(b"<p>Rows</p>", wants="html", marks=marks, parse=changed) is LayoutChanged


def test_no_rows_are_an_outcome():
    assert outcome(parse=lambda response: Answer(())) is Empty
