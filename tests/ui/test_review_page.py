"""The review page in a real Chromium: by keyboard, with hostile titles, beside other windows and other sites."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from podpusher_cli.core.designs import DesignState
from podpusher_cli.core.feedback import Reason
from podpusher_cli.core.reviewing import Standing
from tests.support.browser import chromium
from tests.support.review import Running, reviewing

HOSTILE = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "</script><script>document.title='owned'</script>",
    "{{ 7 * 7 }} {% raw %} ${document.title='owned'}",
    "\u202eevil\u2066 \x1b[31m",
    "שלום עולם 🌱",
    "x" * 200,
)
TITLES = [*HOSTILE, *(f"Idea number {number}" for number in range(len(HOSTILE) + 1, 201))]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with reviewing(tmp_path_factory.mktemp("review"), TITLES) as running:
        yield running


@pytest.fixture
def review(standing: Running) -> Running:
    standing.forget()
    return standing


class Window:
    """The page in a window. What the browser complains of is kept in `complaints`."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(url)
        expect(page.locator("#count")).to_contain_text("of 200")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    @property
    def current(self) -> str:
        """The design that the keys are about."""
        return str(self.page.evaluate("current.dataset.design"))

    def settled(self) -> None:
        """Wait until everything that was said has been answered."""
        self.page.evaluate("line")


@pytest.fixture
def window(browser: Browser, review: Running) -> Iterator[Window]:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    yield Window(context.new_page(), review.url)
    context.close()


def test_two_hundred_designs_by_keyboard(window: Window, review: Running) -> None:
    window.page.keyboard.type("kkx2kk4kkkkk" * 20)
    window.settled()

    found = review.marks.standings([f"d-{number}" for number in range(1, 201)])
    assert len(found) == 200
    for number in range(1, 201):
        wanted = Standing(DesignState.KEPT, rating=4 if number % 10 == 6 else None)
        assert (number, found[f"d-{number}"]) == (
            number,
            Standing(DesignState.DROPPED, Reason.UGLY) if number % 10 == 3 else wanted,
        )
    expect(window.page.locator("#count")).to_have_text("200 of 200 decided")
    expect(window.page.locator("#alert")).to_be_hidden()
    assert window.complaints == []


def test_every_key_does_what_the_help_says(window: Window, review: Running) -> None:
    window.press("ArrowRight", "ArrowRight", "ArrowLeft", "j", "h")
    assert window.current == "d-2"
    columns = window.page.evaluate("columns()")
    window.press("ArrowDown")
    assert window.current == f"d-{2 + columns}"
    window.press("ArrowUp", "5", "t")
    window.page.keyboard.type("Spring, best of all")
    window.press("Enter")
    window.settled()
    assert review.marks.standings(["d-2"])["d-2"] == Standing(rating=5, tags=("best of all", "spring"))

    window.press("0", "x", "6")
    window.page.keyboard.type("the cat has five legs")
    window.press("Enter")
    assert window.current == "d-3"
    window.settled()
    dropped = Standing(DesignState.DROPPED, Reason.OTHER, "the cat has five legs", None, ("best of all", "spring"))
    assert review.marks.standings(["d-2"])["d-2"] == dropped

    window.press("u")
    window.settled()
    assert review.marks.standings(["d-2"])["d-2"].state is DesignState.NEW
    assert window.current == "d-2"
    window.press("k", "ArrowLeft", "r")
    window.settled()
    assert review.marks.standings(["d-2"])["d-2"].state is DesignState.NEW

    window.press("Enter")
    expect(window.page.locator("#loupe")).to_be_visible()
    expect(window.page.locator("#loupe-picture")).to_have_js_property("complete", True)
    window.press("c")
    assert window.page.locator("#loupe [aria-pressed=true][data-cloth]").get_attribute("title") == "White"
    window.press("k")
    expect(window.page.locator("#loupe-title")).to_have_text(HOSTILE[2])
    window.press("Escape", "?")
    expect(window.page.locator("#help")).to_be_visible()
    window.press("k", "Escape")
    window.settled()
    assert review.marks.standings(["d-3"])["d-3"] == Standing()
    assert window.complaints == []


def test_the_large_view_tells_what_is_amiss_with_the_print(window: Window) -> None:
    window.press("j", "Enter")
    expect(window.page.locator(".warnings")).to_have_text("Lines of 0.1 <b>mm</b> vanish. Make them thicker.")
    window.press("j")
    expect(window.page.locator(".warnings")).to_have_text("")
    titles = "[...document.querySelectorAll('.cloths button')].map((each) => each.title)"
    assert window.page.evaluate(titles) == ["Heather Navy", "Soft Cream", "Black", "White", "Sport Grey"]


def test_a_drop_without_a_reason_is_one_all_the_same(window: Window, review: Running) -> None:
    window.press("x")
    window.settled()
    assert review.marks.standings(["d-1"])["d-1"].state is DesignState.DROPPED
    window.press("Enter", "x", "Escape", "x", "u")
    window.settled()
    states = [each.state for each in review.marks.standings(["d-1", "d-2", "d-3"]).values()]
    assert states == [DesignState.DROPPED, DesignState.DROPPED, DesignState.NEW]


