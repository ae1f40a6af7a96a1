"""The seller's own keys and sessions at sources of trends: kept, shown where they are, wiped, and seen nowhere."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

SOON = 1_900_000_000
COOKIES = "\n".join(
    [
        "# Netscape HTTP Cookie File",
        f".tiktok.com\tTRUE\t/\tTRUE\t{SOON}\tsessionid\tcanary-cookie-1",
        f"#HttpOnly_ads.tiktok.com\tFALSE\t/\tTRUE\t{SOON}\tsid_guard\tcanary-cookie-2",
        f".tiktok.com.evil.example\tTRUE\t/\tTRUE\t{SOON}\tstolen\tcanary-cookie-3",
        f".mybank.example\tTRUE\t/\tTRUE\t{SOON}\tbank\tcanary-cookie-4",
        ".tiktok.com\tTRUE\t/\tTRUE\t1000\told\tcanary-cookie-5",
        "",
    ]
)
FILE = {"PODPUSHER_TOKEN_STORE": "file"}


@pytest.fixture
def cookie_file(tmp_path: Path) -> Path:
    path = tmp_path / "cookies.txt"
    path.write_text(COOKIES)
    return path


def settings(cli) -> str:
    with sqlite3.connect(next(cli.home.glob("profiles/*/*.db"))) as connection:
        return repr(connection.execute("select * from settings").fetchall())


def test_a_session_is_kept_shown_and_wiped(cli, cookie_file):
    made = cli("connect", "tiktok-session", str(cookie_file), "--json", env=FILE)
    assert made.exit_status == 0, made.stderr
    assert made.json["data"]["provider"] == "tiktok"
    assert made.json["data"]["state"] == "connected"
    assert made.json["data"]["scopes_held"] == ["session"]
    assert made.json["data"]["login_ends_at"].startswith("2030-")

    shown = cli("status", "--json", env=FILE).json["data"]
    assert [each["provider"] for each in shown] == ["etsy", "printify", "stripe", "openai", "tiktok"]
    assert "TikTok" in cli("status", env=FILE).stdout
    assert "canary" not in made.stdout + made.stderr + repr(shown) + settings(cli)

    gone = cli("disconnect", "tiktok", "--yes", "--json", env=FILE)
    assert gone.json["data"]["state"] == "not_connected"
    assert len(cli("status", "--json", env=FILE).json["data"]) == 4


@pytest.mark.parametrize(
    ("source", "text", "parts"),
    [
        ("twitter", "AAAA-bearer", {"token": "AAAA-bearer"}),
        ("tiktok", "70123:secret:with:colons", {"advertiser_id": "70123", "token": "secret:with:colons"}),
        ("instagram", " 17841:IGQV-token\n", {"user_id": "17841", "token": "IGQV-token"}),
    ],
)
def test_a_key_comes_by_stdin_and_in_its_parts(cli, source, text, parts):
    done = cli("connect", source, "--key-stdin", "--json", env=FILE, stdin=text)
    assert done.exit_status == 0, done.stderr
    assert done.json["data"]["scopes_held"] == ["key"]
    assert all(part not in done.stdout + done.stderr for part in parts.values())


@pytest.mark.parametrize(
    ("source", "text"), [("twitter", ""), ("twitter", "a b c d"), ("tiktok", "no-colon"), ("instagram", ":x")]
)
def test_what_cannot_be_a_key_is_refused(cli, source, text):
    done = cli("connect", source, "--key-stdin", "--json", env=FILE, stdin=text)
    assert (done.exit_status, done.json["error"]["code"]) == (2, "trends.key")


def test_a_file_without_the_sites_cookies_is_refused(cli, cookie_file):
    done = cli("connect", "instagram-session", str(cookie_file), "--json", env=FILE)
    assert (done.exit_status, done.json["error"]["code"]) == (2, "trends.session")
    assert "instagram.com" in done.json["error"]["hint"]
    missing = cli("connect", "instagram-session", str(cookie_file) + "x", "--json", env=FILE)
    assert missing.exit_status == 4


def test_the_environment_goes_first_and_is_told(cli, cookie_file):
    env = {"PODPUSHER_TWITTER_TOKEN": "canary-token", "PODPUSHER_TIKTOK_COOKIES": str(cookie_file)}
    shown = {each["provider"]: each for each in cli("status", "--json", env=env).json["data"]}
    assert shown["twitter"]["store"] == shown["tiktok"]["store"] == "env"
    listed = cli("settings", "list", "--env", "--json", env=env)
    assert "canary-token" not in listed.stdout


def test_a_bad_variable_is_one_line_of_the_table(cli):
    env = {"PODPUSHER_REDDIT_TOKEN": "two words"}
    shown = {each["provider"]: each for each in cli("status", "--json", env=env, check=0).data}
    assert shown["reddit"]["problem"]["code"] == "trends.key"
    text = cli("status", env=env, check=0).stdout
    assert "Etsy" in text
    assert "This is no key for Reddit: TOKEN is taken." in text
    assert "Copy it again" in text


def test_a_bad_variable_costs_its_own_source_and_no_other(cli):
    env = {"PODPUSHER_REDDIT_TOKEN": "two words", "PODPUSHER_TIKTOK_COOKIES": "/nowhere/cookies.txt"}
    told = cli("trends", "sources", env=env, check=0)
    assert "twitter" in told.stdout
    for sentence in ("This is no key for Reddit: TOKEN is taken.", "There is no file “/nowhere/cookies.txt”."):
        assert told.stderr.count(sentence) == 1
