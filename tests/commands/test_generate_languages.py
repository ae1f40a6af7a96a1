"""Listings in several languages, what their pictures show, their scores, and the sentence on artwork by a model."""

from __future__ import annotations

import pytest

from tests.conftest import Cli
from tests.support.openai import with_key
from tests.support.sandbox import RunningSandbox


@pytest.fixture
def paying(cli: Cli, world: RunningSandbox) -> Cli:
    return with_key(cli, world)


def shown(cli: Cli, product: str) -> dict:
    return cli("products", "show", product, "--json", check=0).data


def test_a_listing_is_written_in_each_language_that_is_asked_for(cli: Cli) -> None:
    made = cli("generate", "Plant dad", "--translate", "es, fr,ES", "--text-lang", "de", "--json", check=0).data[
        "made"
    ][0]
    assert made["languages"] == ["es", "fr"]

    product = shown(cli, made["product"]["id"])
    assert [each["language"] for each in product["translations"]] == ["es", "fr"]
    assert len({product["title"], *(each["title"] for each in product["translations"])}) == 3
    for each in product["translations"]:
        assert len(each["tags"]) == 13
        assert "Plant dad" in each["alt"]
    text = cli("products", "show", made["product"]["id"], check=0).stdout
    assert product["translations"][0]["title"].split(",")[0] in text


def test_the_setting_names_them_for_every_run_and_its_own_language_is_none(cli: Cli) -> None:
    cli("settings", "set", "text.translations", "en,de", check=0)

    assert cli("generate", "Cat mom", "--json", check=0).data["made"][0]["languages"] == ["de"]
    assert cli("generate", "Dog mom", "--translate", "", "--json", check=0).data["made"][0]["languages"] == []


def test_a_language_that_nobody_writes_here_is_refused_before_anything_is_made(cli: Cli) -> None:
    refused = cli("generate", "Plant dad", "--translate", "es,tlh", "--json", check=2)

    assert refused.json["error"]["code"] == "generate.language"
    assert cli("designs", "--json", check=0).data == []


def test_a_paid_translation_is_in_the_estimate_and_billed_by_itself(paying: Cli) -> None:
    alone = paying("generate", "Plant dad", "--model", "openai", "--dry-run", "--json", check=0).data["plan"][
        "estimate"
    ]
    with_two = paying(
        "generate", "Plant dad", "--model", "openai", "--translate", "es,de", "--dry-run", "--json", check=0
    ).data["plan"]["estimate"]  # fmt: skip
    assert with_two["amount"] > alone["amount"]

    made = paying("generate", "Plant dad", "--model", "openai", "--translate", "es,de", "--json", check=0).data["made"][
        0
    ]
    assert sorted(each["purpose"] for each in made["spent"] if each["purpose"] != "image") == [
        "text",
        "text.de",
        "text.es",
    ]
    assert {each["state"] for each in made["spent"]} == {"billed"}
    assert made["languages"] == ["de", "es"]


def test_every_listing_has_its_score_and_says_what_the_picture_shows(cli: Cli) -> None:
    result = cli("generate", "Plant dad", "Cat mom", "--json", check=0)
    for made in result.data["made"]:
        assert made["seo"]["score"] >= 80
        assert made["idea"] in made["product"]["content"]["alt"]
    assert "Score" in cli("generate", "Dog dad", check=0).stdout


@pytest.mark.parametrize(("said", "told"), [("auto", False), ("always", True), ("never", False)])
def test_the_seller_says_which_listings_disclose_a_model(cli: Cli, said: str, told: bool) -> None:
    cli("settings", "set", "listing.disclose_ai", said, check=0)
    cli("settings", "set", "listing.disclosure", "Drawn by a machine.", check=0)

    made = cli("generate", "Plant dad", "--json", check=0).data["made"][0]
    assert made["product"]["content"]["description"].endswith("Drawn by a machine.") is told


def test_artwork_by_a_model_is_disclosed_unless_the_seller_says_never(paying: Cli) -> None:
    paying("settings", "set", "listing.disclosure", "Drawn by a machine.", check=0)
    made = paying("generate", "Plant dad", "--model", "openai", "--json", check=0).data["made"][0]
    assert made["product"]["content"]["description"].endswith("Drawn by a machine.")

    paying("settings", "set", "listing.disclose_ai", "never", check=0)
    made = paying("generate", "Cat mom", "--model", "openai", "--json", check=0).data["made"][0]
    assert "Drawn by a machine." not in made["product"]["content"]["description"]


def test_who_changes_the_text_is_told_that_its_translations_stay_as_they_were(cli: Cli) -> None:
    product = cli("generate", "Plant dad", "--translate", "es", "--json", check=0).data["made"][0]["product"]["id"]

    assert "still say" in cli("products", "edit", product, "--title", "Something else", check=0).stderr
    assert "still say" not in cli("products", "edit", product, "--price", "24", check=0).stderr
