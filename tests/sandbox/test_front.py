"""The page at the sandbox's own address."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from tests.support.bodies import BLACK_S


def tables(sandbox) -> list[list[str]]:
    """The rows of each table, as text."""
    answer = sandbox.admin.get("/")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    tree = LexborHTMLParser(answer.text)
    assert not tree.css("script")
    assert tree.css_first("[role=note]").text().startswith("This is the podpusher sandbox")
    return [
        [" | ".join(cell.text() for cell in row.css("td")) for row in each.css("tbody tr")]
        for each in tree.css("table")
    ]


def test_an_empty_world_says_so(sandbox):
    assert tables(sandbox) == []
    assert sandbox.admin.get("/").text.count("None.") == 3


def test_it_shows_listings_products_and_faults_and_why_a_publish_failed(sandbox, shop):
    good, listing = shop.published()
    bad = shop.create("FAIL", title="<script>alert(1)</script> & co", variants=[{"id": BLACK_S, "price": 1}])
    shop.publish(bad)
    sandbox.fault("printify POST *", "lost_answer", times=0)
    sandbox.advance(3)
    listings, products, faults = tables(sandbox)
    assert listings == [f"{listing} | draft | Retro Fox Hiking Shirt | Printify"]
    assert products == [
        f"{bad} | failed: a price below cost | <script>alert(1)</script> & co | 5432",
        f"{good} | listing {listing} | Retro Fox Hiking Shirt | 5432",
    ]
    assert faults == ["printify POST * | lost_answer | 1 | for ever | 0"]


def test_nothing_can_be_done_through_it(sandbox):
    assert sandbox.admin.post("/").status_code == 404
    assert sandbox.admin.get("/", headers={"host": "evil.example"}).status_code == 421
