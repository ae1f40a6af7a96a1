"""Other servers that speak OpenAI's API: asked in the plainer way, believed in nothing."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from podpusher_cli.core.copywriting import Copy, check_copy, refusals
from podpusher_cli.core.designs import Artwork, DesignSpec
from podpusher_cli.core.errors import PodpusherError, TryLater
from podpusher_cli.core.making import CopyBrief
from podpusher_cli.core.prompts import newest
from podpusher_cli.core.spending import Usage
from podpusher_cli.net.http import Http
from podpusher_cli.providers.openai.errors import (
    BadRequest,
    DamagedPicture,
    EmptyPicture,
    NoCredit,
    NoListing,
    NoPicture,
    PictureElsewhere,
)
from podpusher_cli.providers.openai.images import OpenAIImages
from podpusher_cli.providers.openai.texts import OpenAITexts
from podpusher_cli.providers.openai.wire import OpenAIWire, dialect_of, usage_of
from podpusher_cli.providers.pictures import read_facts
from podpusher_cli.providers.promptfiles import shipped
from podpusher_cli.sandbox.openai_images import draw
from podpusher_cli.store.spending import Ledger
from tests.net.server import Answer, Asked, Server
from tests.support.clock import FakeClock

KEY = "local-secret-0123456789"
PICTURES = "/generated-images/1.png"


class Compat:
    """A server of another make, and the models that ask it."""

    def __init__(self, http: Http, clock: FakeClock, ledger: Ledger) -> None:
        self.server = Server()
        self.ledger = ledger
        self.wire = OpenAIWire(http, f"{self.server.url}/v1", KEY, dialect="compat", clock=clock)

    def says(self, *answers: Answer) -> None:
        self.server.answers = list(answers)

    def draw(self) -> Artwork:
        model = OpenAIImages(self.wire, "sd-turbo", prompt=newest(shipped(), "design"), quality="medium", rates=None)
        return model.draw(DesignSpec("A cactus", 7), self.ledger.attempt("d-1"))

    def write(self, item: str = "d-1") -> Copy:
        model = OpenAITexts(self.wire, "llama", prompt=newest(shipped(), "listing"), rates=None)
        return model.write(CopyBrief("A cactus", 7), self.ledger.attempt(item))

    @property
    def posts(self) -> list[Asked]:
        return [each for each in self.server.asked if each.method == "POST"]


@pytest.fixture
def compat(http: Http, clock: FakeClock, ledger: Ledger) -> Iterator[Compat]:
    made = Compat(http, clock, ledger)
    yield made
    made.server.close()


def drawn(suffix: str = "png", **asked: bool) -> bytes:
    return draw("x", 500, 600, suffix=suffix, **({"transparent": False} | asked))


def answer(told: object, status: int = 200) -> Answer:
    return Answer(status, body=json.dumps(told).encode())


def with_picture(picture: bytes) -> Answer:
    return answer({"data": [{"b64_json": base64.b64encode(picture).decode()}]})


def with_text(text: str, **more: object) -> Answer:
    return answer({"choices": [{"message": {"content": text} | more, "finish_reason": "stop"}]})


def listing(**changes: object) -> Answer:
    told = {"title": "Cactus Shirt", "description": "A cactus.", "tags": ["cactus", "plant"]}
    return with_text(json.dumps(told | changes))


def test_the_dialect_is_chosen_by_host_unless_said() -> None:
    assert dialect_of("https://api.openai.com/v1", "auto") == "openai"
    assert dialect_of("http://127.0.0.1:11434/v1", "auto") == "compat"
    assert dialect_of("http://127.0.0.1:11434/v1", "openai") == "openai"
    assert dialect_of("https://api.openai.com/v1", "compat") == "compat"
    assert dialect_of("https://api.openai.com.evil.example/v1", "auto") == "compat"


def test_azure_is_asked_as_openai_is_with_the_key_in_its_own_header(http: Http, clock: FakeClock, ledger: Ledger) -> None:
    assert dialect_of("https://mine.openai.azure.com/openai/v1", "auto") == "azure"
    server = Server(with_picture(drawn(transparent=True)), answer({"data": [{"id": "gpt-image-2"}]}))
    wire = OpenAIWire(http, f"{server.url}/openai/v1", KEY, dialect="azure", clock=clock)
    with pytest.raises(NoPicture):  # the picture is too small
        OpenAIImages(wire, "my-deployment", prompt=newest(shipped(), "design"), quality="low", rates=None).draw(
            DesignSpec("A cactus", 7), ledger.attempt("d-1")
        )
    (asked,) = server.asked
    assert (asked.headers["api-key"], "authorization" in asked.headers) == (KEY, False)
    assert asked.json["background"] == "transparent"
    assert "response_format" not in asked.json
    server.close()


def test_it_is_asked_in_the_plain_way(compat: Compat) -> None:
    compat.says(with_picture(drawn()))
    compat.draw()

    (asked,) = compat.posts
    assert asked.target == "/v1/images/generations"
    assert sorted(asked.json) == ["model", "prompt", "response_format", "size"]
    assert "plain white background" in asked.json["prompt"]
    assert compat.ledger.spends("d-1")[0].micros is None


def test_a_name_that_openai_shut_down_may_be_somebody_elses_model(compat: Compat) -> None:
    model = OpenAIImages(compat.wire, "dall-e-3", prompt=newest(shipped(), "design"), quality="medium", rates=None)
    assert model.estimate() is not None


@pytest.mark.parametrize("suffix", ["png", "jpeg", "webp"])
def test_a_plain_ground_is_cut_away(compat: Compat, suffix: str) -> None:
    compat.says(with_picture(drawn(suffix)))
    facts = read_facts(compat.draw().png)

    assert (facts.width, facts.height, facts.dpi, facts.mode) == (4500, 5400, 300.0, "RGBA")
    left, _, width, _ = facts.ink_box or (0, 0, 0, 0)
    assert (left, width) == (90, 4320)
    assert 0.55 < facts.ink_share < 0.65  # a disk as wide as the room there is


def test_transparency_is_taken_where_there_is_some(compat: Compat) -> None:
    compat.says(with_picture(drawn(transparent=True)))
    assert 0.55 < read_facts(compat.draw().png).ink_share < 0.65


def test_a_picture_of_one_colour_is_empty(compat: Compat) -> None:
    compat.says(with_picture(drawn(blank=True)))
    with pytest.raises(EmptyPicture):
        compat.draw()


# Pictures by address


def test_a_picture_may_come_by_its_address_on_the_same_server(compat: Compat) -> None:
    compat.says(answer({"data": [{"url": compat.server.url + PICTURES}]}), Answer(body=drawn()))
    compat.draw()

    assert [(each.method, each.target) for each in compat.server.asked] == [
        ("POST", "/v1/images/generations"),
        ("GET", PICTURES),
    ]


def test_an_address_may_be_relative_or_hold_the_picture(compat: Compat) -> None:
    compat.says(answer({"data": [{"url": PICTURES}]}), Answer(body=drawn()))
    compat.draw()
    assert compat.server.asked[-1].target == PICTURES
    inline = "data:image/png;base64," + base64.b64encode(drawn()).decode()
    compat.says(answer({"data": [{"url": inline}]}))
    model = OpenAIImages(compat.wire, "sd-turbo", prompt=newest(shipped(), "design"), quality="medium", rates=None)
    assert model.draw(DesignSpec("A cactus", 7), compat.ledger.attempt("d-2")).png


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/1.png",
        "https://pictures.example/1.png",
        "http://localhost:PORT/1.png",
        "https://127.0.0.1:PORT/1.png",
        "//pictures.example/1.png",
        "file:///etc/passwd",
        "http://[::1",
        "http://127.0.0.1:99999/1.png",
    ],
)
def test_no_other_place_is_opened(compat: Compat, address: str) -> None:
    compat.says(answer({"data": [{"url": address.replace("PORT", str(compat.server.port))}]}))
    for _ in range(2):
        with pytest.raises(PictureElsewhere):
            compat.draw()
    assert len(compat.server.asked) == 1
    assert [each.state.value for each in compat.ledger.spends("d-1")] == ["billed"]


def test_a_picture_that_cannot_be_fetched_now_is_fetched_later_and_not_paid_again(compat: Compat) -> None:
    compat.says(answer({"data": [{"url": PICTURES}]}), Answer(503))
    with pytest.raises(TryLater):
        compat.draw()
    compat.says(Answer(404))
    with pytest.raises(NoPicture):
        compat.draw()
    compat.says(Answer(body=drawn()))
    assert compat.draw().png
    assert len(compat.posts) == 1


# Odd answers


@pytest.mark.parametrize(
    "told",
    [
        [],
        "text",
        None,
        {},
        {"data": None},
        {"data": {}},
        {"data": ["x"]},
        {"data": [{}]},
        {"data": [{"b64_json": None}]},
        {"data": [{"b64_json": 7}]},
        {"data": [{"url": ""}]},
        {"data": [{"b64_json": "AA=="}]},
        {"data": [{"url": "data:image/png;base64,x"}]},
        {"data": [], "usage": {"input_tokens": -1, "output_tokens": "many"}},
        {"data": [], "usage": {"input_tokens": True, "output_tokens": 1e99}},
    ],
)
def test_an_answer_without_a_picture_is_no_picture(compat: Compat, told: object) -> None:
    compat.says(answer(told))
    with pytest.raises(NoPicture) as error:
        compat.draw()
    assert isinstance(error.value, DamagedPicture) or type(error.value) is NoPicture
    assert len(compat.server.asked) == 1


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        (None, None),
        ({}, None),
        ({"input_tokens": -1, "output_tokens": "many"}, None),
        ({"input_tokens": True, "output_tokens": 1e9}, None),
        ({"input_tokens": 5, "output_tokens": 9}, Usage(text_in=5, image_out=9)),
        ({"input_tokens_details": {"text_tokens": 5, "image_tokens": 2}, "output_tokens": 9}, Usage(5, 2, 0, 9)),
        ({"prompt_tokens": 5, "completion_tokens": 9}, Usage(text_in=5, text_out=9)),
    ],
)
def test_tokens_are_counted_as_the_answer_says_and_never_guessed(usage: object, counted: Usage | None) -> None:
    assert usage_of({"usage": usage}) == counted


@pytest.mark.parametrize(
    ("told", "status", "error", "said"),
    [
        ({"error": "no such quality"}, 400, BadRequest, "no such quality"),
        ({"object": "error", "message": "too large", "code": 400}, 400, BadRequest, "too large"),
        ({"error": {"message": None, "code": "a\x1b[31m b"}}, 400, BadRequest, "HTTP 400"),
        ("<html>", 418, BadRequest, "HTTP 418"),
        ({}, 301, BadRequest, "HTTP 301"),
        ({"error": {"message": f"key {KEY} is for another model"}}, 400, BadRequest, "key *** is for"),
        ({"error": {"message": "Insufficient credits"}}, 402, NoCredit, "no credit left"),
    ],
)
def test_errors_in_any_form_are_told(
    compat: Compat, told: object, status: int, error: type[PodpusherError], said: str
) -> None:
    compat.says(answer(told, status))
    with pytest.raises(error) as caught:
        compat.draw()

    assert said in caught.value.plain()
    assert KEY not in caught.value.plain() + json.dumps(caught.value.details)
    assert caught.value.full_code in {"openai.refused", "openai.insufficient_quota"}
    assert caught.value.plain_hint()
    assert [each.state.value for each in compat.ledger.spends("d-1")] == ["free"]


# Texts


def test_a_listing_is_taken_as_it_is(compat: Compat) -> None:
    compat.says(listing())
    copy = compat.write()
    assert (copy.title, copy.description, copy.tags) == ("Cactus Shirt", "A cactus.", ("cactus", "plant"))
    assert "A cactus" in copy.alt


@pytest.mark.parametrize(
    "second",
    [
        with_text("no JSON at all"),
        with_text("", refusal="I will not."),
        answer({"choices": []}),
        answer({"choices": [{"message": {"content": "{"}, "finish_reason": "length"}]}),
        listing(title=7),
    ],
)
def test_a_second_chance_that_comes_to_nothing_leaves_the_first_trimmed(compat: Compat, second: Answer) -> None:
    compat.says(listing(title="Cactus " * 40), second)
    copy = compat.write()

    assert refusals(check_copy(copy)) == ()
    assert copy.title.startswith("Cactus Cactus")
    assert len(compat.posts) == 2


def test_the_second_chance_names_the_broken_rules(compat: Compat) -> None:
    compat.says(listing(title="Cactus " * 40, tags=["a tag that is far too long"]), listing())
    assert compat.write().title == "Cactus Shirt"

    told = compat.posts[1].json["messages"]
    assert [each["role"] for each in told] == ["system", "user", "assistant", "user"]
    assert "280 characters" in told[3]["content"]
    assert "a tag that is far too long" in told[3]["content"]


def test_letters_that_are_none_do_no_harm(compat: Compat) -> None:
    body = b'{"choices": [{"message": {"content": "{\\"title\\": \\"Cac\\ud800tus\\""}}]}'
    compat.says(Answer(body=body), listing(title="Cac\ud800tus \x07", description="A\x1b[31m cactus"))
    copy = compat.write()

    assert (copy.title, copy.description) == ("Cactus", "A[31m cactus")
    assert copy.title.encode()


@pytest.mark.parametrize("content", [None, 7, ["a"], {"title": "x"}, "", "null", "[]", "[" * 100_000])
def test_what_is_no_text_is_no_listing(compat: Compat, content: object) -> None:
    compat.says(answer({"choices": [{"message": {"content": content}}]}))
    with pytest.raises(NoListing):
        compat.write()
    assert len(compat.posts) == 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.text(max_size=200),
    description=st.text(max_size=200),
    tags=st.lists(st.text(max_size=40), max_size=20),
    number=st.integers(0, 10**9),
)
def test_whatever_the_model_writes_no_rule_is_broken(
    compat: Compat, title: str, description: str, tags: list[str], number: int
) -> None:
    compat.says(listing(title=title, description=description, tags=tags))
    before = len(compat.posts)
    try:
        copy = compat.write(f"d-{number}-{before}")
    except NoListing:
        copy = None
    assert copy is None or refusals(check_copy(copy)) == ()
    assert len(compat.posts) - before <= 2


def test_the_same_answer_gives_the_same_listing(compat: Compat) -> None:
    compat.says(listing(title="CACTUS 100% % & & LOVE FOREVER MINE", tags=["a b c" * 9, "é", "é"]))
    assert compat.write("d-1") == compat.write("d-2")