def test_by_mouse_and_by_touch(window: Window, review: Running) -> None:
    second = window.page.locator("article").nth(1)
    second.locator("[data-rating='3']").click()
    second.get_by_role("button", name="Keep").click()
    third = window.page.locator("article").nth(2)
    third.get_by_role("button", name="Drop").click()
    window.page.get_by_role("button", name="hard to read").click()
    window.settled()
    found = review.marks.standings(["d-2", "d-3"])
    assert found["d-2"] == Standing(DesignState.KEPT, rating=3)
    assert found["d-3"] == Standing(DesignState.DROPPED, Reason.HARD_TO_READ)
    expect(third.locator(".badge")).to_have_text("Dropped: hard to read")

    second.get_by_role("button", name="Keep").click()
    second.locator("[data-rating='3']").click()
    window.settled()
    assert review.marks.standings(["d-2"])["d-2"] == Standing()


def test_a_reload_keeps_every_mark_and_shows_what_is_open(window: Window) -> None:
    window.press("k", "3", "x", "5")
    window.settled()
    window.page.reload()
    expect(window.page.locator("#count")).to_have_text("2 of 200 decided")
    assert window.current == "d-3"
    window.page.get_by_role("button", name="Dropped 1").click()
    expect(window.page.locator("article:visible")).to_have_count(1)
    expect(window.page.locator("article:visible .badge")).to_have_text("Dropped: duplicate")
    window.press("u")
    expect(window.page.locator("#count")).to_have_text("1 of 200 decided")


def test_two_windows_lose_no_mark_and_undo_only_their_own(browser: Browser, window: Window, review: Running) -> None:
    context = window.page.context
    other = Window(context.new_page(), review.url)
    stranger_context = browser.new_context()
    stranger = Window(stranger_context.new_page(), review.url)
    window.press("k")
    other.press("ArrowRight", "x", "4")
    stranger.press("5")
    for each in (window, other, stranger):
        each.settled()

    found = review.marks.standings(["d-1", "d-2"])
    assert found["d-1"] == Standing(DesignState.KEPT, rating=5)
    assert found["d-2"] == Standing(DesignState.DROPPED, Reason.RIGHTS)
    expect(window.page.locator("article").nth(1).locator(".badge")).to_have_text("Dropped: rights")

    window.press("u")
    expect(window.page.locator("#alert")).to_contain_text("It was changed in another window since.")
    assert review.marks.standings(["d-1"])["d-1"] == Standing(DesignState.KEPT, rating=5)
    stranger_context.close()


def test_hostile_titles_are_text(window: Window) -> None:
    titles = window.page.locator("article h2").all_text_contents()[: len(HOSTILE)]
    assert titles == [*HOSTILE[:4], "evil [31m", *HOSTILE[5:]]
    window.press("j", "j", "k")
    expect(window.page.locator("#said")).to_have_text(f"Kept: {HOSTILE[2]}")
    assert "owned" not in window.page.title()
    assert window.page.locator("article script, article img[src='x']").count() == 0
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert window.complaints == []


def test_the_policy_holds(window: Window) -> None:
    """The page works under it (no test here sees a complaint), and what got in all the same would do nothing."""
    window.page.evaluate("""
        globalThis.broken = [];
        document.addEventListener("securitypolicyviolation", (each) => broken.push(each.effectiveDirective));
        const picture = document.createElement("img"); picture.src = "https://evil.example/x.png";
        document.body.append(picture);
        fetch("https://evil.example/").catch(() => {});
        try { document.body.innerHTML += "<p>"; } catch {}
    """)
    wanted = {"img-src", "connect-src", "require-trusted-types-for"}
    broken = "new Promise((done) => document.addEventListener('securitypolicyviolation', () => broken.length > 2 && done(broken)))"
    assert wanted <= set(window.page.evaluate(f"broken.length > 2 ? broken : {broken}"))


