"""Every view fits 80 columns and obeys no outside text, in every language; and says what it has to say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from rich.cells import cell_len

from podpusher_cli.core.accounts import Connection, ConnectionState, ShopRef
from podpusher_cli.core.blanks import Blank, Maker
from podpusher_cli.core.bulk import BulkReport, RowOutcome
from podpusher_cli.core.demo import DemoReport
from podpusher_cli.core.designs import Design, DesignSheet
from podpusher_cli.core.doctor import Check, Health, Report
from podpusher_cli.core.generating import Generated, Generation, NotMade, Plan
from podpusher_cli.core.money import Money
from podpusher_cli.core.notifications import Notice
from podpusher_cli.core.printify import Blueprint, PrintifyShop
from podpusher_cli.core.products import AtEtsy, AtPrintify, Content, Origin, Product, ProductState, Trouble
from podpusher_cli.core.profiles import Profile
from podpusher_cli.core.publishing import (
    ItemTrouble,
    Listed,
    MadeItem,
    Outcome,
    PlannedItem,
    PublishPlan,
    PublishReport,
    RunSheet,
)
from podpusher_cli.core.rehearsal import SandboxFault, SandboxStatus
from podpusher_cli.core.results import Page
from podpusher_cli.core.runs import Run, RunState
from podpusher_cli.core.seo import SeoScore
from podpusher_cli.core.settings import Told
from podpusher_cli.i18n import LANGUAGES, activate
from podpusher_cli.ui.views import (
    accounts,
    blanks,
    bulk,
    demo,
    designs,
    doctor,
    generating,
    notifications,
    products,
    profiles,
    publishing,
    sandbox,
    settings,
)
from tests.support.clock import START
from tests.support.terminal import drawn

TEXTS = {
    "plain": "Plant dad",
    "long": "A shirt for people who water their plants before they water themselves, and mean it " * 2,
    "cjk": "植物を愛するすべての人のためのシャツ" * 5,
    "rtl": "חולצה לאנשים שמשקים את הצמחים שלהם " * 3,
    "hostile": "\x1b[31mred\x1b[0m [bold]b[/bold] {name} \u202e\n\n" * 4,
}
PRODUCT, DESIGN, LISTING, RUN = "p-7K3M9QXA", "d-7K3M9QXA", "1700000001", "r-7K3M9QXA"


def product(text: str, **changes: Any) -> Product:
    content = Content(text, text, (text, "gift"), DESIGN, 706, 29, ("Black / M", text), Money(2699, "EUR"))
    made: dict[str, Any] = {
        "id": PRODUCT, "title": text, "state": ProductState.PUBLISHED, "design_id": DESIGN, "content": content, "source": Origin(),
        "printify": AtPrintify("5432", "66f0d00000000000000000aa"), "etsy": AtEtsy(LISTING, "draft", f"https://www.etsy.com/listing/{LISTING}"),
        "error": Trouble("publish.pending", text), "created_at": START, "updated_at": START,
    }  # fmt: skip
    return Product(**(made | changes))


def design(text: str) -> Design:
    return Design(
        id=DESIGN, idea=text, file="aa.png", sha256="aa", width=4500, height=5400, dpi=300, source="local", model="typographer-1",
        layout="distressed", palette="forest", fonts=("Anton",), seed=7, cost=Money(5), garment="dark", created_at=START, trend=text,
    )  # fmt: skip


def run(**counts: int) -> Run:
    return Run(RUN, f"runs resume {RUN}", RunState.PARTIAL, START, START, live=False, counts=counts)


def trouble(text: str) -> ItemTrouble:
    return ItemTrouble(PRODUCT, text, "publish.several_matches", text, text, Outcome.WAITING)


def connection(text: str) -> Connection:
    return Connection(
        "etsy", ConnectionState.CONNECTED, account=text, shop=ShopRef("51300771", text), scopes_held=("listings_r", "listings_w", "shops_r"),
        scopes_missing=("transactions_r",), access_expires_at=START, days_left=12, store="keyring", place=text,
        warnings=("login_ends_soon", "scopes_missing", "shop_changed"), problem=Trouble("etsy.unavailable", text),
    )  # fmt: skip


def report(text: str, **changes: Any) -> PublishReport:
    made: dict[str, Any] = {
        "run": RUN, "plan": None, "published": 1, "failed": 1, "waiting": 1, "left": 1, "troubles": (trouble(text),),
        "listings": (Listed(PRODUCT, text, LISTING, "draft", None),),
    }  # fmt: skip
    return PublishReport(**(made | changes))


def plan(text: str) -> PublishPlan:
    calls = dict.fromkeys(("upload", "create", "update", "publish", "read"), 1234)
    items = (
        PlannedItem(PRODUCT, text, "new"),
        PlannedItem("p-00000001", text, "new", Trouble("publish.listing", text)),
    )
    return PublishPlan(2, items, calls, 754.2, Money(40), live=True, drafts=3, held=2)


def generation(text: str) -> Generation:
    draft = product(text, content=Content(text, text, (), DESIGN), state=ProductState.DRAFT)
    made = Generated(text, None, "/x.png", None, design(text), draft, (), (), (), SeoScore(80))
    failed = NotMade(DESIGN, text, Trouble("design.unprintable", text, text))
    return Generation(RUN, (made,), (failed,), left=0, folder="/home/seller/designs", cost=Money(5))


VIEWS: dict[str, Callable[[str], Any]] = {
    "products": lambda text: products.listing(Page((product(text), product(text, etsy=AtEtsy())))),
    "product": lambda text: products.sheet(product(text)),
    "designs": lambda text: designs.listing(Page((design(text),))),
    "design": lambda text: designs.sheet(DesignSheet(design(text), "/home/seller/designs/aa.png", (PRODUCT,), ())),
    "plan": lambda text: publishing.plan(plan(text)),
    "report": lambda text: publishing.report(report(text)),
    "runs": lambda _: publishing.runs(Page((run(published=1200, failed=300, waiting=20, left=7),))),
    "run": lambda text: publishing.run_sheet(
        RunSheet(
            run(published=1),
            (Listed(PRODUCT, text, LISTING, "draft", None),),
            (trouble(text),),
            (MadeItem(PRODUCT, text, DESIGN),),
        )
    ),
    "generation": lambda text: generating.result(generation(text)),
    "generation plan": lambda text: generating.plan(Plan((text, text), 2, 1, RUN, Money(5), (text,))),
    "status": lambda text: accounts.table_of((connection(text), Connection("printify", ConnectionState.NOT_CONNECTED))),
    "connection": lambda text: accounts.sheet(connection(text)),
    "shops": lambda text: accounts.shops([PrintifyShop("5432", text, "etsy")]),
    "blueprints": lambda text: blanks.listing(Page((Blueprint(706, text, text, "1717"),))),
    "blueprint": lambda text: blanks.sheet(
        Blank(
            706,
            text,
            text,
            "1717",
            (Maker(29, text, 230, 4200, 4800, ("Black / S", text)), Maker(3, text, 0, 0, 0, ())),
        )
    ),
    "bulk": lambda text: bulk.report(
        BulkReport(
            text,
            3,
            1,
            1,
            1,
            (RowOutcome(3, "refused", title=text, troubles=(Trouble("input.price", text),)),),
            (PRODUCT,),
        )
    ),
    "notices": lambda text: notifications.listing(
        Page(
            (
                Notice("n-1", "publish.stopped", text, START, fields={"run": RUN, "problem": text}),
                Notice("n-2", "unknown.kind", text, START),
            )
        )
    ),
    "doctor": lambda text: doctor.report(
        Report(
            "1.0",
            "3.11",
            text,
            "/home",
            "default",
            (Check("tokens", Health.BAD, "{problem}", "{problem}", {"problem": text}),),
            text,
        )
    ),
    "demo": lambda text: demo.report(
        DemoReport((Listed(PRODUCT, text, LISTING, "draft", None),), ("/x.png",), "/sheet.png", kept=False)
    ),
    "profiles": lambda _: profiles.listing(Page((Profile("default", current=True, folder="/home/" + "deep/" * 30),))),
    "settings": lambda text: settings.table([Told("printify.shop_title", text, "That shop's name.")]),
    "faults": lambda text: sandbox.faults([SandboxFault(text, "lost_answer", 1, 1, 0)]),
    "sandbox": lambda text: sandbox.status(SandboxStatus(running=True, url=text, products=3)),
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    activate(request.param)
    yield request.param
    activate("en")


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_it_fits_and_obeys_nobody(view: Callable[[str], Any], text: str, language: str) -> None:
    shown = drawn(view(text))
    assert shown.strip()
    for line in shown.splitlines():
        assert cell_len(line.rstrip()) <= 80, line
    assert not set("\x1b\x9b\u202e\r") & set(shown)


@pytest.mark.parametrize("name", ["products", "plan", "report", "runs", "run", "generation", "demo"])
@pytest.mark.parametrize("text", [TEXTS["long"], TEXTS["cjk"]], ids=["long", "cjk"])
def test_what_one_copies_stays_whole(name: str, text: str, language: str) -> None:
    shown = drawn(VIEWS[name](text))
    assert (PRODUCT in shown) or (RUN in shown)
    if name in {"products", "report", "demo"}:
        assert LISTING in shown


def test_every_language_says_it_in_its_own_words() -> None:
    told = {}
    for each in LANGUAGES:
        activate(each)
        told[each] = drawn(publishing.report(report("x")))
    activate("en")
    assert len(set(told.values())) == len(LANGUAGES)


def test_money_stands_as_the_language_writes_it() -> None:
    told = {}
    for each in LANGUAGES:
        activate(each)
        told[each] = drawn(products.sheet(product("x")))
    activate("en")
    assert "€26.99" in told["en"]
    assert all("26,99" in told[each] for each in ("es", "fr", "de"))


@pytest.mark.parametrize(
    ("view", "says"),
    [
        (products.listing(Page(())), "podpusher generate"),
        (designs.listing(Page(())), "podpusher generate"),
        (publishing.runs(Page(())), "No runs yet."),
        (publishing.report(PublishReport(None, None, 0, 0, 0, 0, (), ())), "Nothing to publish"),
        (blanks.listing(Page(())), "No blueprint"),
        (notifications.listing(Page(())), "No notices."),
        (sandbox.faults([]), "No faults are set."),
        (sandbox.status(SandboxStatus(running=False)), "podpusher sandbox start"),
    ],
)
def test_nothing_is_a_sentence(view: Any, says: str) -> None:
    assert says in " ".join(drawn(view).split())


def test_a_plan_counts_calls_time_and_fees_and_what_is_in_the_way() -> None:
    shown = " ".join(drawn(publishing.plan(plan("Fox shirt"))).split())
    assert "2 products to publish." in shown
    assert "1234 uploads, 1234 creates" in shown
    assert "at least 12 min 34 s" in shown
    assert "Etsy fees: $0.40." in shown
    assert "3 drafts lack something" in shown
    assert "2 are with another run." in shown


def test_a_report_names_every_item_that_did_not_get_through_and_what_to_do() -> None:
    shown = drawn(publishing.report(report("Fox shirt")))
    assert f"{PRODUCT} Fox shirt\n    Fox shirt (publish.several_matches)\n    Fox shirt\n" in shown
    assert "1 published, 1 failed, 1 waiting, 1 left." in " ".join(shown.split())


def test_a_draft_is_told_with_what_it_needs() -> None:
    shown = " ".join(drawn(generating.result(generation("Plant dad"))).split())
    assert "blueprint, print provider, variants, price" in shown
    assert f"podpusher products edit {PRODUCT} --help" in shown
    assert "Spent: $0.05" in shown


def test_how_long_a_connection_lasts_is_told_in_days() -> None:
    assert "in 12 days" in drawn(accounts.table_of((connection("Fox"),)))
    assert "podpusher connect printify" in drawn(VIEWS["status"]("Fox"))


@pytest.mark.parametrize(
    ("count", "told"), [(20, ""), (21, "1 more is made: podpusher products list --run"), (50, "30 more are made")]
)
def test_what_a_long_run_made_beyond_its_table_is_told(count: int, told: str) -> None:
    one = generation("Plant dad")
    shown = " ".join(drawn(generating.result(replace(one, made=one.made * count))).split())
    assert (told in shown) if told else (" more " not in shown)
