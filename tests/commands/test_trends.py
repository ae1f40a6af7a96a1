"""podpusher trends, whole."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cached_property

import pytest

from podpusher_cli.__main__ import main
from podpusher_cli.deps import Deps
from tests.net.server import Answer, Server
from tests.support.clock import FakeClock
from tests.support.trends import NO_PERMISSION, body, listed, row

LISTS = [
    listed(row("CozyCore", 1), row("[red]gnome[/red]\x1b[31m", 2)),
    listed(row("dogmomlife", 1)),
    listed(row("catdad", 2)),
]
CAPTCHA = Answer(headers={"content-type": "text/html"}, body=body("syn_page_captcha.html"))
AGREED = {"PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "1"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def site() -> Iterator[Server]:
    server = Server(*LISTS)
    yield server
    server.close()


@pytest.fixture
def run(cli, site, clock):
    """The program with time that passes by itself."""

    class Quick(Deps):
        @cached_property
        def clock(self):
            return clock

    cli.make_deps = Quick
    cli.environment |= {"PODPUSHER_TREND_TIKTOK_URL": site.url, "PODPUSHER_BROWSER": "/no/browser"}
    return cli


def test_the_list_in_text(run, site):
    result = run("trends", "--source", "tiktok", env=AGREED, check=0)
    lines = result.stdout.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert [line.split()[1] for line in lines if line[:1].isdigit()] == [
        "CozyCore",
        "dogmomlife",
        "[red]gnome[/red][31m",
        "catdad",
    ]
    assert "No. 1 at TikTok over 7 days. 10,000,000 views." in " ".join(result.stdout.split())
    assert "\x1b" not in result.stdout
    assert "US: read just now." in result.stdout
    assert len(site.asked) == 3


def test_the_list_as_json(run):
    result = run("trends", "--source", "tiktok", "--json", "--limit", "1", env=AGREED, check=0)
    (trend,) = result.data
    assert trend["keyword"] == "CozyCore"
    assert trend["sources"] == ["tiktok"]
    assert trend["metric_value"] == 10_000_000
    assert trend["why"].startswith("No. 1 at TikTok over 7 days.")
    assert trend["observed_at"].endswith("Z")
    meta = result.json["meta"]
    assert [each["outcome"] for each in meta["outcomes"]] == ["signals"]
    second = run("trends", "--source", "tiktok", "--json", "--cursor", meta["next_cursor"], env=AGREED, check=0)
    assert [each["rank"] for each in second.data] == [2, 3, 4]


def test_in_another_language_only_the_words_of_the_table_change(run):
    run("trends", "--source", "tiktok", env=AGREED, check=0)
    german = run("trends", "--source", "tiktok", "--lang", "de", env=AGREED, check=0)
    assert "10.000.000" in german.stdout
    assert (
        run("trends", "--source", "tiktok", "--lang", "de", "--json", env=AGREED, check=0)
        .data[0]["why"]
        .startswith("No. 1 at TikTok")
    )


def test_the_old_is_shown_with_its_age_and_the_reason(run, site, clock):
    run("trends", "--source", "tiktok", env=AGREED, check=0)
    clock.advance(4 * 3600)
    site.answers = [CAPTCHA]
    result = run("trends", "--source", "tiktok", env=AGREED, check=0)
    assert "CozyCore" in result.stdout
    assert "US: read 4 h ago." in result.stdout
    assert "Warning: TikTok asked for a captcha." in result.stderr
    told = run("trends", "--source", "tiktok", "--json", env=AGREED, check=0)
    assert {each["age_s"] // 3600 for each in told.data} == {4}
    assert {each["outcome"] for each in told.json["meta"]["outcomes"]} == {"captcha", "bad_request"}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (NO_PERMISSION, "trends.login_wall"),
        (CAPTCHA, "trends.captcha"),
        (Answer(403, body=b"<html>"), "trends.blocked"),
        (Answer(429, {"retry-after": "900"}), "trends.rate_limited"),
        (Answer(body=b'{"x": 1}'), "trends.layout_changed"),
        (Answer(500), "trends.upstream_error"),
    ],
)
def test_nothing_but_walls_is_try_later(run, site, answer, code):
    site.answers = [answer]
    result = run("trends", "--source", "tiktok", "--json", env=AGREED, check=7)
    assert result.json["error"]["code"] == code
    assert result.json["error"]["provider"] == "tiktok"
    assert result.json["error"]["hint"]
    text = run("trends", "--source", "tiktok", env=AGREED, check=7)
    assert text.stdout == ""
    assert "Error: TikTok gave no trends.\n  " in text.stderr
    assert "Traceback" not in text.stderr


def test_refresh_gives_outcomes_and_signals(run):
    data = run(
        "trends",
        "refresh",
        "--source",
        "tiktok",
        "--region",
        "de",
        "--route",
        "tiktok.hashtag_list",
        "--json",
        env=AGREED,
        check=0,
    ).data
    (outcome,) = data["outcomes"]
    assert {name: outcome[name] for name in ("source", "route", "outcome", "retry_after", "count")} == {
        "source": "tiktok", "route": "tiktok.hashtag_list", "outcome": "signals", "retry_after": None, "count": 4,
    }  # fmt: skip
    assert "hint" in outcome
    signal = data["signals"][0]
    assert set(signal) == {
        "source", "route", "keyword", "key", "kind", "category", "metric_name", "metric_value", "metric_scale", "rank", "region", "observed_at", "extra",
    }  # fmt: skip
    assert (signal["keyword"], signal["key"], signal["region"]) == ("CozyCore", "cozycore", "DE")
    assert signal["extra"]["posts"] == 120


def test_refresh_tells_its_outcomes_even_when_it_fails(run, site):
    site.answers = [CAPTCHA]
    result = run("trends", "refresh", "--source", "tiktok", "--json", env=AGREED, check=7)
    assert [each["outcome"] for each in result.data["outcomes"]] == ["captcha", "captcha", "bad_request"]
    assert result.data["outcomes"][0]["retry_after"] == 21_600
    assert result.json["error"]["retry_after"] == 21_600
    text = run("trends", "refresh", "--source", "tiktok", env=AGREED, check=7)
    assert "captcha" in text.stdout
    assert all(len(line) <= 80 for line in text.stdout.splitlines())


def test_refresh_in_text(run):
    result = run("trends", "refresh", "--source", "tiktok", env=AGREED, check=0)
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert "10,000,000 views" in result.stdout


def test_sources_in_text_and_json(run, site):
    waiting = run("trends", "sources", check=0).stdout
    assert waiting.count("waits for") >= 2
    run("trends", "--source", "tiktok", env=AGREED, check=0)
    site.answers = [CAPTCHA]
    run("trends", "refresh", "--route", "tiktok.page_state", env=AGREED, check=7)
    states = {each["route"]: each for each in run("trends", "sources", "--json", env=AGREED, check=0).data}
    first, second = states["tiktok.hashtag_list"], states["tiktok.page_state"]
    assert first["allowed"]
    assert not first["official"]
    assert first["last_signals_at"]
    assert second["resting"] == "captcha"
    text = run("trends", "sources", env=AGREED, check=0).stdout
    assert "rests until" in " ".join(text.split())
    assert all(len(line) <= 80 for line in text.splitlines())


def test_in_cron_consent_must_be_set_and_the_command_is_named(run, site):
    for extra in ((), ("--yes",), ("--no-input",), ("--json",)):
        result = run("trends", "--source", "tiktok", *extra, check=2)
        assert "podpusher settings set trends.agreed tiktok" in result.stderr + result.stdout
    assert run("trends", "--source", "tiktok", "--json", check=2).json["error"]["code"] == "trends.unofficial"
    assert site.asked == []
    run("settings", "set", "trends.agreed", "tiktok", check=0)
    run("trends", "--source", "tiktok", check=0)
    assert site.asked
    run("trends", "--source", "tiktok", env={"PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "0"}, check=2)


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 2), ("\n", 2)])
def test_on_a_terminal_consent_is_asked_once(run, site, answer, status):
    def on_terminal(typed: str) -> tuple[int, str]:
        out, err = Terminal(), Terminal()
        environment = run.environment
        ended = main(
            ["trends", "--source", "tiktok"],
            environment=environment,
            stdin=Terminal(typed),
            stdout=out,
            stderr=err,
            make_deps=run.make_deps,
        )
        return ended, err.getvalue()

    ended, said = on_terminal(answer)
    assert ended == status
    assert "TikTok's terms forbid automated scripts that collect information." in said
    if status == 0:
        ended, said = on_terminal("")
        assert ended == 0
        assert "terms" not in said
    else:
        assert site.asked == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--source", "corkboard"), "trends.source"),
        (("--region", "UK"), "trends.region"),
        (("refresh", "--route", "tiktok.magic"), "trends.route"),
        (("--cursor", "nonsense"), "input.cursor"),
        (("--source", "tiktok", "refresh"), "usage"),
        (("--limit", "0"), "usage"),
    ],
)
def test_what_cannot_be_right_is_refused(run, site, arguments, code):
    result = run("trends", *arguments, "--json", env=AGREED, check=2)
    assert result.json["error"]["code"] == code
    assert site.asked == []


# Narrowed down


def listed_by(run, *options):
    return [
        each["keyword"] for each in run("trends", "--source", "tiktok", *options, "--json", env=AGREED, check=0).data
    ]


def test_a_category_some_days_and_words_narrow_the_list(run, site, clock):
    assert "CozyCore" in listed_by(run)
    assert listed_by(run, "--in", "pets") == listed_by(run)
    assert listed_by(run, "--in", "games") == []
    clock.advance(2 * 86_400)
    site.answers = [listed(row("later", 1))]
    assert listed_by(run) == ["later"]
    assert set(listed_by(run, "--days", "7")) == {"later", "CozyCore", "[red]gnome[/red][31m", "dogmomlife", "catdad"}
    asked = len(site.asked)
    assert listed_by(run, "--search", "dog mom") == ["dogmomlife"]
    assert listed_by(run, "--search", '" OR "') == []
    assert len(site.asked) == asked
    assert (
        run("trends", "--source", "tiktok", "--search", "nobody", env=AGREED, check=0).stdout
        == "No keyword that is kept has these words.\n"
    )


def test_a_cursor_goes_on_in_its_own_list_only(run):
    cursor = run("trends", "--source", "tiktok", "--json", "--limit", "1", env=AGREED, check=0).json["meta"][
        "next_cursor"
    ]
    for other in (("--in", "pets"), ("--search", "c"), ("--days", "2"), ("--region", "DE")):
        failed = run(
            "trends", "--source", "tiktok", "--json", "--limit", "1", "--cursor", cursor, *other, env=AGREED, check=2
        )
        assert failed.json["error"]["code"] == "input.cursor"


def test_the_list_says_what_it_is_too_late_for_and_what_is_next(run):
    result = run("trends", "--source", "tiktok", env=AGREED, check=0)
    assert "It is too late for Thanksgiving: last orders were on Nov 10, 2026." in result.stderr
    assert "Buyers look for Christmas now; last orders on Dec 9, 2026." in result.stderr
    meta = run("trends", "--source", "tiktok", "--json", env=AGREED, check=0).json["meta"]["seasons"]
    assert (meta["too_late"]["code"], meta["next"]["code"]) == ("thanksgiving", "christmas")
    assert "Christmas" not in run("trends", "--source", "tiktok", "--quiet", env=AGREED, check=0).stderr
