"""Printify's OAuth endpoints: what they may answer, and what each answer means."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from podpusher_cli.core.errors import OutcomeUnknown, PodpusherError, ProviderRefused, TryLater
from podpusher_cli.core.http import BadAnswer
from podpusher_cli.core.tokens import TokenSet
from podpusher_cli.net.http import Http
from podpusher_cli.providers.printify_login import AppRefused, LoginEnded, PrintifyLogin
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
from tests.net.server import Answer, Server
from tests.support.clock import FakeClock

PAIR = {"access_token": "new", "refresh_token": "newer", "expire_at": "2026-11-27 15:00:00+00:00"}
OLD = TokenSet("old", "older", account="1337")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def login(tmp_path: Path, clock: FakeClock) -> Iterator[Callable[..., tuple[PrintifyLogin, Server]]]:
    traffic = TrafficFile(tmp_path / "net.db", clock)
    http = Http(
        clock=clock, pace=SharedPace(traffic), breaker=SharedBreaker(traffic), announce=lambda _wait: None,
        user_agent="podpusher/1.0", request_id="req-TEST",
    )  # fmt: skip
    servers: list[Server] = []

    def answering(status: int, told: object) -> tuple[PrintifyLogin, Server]:
        server = Server(Answer(status, {"content-type": "application/json"}, json.dumps(told).encode()))
        servers.append(server)
        made = PrintifyLogin(
            http, authorize_url="https://printify.example/authorize", api_url=server.url, app_id="app-1", clock=clock
        )
        return made, server

    yield answering
    http.close()
    for server in servers:
        server.close()


@pytest.mark.parametrize(
    ("told", "ends"),
    [
        ("2026-11-27 15:00:00+00:00", 1795791600.0),
        ("2026-11-27 15:00:00", 1795791600.0),
        ("2026-11-27T16:00:00+01:00", 1795791600.0),
        (1795791600, 1795791600.0),
        ("1795791600", 1795791600.0),
        (1795791600000, 1795791600.0),
    ],
)
def test_the_end_is_read_in_each_likely_form(
    login: Callable[..., tuple[PrintifyLogin, Server]], told: object, ends: float
) -> None:
    printify, _ = login(200, PAIR | {"expire_at": told})

    assert printify.exchange("c0de", verifier="", redirect_uri="", scopes=()) == TokenSet("new", "newer", ends)


def test_without_an_end_it_is_six_hours(login: Callable[..., tuple[PrintifyLogin, Server]], clock: FakeClock) -> None:
    printify, _ = login(200, {"access_token": "new", "refresh_token": "newer"})

    assert printify.refresh(OLD) == TokenSet("new", "newer", clock.now().timestamp() + 6 * 3600, account="1337")


def test_the_page_comes_back_to_one_place_whatever_the_seller_says(
    login: Callable[..., tuple[PrintifyLogin, Server]],
) -> None:
    printify, _ = login(200, PAIR)
    url = printify.authorize_url(redirect_uri="http://localhost:8517/callback", scopes=(), state="s", challenge="")

    assert parse_qs(urlsplit(url).query) == {
        "app_id": ["app-1"],
        "accept_url": ["http://localhost:8517/callback"],
        "decline_url": ["http://localhost:8517/callback?error=access_denied"],
        "state": ["s"],
    }


@pytest.mark.parametrize(
    ("status", "told", "error", "code"),
    [
        (400, {"error": "invalid_grant", "error_description": "used"}, LoginEnded, "printify.login_ended"),
        (401, {"error": "nothing known"}, LoginEnded, "printify.login_ended"),
        (400, {"error": "invalid_client"}, AppRefused, "printify.app_refused"),
        (400, [], LoginEnded, "printify.login_ended"),
        (500, {}, TryLater, "printify.unavailable"),
        (200, {"access_token": "only"}, BadAnswer, "provider.bad_answer"),
        (200, PAIR | {"expire_at": "soon"}, BadAnswer, "provider.bad_answer"),
        (200, None, BadAnswer, "provider.bad_answer"),
    ],
)
def test_what_an_answer_to_a_code_means(
    login: Callable[..., tuple[PrintifyLogin, Server]],
    status: int,
    told: object,
    error: type[PodpusherError],
    code: str,
) -> None:
    printify, _ = login(status, told)

    with pytest.raises(error) as caught:
        printify.exchange("c0de", verifier="", redirect_uri="", scopes=())

    assert caught.value.full_code == code
    assert isinstance(caught.value, ProviderRefused) is (error is AppRefused)


@pytest.mark.parametrize(("status", "told"), [(500, {}), (502, {}), (200, {"access_token": "only"}), (200, None)])
def test_a_refresh_whose_answer_was_lost_is_not_sent_again_by_itself(
    login: Callable[..., tuple[PrintifyLogin, Server]], status: int, told: object
) -> None:
    printify, server = login(status, told)

    with pytest.raises(OutcomeUnknown):
        printify.refresh(OLD)

    assert len(server.asked) == 1
