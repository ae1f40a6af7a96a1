"""The review page's server: who may come in, and what each request does."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from podpusher_cli.core.designs import DesignState
from podpusher_cli.core.errors import PortTaken
from podpusher_cli.net.review.server import ReviewServer
from tests.support.review import MARK, Running, reviewing

ELSEWHERE = "http://127.0.0.1:1"


def untouched(review: Running) -> bool:
    return all(each.state is DesignState.NEW for each in review.marks.standings(["d-1", "d-2"]).values())


# Who may come in


def test_two_sessions_have_nothing_in_common() -> None:
    one, two = (ReviewServer(0, told=str, fault=print) for _ in range(2))
    try:
        assert len({one.url.split("/")[3], two.url.split("/")[3], one.key, two.key}) == 4
        assert len(one.url.split("/")[3]) >= 32
        with pytest.raises(PortTaken):
            ReviewServer(one.port, told=str, fault=print)
    finally:
        one.close()
        two.close()


@pytest.mark.parametrize("path", ["/", "/x/", "/standings", "/pictures/d-1/1b1b1b/small.jpg", "/%2e%2e/", "//"])
def test_without_the_secret_of_the_address_nothing_is_shown(review: Running, path: str) -> None:
    status, headers, body = review.ask("GET", path)
    assert status == 403
    assert b"Plant dad" not in body
    assert headers["x-content-type-options"] == "nosniff"
    half = review.path[:-2] + "/"
    assert review.ask("GET", half)[0] == review.ask("GET", review.path.lower())[0] == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost:80", "[::2]:1", "", "127.0.0.1.evil.example"]
)
def test_another_name_of_this_machine_is_not_answered_to(review: Running, host: str) -> None:
    told = {"Host": host.replace(":1", f":{review.server.port + 1}")}
    assert review.ask("GET", review.path, headers=told)[0] == 421
    assert review.ask("POST", review.path + "marks", MARK, review.own | told)[0] == 421
    assert untouched(review)


def test_two_hosts_are_none(review: Running) -> None:
    with socket.create_connection(("127.0.0.1", review.server.port)) as line:
        host = f"Host: 127.0.0.1:{review.server.port}\r\n"
        line.sendall(f"GET {review.path} HTTP/1.1\r\n{host}{host}\r\n".encode())
        assert line.recv(64).split()[1] in {b"400", b"421"}


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_its_own_names_are(review: Running, name: str) -> None:
    host = f"{name}:{review.server.port}"
    assert review.ask("GET", review.path, headers={"Host": host})[0] == 200
    own = review.own | {"Host": host, "Origin": f"http://{host}"}
    assert review.mark(MARK, own)[0] == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["", "standings", "pictures/d-1/1b1b1b/small.jpg"])
def test_what_another_page_asks_for_is_refused_though_it_knows_the_address(
    review: Running, site: str, path: str
) -> None:
    assert review.ask("GET", review.path + path, headers={"Sec-Fetch-Site": site})[0] == 403


@pytest.mark.parametrize(
    "change",
    [
        {"Origin": ELSEWHERE},
        {"Origin": "null"},
        {"Origin": ""},
        {"X-Podpusher-Key": ""},
        {"X-Podpusher-Key": "x" * 32},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["marks", "undo", "done"])
def test_another_page_changes_nothing(review: Running, path: str, change: dict[str, str]) -> None:
    headers = {name: value for name, value in (review.own | change).items() if value}
    status, answered, _ = review.ask("POST", review.path + path, MARK, headers)
    assert status == 403
    assert not [name for name in answered if name.startswith("access-control-")]
    assert untouched(review)


def test_a_question_before_a_request_from_elsewhere_is_refused(review: Running) -> None:
    asked = {"Origin": ELSEWHERE, "Access-Control-Request-Method": "POST"}
    status, headers, _ = review.ask("OPTIONS", review.path + "marks", headers=asked)
    assert status == 403
    assert "access-control-allow-origin" not in headers


def test_a_ticket_leads_to_the_page_once_and_nowhere_else(tmp_path: Path) -> None:
    with reviewing(tmp_path, ["Plant dad"]) as review:
        ticket = "/" + review.server.url_once.split("/", 3)[3]
        assert review.ask("GET", ticket, headers={"Sec-Fetch-Site": "cross-site"})[0] == 403
        assert review.ask("HEAD", ticket)[0] == 403
        assert review.ask("POST", ticket + "marks", MARK, review.own)[0] == 403
        status, headers, body = review.ask("GET", ticket)
        assert (status, headers["location"], headers["cache-control"], body) == (303, review.path, "no-store", b"")
        assert review.ask("GET", ticket)[0] == 403
        assert review.ask("GET", review.path)[0] == 200
        assert untouched(review)


# What it answers


def test_the_page_lets_in_nothing_from_elsewhere(review: Running) -> None:
    status, headers, body = review.ask("GET", review.path)
    policy = headers["content-security-policy"]
    nonce = policy.partition("script-src 'nonce-")[2].partition("'")[0]

    assert status == 200
    assert (headers["cache-control"], headers["referrer-policy"], headers["x-frame-options"]) == (
        "no-store",
        "no-referrer",
        "DENY",
    )
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert body.count(f'nonce="{nonce}"'.encode()) == 5
    assert b"://" not in body.replace(b"http://www.w3.org/2000/svg", b"")
    assert nonce not in review.ask("GET", review.path)[1]["content-security-policy"]


def test_a_mark_is_there_when_it_is_answered(review: Running) -> None:
    status, done = review.mark({"design": "d-1", "doing": "drop", "reason": "ugly"})

    assert (status, done["before"]["state"], done["after"]["state"], done["after"]["reason"]) == (
        200,
        "new",
        "dropped",
        "ugly",
    )
    assert review.marks.standings(["d-1"])["d-1"].state is DesignState.DROPPED
    assert json.loads(review.ask("GET", review.path + "standings")[2])["d-1"] == done["after"]


def test_it_is_taken_back_unless_somebody_changed_it_since(review: Running) -> None:
    _, done = review.mark(MARK)
    status, _, body = review.ask("POST", review.path + "undo", done, review.own)
    assert (status, json.loads(body)) == (200, done["before"])

    _, done = review.mark(MARK)
    review.mark({"design": "d-1", "doing": "rate", "rating": 5})
    status, _, body = review.ask("POST", review.path + "undo", done, review.own)
    assert (status, json.loads(body)["error"]) == (409, "It was changed in another window since.")
    assert review.marks.standings(["d-1"])["d-1"].rating == 5


@pytest.mark.parametrize(
    ("mark", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"\xff\xfe", 400),
        ({"design": "d-1"}, 400),
        ({"design": "d-1", "doing": "sell"}, 400),
        ({"design": "d-1", "doing": "rate", "rating": 6}, 400),
        ({"design": "d-1", "doing": "rate", "rating": "5"}, 400),
        ({"design": "d-1", "doing": "drop", "reason": "because"}, 400),
        ({"design": "d-1", "doing": "drop", "because": "x" * 501}, 400),
        ({"design": "d-1", "doing": "tag", "tag": " "}, 400),
        ({"design": "d-1", "doing": "tag", "tag": "x" * 41}, 400),
        ({"design": "d-9", "doing": "keep"}, 404),
        (b'{"design": "' + b"x" * 20_000 + b'"}', 413),
    ],
)
def test_what_is_no_mark_is_refused_in_words(review: Running, mark: object, status: int) -> None:
    got, answer = review.mark(mark)
    assert got == status
    assert len(answer["error"]) > 10
    assert untouched(review)


def test_pictures_are_drawn_on_cloth_once(review: Running) -> None:
    path = review.path + "pictures/d-1/{cloth}/{size}.jpg"
    status, headers, picture = review.ask("GET", path.format(cloth="1b1b1b", size="small"))

    assert (status, headers["content-type"]) == (200, "image/jpeg")
    assert picture.startswith(b"\xff\xd8")
    assert review.ask("GET", path.format(cloth="1b1b1b", size="small"))[2] == picture
    assert len(review.ask("GET", path.format(cloth="ffffff", size="large"))[2]) > len(picture)
    assert review.ask("GET", path.format(cloth="plaid", size="small"))[0] == 400
    assert review.ask("GET", review.path + "pictures/d-9/1b1b1b/small.jpg")[0] == 404
    assert review.ask("GET", review.path + "pictures/..%2f..%2fstate.db/1b1b1b/small.jpg")[0] == 404


def test_what_is_amiss_with_a_print_is_told_in_sentences(review: Running) -> None:
    found = json.loads(review.ask("GET", review.path + "findings/d-2")[2])
    assert found == ["Lines of 0.1 <b>mm</b> vanish. Make them thicker."]
    assert json.loads(review.ask("GET", review.path + "findings/d-1")[2]) == []
    assert review.ask("GET", review.path + "findings/d-9")[0] == 404


def test_what_there_is_not(review: Running) -> None:
    assert review.ask("GET", review.path + "nothing")[0] == 404
    assert review.ask("PUT", review.path + "marks", MARK, review.own)[0] == 405
    assert review.ask("GET", review.path + "done")[0] == 405