class Site:
    """Another site on this machine, which knows everything but the key: a page that tries to make marks."""

    def __init__(self, review: Running) -> None:
        target = review.url
        attack = f"""<!doctype html><title>waiting</title><body><script>
            const mark = JSON.stringify({{design: "d-1", doing: "drop"}});
            const failed = [];
            const post = (options) => fetch("{target}marks", {{method: "POST", body: mark, ...options}}).then(
                (answer) => failed.push(answer.type), (error) => failed.push("no"));
            const form = document.createElement("form");
            Object.assign(form, {{method: "post", action: "{target}marks", target: "frame", enctype: "text/plain"}});
            const field = Object.assign(document.createElement("input"), {{name: mark.slice(0, -1) + ',"x":"', value: '"}}'}});
            form.append(field);
            const frame = Object.assign(document.createElement("iframe"), {{name: "frame"}});
            const framed = Object.assign(document.createElement("iframe"), {{src: "{target}"}});
            const picture = Object.assign(new Image(), {{src: "{target}pictures/d-1/1b1b1b/small.jpg"}});
            const script = Object.assign(document.createElement("script"), {{src: "{target}standings"}});
            const seen = new Promise((done) => {{ picture.onload = () => done("seen"); picture.onerror = () => done("unseen"); }});
            document.body.append(form, frame, framed, script);
            const submitted = new Promise((done) => {{ frame.onload = done; }});
            form.submit();
            navigator.sendBeacon("{target}marks", mark);
            Promise.all([
                post({{mode: "no-cors"}}), post({{headers: {{"Content-Type": "application/json"}}}}),
                post({{headers: {{"X-Podpusher-Key": "guess"}}}}), fetch("{target}").then(() => failed.push("read"), () => failed.push("no")),
                seen, submitted,
            ]).then((all) => {{ document.title = [all[4], ...failed.sort()].join(" "); }});
        </script>"""

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = attack.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_another_site_can_do_nothing_though_it_knows_the_address(browser: Browser, review: Running, name: str) -> None:
    site = Site(review)
    context = browser.new_context()
    page = context.new_page()
    answers: dict[str, int] = {}
    page.on(
        "response",
        lambda answer: answers.update({answer.url: answer.status}) if answer.url.startswith(review.origin) else None,
    )
    page.goto(site.url.replace("127.0.0.1", name))
    page.wait_for_function("document.title !== 'waiting'")

    told = page.title().split()
    assert told[0] == "unseen"
    assert "read" not in told
    assert "basic" not in told
    assert set(answers.values()) == {403}
    assert review.marks.standings(["d-1"])["d-1"] == Standing()
    context.close()
    site.close()


def test_at_the_width_of_a_phone(browser: Browser, review: Running) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    window = Window(context.new_page(), review.url)
    assert window.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    card = window.page.locator("article").first
    for name in ("Keep", "Drop", "Tag"):
        box = card.get_by_role("button", name=name).bounding_box()
        assert box is not None
        assert box["height"] >= 40
        assert box["x"] + box["width"] <= 390
    card.get_by_role("button", name="Look closer").tap()
    window.page.locator("#loupe").get_by_role("button", name="Keep").tap()
    window.settled()
    assert review.marks.standings(["d-1"])["d-1"].state is DesignState.KEPT
    assert window.page.evaluate("loupe.scrollWidth <= innerWidth")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_can_be_read_and_has_a_name(browser: Browser, review: Running, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    window = Window(context.new_page(), review.url)
    window.press("k", "x", "1", "2")
    window.settled()
    least = window.page.evaluate(CONTRAST)
    assert [each for each in least if each[1] < 4.5] == []
    assert len(least) > 10
    nameless = window.page.evaluate(
        "[...document.querySelectorAll('button, input')].filter((each) => !each.ariaLabel && !each.textContent.trim()"
        " && !each.labels?.length).length"
    )
    assert nameless == 0
    lines = window.page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert lines == "3px"
    assert window.page.evaluate("[document.documentElement.lang, document.dir]") == ["en", "ltr"]
    context.close()


CONTRAST = """() => {
    const channels = (text) => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, place) => sum + c * [0.2126, 0.7152, 0.0722][place], 0);
    const ground = (each) => {
        for (; each; each = each.parentElement) {
            const found = channels(getComputedStyle(each).backgroundColor);
            if (found.length === 3 || found[3] === 1) return found;
        }
        return [255, 255, 255];
    };
    return [...document.querySelectorAll("h1, h2, p, span, button, b, kbd")].filter((each) => each.checkVisibility() && each.textContent.trim())
        .slice(0, 150).map((each) => {
            const pair = [light(channels(getComputedStyle(each).color)), light(ground(each))].sort((a, b) => b - a);
            return [each.tagName + "." + each.className + " " + each.textContent.trim().slice(0, 20), (pair[0] + 0.05) / (pair[1] + 0.05)];
        });
}"""


def test_when_podpusher_has_ended_the_page_says_so_and_shows_no_mark(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    context = browser.new_context()
    with reviewing(tmp_path_factory.mktemp("ended"), ["Plant dad"] * 200) as running:
        window = Window(context.new_page(), running.url)
        window.press("k")
        window.settled()
    window.press("k")
    window.settled()
    expect(window.page.locator("#alert")).to_contain_text("podpusher has ended.")
    expect(window.page.locator("article").nth(1).locator(".badge")).to_have_text("")
    expect(window.page.locator("#count")).to_have_text("1 of 200 decided")
    context.close()


def test_a_picture_that_cannot_be_drawn_says_so(browser: Browser, review: Running) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route("**/pictures/d-2/**", lambda route: route.abort())
    page.goto(review.url)
    expect(page.get_by_alt_text("This picture cannot be shown.")).to_be_visible()
    context.close()


def test_pictures_come_only_when_they_are_looked_at(browser: Browser, review: Running) -> None:
    context = browser.new_context(viewport={"width": 800, "height": 600})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url) if re.search(r"/pictures/", each.url) else None)
    page.goto(review.url)
    page.wait_for_load_state("networkidle")
    assert 3 <= len(asked) < 60
    page.keyboard.press("End")
    expect(page.locator("article").last.locator("img")).to_have_js_property("naturalWidth", 440)
    assert any("/d-200/" in url for url in asked)
    context.close()
