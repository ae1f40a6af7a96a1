"""Trends through the seller's own proxies, whole: real proxies on real sockets, of each kind."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urlsplit

import pytest

from podpusher_cli.deps import Deps
from tests.conftest import Cli
from tests.net.server import Answer, Server
from tests.support.clock import FakeClock
from tests.support.trends import body

FEED = Answer(headers={"content-type": "application/xml"}, body=body("syn_trending.rss.xml", "google"))
BLOCKED = Answer(403, body=b"<html>no</html>")
SECRET = "canary-proxy-password"


class Socks:
    """A SOCKS 5 proxy without a login: `asked` is where it was told to connect to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"socks5://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=self._listener.accept()[:1], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError), client.makefile("rb") as stream:
            stream.read(stream.read(2)[1])  # the ways to log in
            client.sendall(b"\x05\x00")
            kind = stream.read(4)[3]
            host = socket.inet_ntoa(stream.read(4)) if kind == 1 else stream.read(stream.read(1)[0]).decode()
            port = int.from_bytes(stream.read(2))
            self.asked.append((host, port))
            with socket.create_connection((host, port)) as site:
                client.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
                threading.Thread(target=_pass_on, args=(site, client), daemon=True).start()
                while data := stream.read1():
                    site.sendall(data)


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def site() -> Iterator[Server]:
    server = Server(FEED)
    yield server
    server.close()


@pytest.fixture
def proxies() -> Iterator[list[Server]]:
    """Two HTTP proxies that answer in the site's place."""
    made = [Server(FEED), Server(FEED)]
    yield made
    for each in made:
        each.close()


@pytest.fixture
def seller(cli: Cli, site: Server, clock: FakeClock) -> Cli:
    class Quick(Deps):
        @cached_property
        def clock(self) -> FakeClock:
            return clock

    cli.make_deps = Quick
    cli.environment |= {"PODPUSHER_TREND_GOOGLE_URL": site.url, "PODPUSHER_TRENDS_ALLOW_UNOFFICIAL": "1"}
    return cli


def through(*proxies: Server | str) -> dict[str, str]:
    return {"PODPUSHER_PROXIES": ",".join(each if isinstance(each, str) else each.url for each in proxies)}


def dead() -> str:
    """The address of a proxy that is not there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def refresh(seller: Cli, env: dict[str, str], check: int = 0) -> list[dict[str, object]]:
    return seller("trends", "refresh", "--source", "google", "--json", env=env, check=check).data["outcomes"]


def test_a_request_goes_through_the_proxy_with_its_password_which_nobody_sees(seller, site, proxies):
    proxy = proxies[0]
    env = through(f"http://seller:{SECRET}@127.0.0.1:{proxy.port}")
    assert refresh(seller, env)[0]["outcome"] == "signals"
    (asked,) = proxy.asked
    assert asked.target == f"{site.url}/trending/rss?geo=US"
    assert asked.headers["proxy-authorization"].startswith("Basic ")
    assert site.asked == []
    told = seller("trends", "sources", "-vv", env=env, check=0)
    assert f"http://127.0.0.1:{proxy.port}" in told.stdout
    assert SECRET not in told.stdout + told.stderr
    assert not [path for path in seller.home.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_a_socks_proxy_does_as_well(seller, site):
    proxy = Socks()
    assert refresh(seller, through(proxy.address))[0]["outcome"] == "signals"
    proxy.close()
    url = urlsplit(site.url)
    assert proxy.asked == [(url.hostname, url.port)]
    assert len(site.asked) == 1


def test_a_source_stays_with_its_proxy_in_every_process(seller, proxies):
    for _ in range(4):
        refresh(seller, through(*proxies))
    assert sorted(len(each.asked) for each in proxies) == [0, 4]


def test_a_wall_that_is_met_through_a_proxy_is_a_wall_and_no_reason_to_take_another(seller, site, proxies):
    for each in proxies:
        each.answers = [BLOCKED]
    assert refresh(seller, through(*proxies), check=7)[0]["outcome"] == "blocked"
    assert refresh(seller, through(*proxies), check=7)[0]["outcome"] == "blocked"
    assert sorted(len(each.asked) for each in proxies) == [0, 1]
    assert site.asked == []


def test_a_proxy_that_is_not_there_rests_and_another_takes_its_place_for_good(seller, site, proxies, clock):
    gone = dead()
    refresh(seller, through(gone), check=7)
    env = through(gone, proxies[0])
    assert refresh(seller, env)[0]["outcome"] == "signals"
    told = seller("trends", "sources", "--json", env=env, check=0).json["meta"]["proxies"]
    assert [(each["name"], each["failures"], each["dropped"]) for each in told] == [
        (gone, 1, False),
        (proxies[0].url, 0, False),
    ]
    assert told[0]["rests_until"]
    clock.advance(3600)  # it may be tried again, but the source stays where it is now
    assert refresh(seller, env)[0]["outcome"] == "signals"
    assert len(proxies[0].asked) == 2
    assert site.asked == []


def test_where_no_proxy_lets_anything_through_it_is_said_and_nothing_goes_straight(seller, site, clock):
    env = through(dead(), dead())
    failed = seller("trends", "refresh", "--source", "google", env=env, check=7)
    assert "no connection" in failed.stdout
    dropped = []
    for _ in range(4):
        clock.advance(1000)
        refresh(seller, env, check=7)
        proxies = seller("trends", "sources", "--json", env=env).json["meta"]["proxies"]
        dropped.append([each["dropped"] for each in proxies])
    assert dropped[-1] == [True, True]
    said = seller("trends", "refresh", "--source", "google", env=env, check=7)
    assert "None of your proxies lets a connection to Google Trends through: podpusher trends sources" in said.stderr
    assert "dropped until" in seller("trends", "sources", env=env, check=0).stdout
    clock.advance(86_400)
    refresh(seller, env, check=7)
    assert site.asked == []


@pytest.mark.parametrize(
    "text", ["ftp://host:1", "http://", "host:8080", "http://host/path", "socks5://host:x", "http://a:1,nonsense"]
)
def test_what_is_no_proxy_is_refused_before_anything_is_asked(seller, site, text):
    failed = seller("trends", "refresh", "--source", "google", "--json", env={"PODPUSHER_PROXIES": text}, check=2)
    assert failed.json["error"]["code"] == "trends.proxy"
    assert site.asked == []
