"""reference/printify.md, section 5, and reference/etsy.md, section 3: the published limits."""

from __future__ import annotations

import pytest

PUBLISH = "/shops/5432/products/{}/publish.json"


@pytest.fixture
def limited(sandbox):
    sandbox.config(limits=True)
    return sandbox


@pytest.mark.parametrize(
    ("path", "limit"),
    [("/shops.json", "600"), ("/catalog/blueprints.json", "100"), ("/shops/5432/products/x/publish.json", "200")],
)
def test_printify_names_the_limit_of_the_group(limited, printify, path, limit):
    answer = printify.post(path) if "publish" in path else printify.get(path)
    assert answer.headers["x-ratelimit-limit"] == limit


def test_printify_refuses_the_601st_call_of_a_minute_and_counts_by_a_sliding_window(limited, printify):
    limited.config(windows={"printify.global": [5, 60]})
    assert [printify.get("/shops.json").status_code for _ in range(3)] == [200] * 3
    limited.advance(30)
    assert [printify.get("/shops.json").status_code for _ in range(3)] == [200, 200, 429]
    limited.advance(31)
    assert [printify.get("/shops.json").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_the_catalogue_counts_for_itself_and_for_all(limited, printify):
    limited.config(windows={"printify.catalog": [2, 60], "printify.global": [4, 60]})
    codes = [printify.get("/catalog/blueprints.json").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert [printify.get("/shops.json").status_code for _ in range(3)] == [200, 200, 429]


def test_publishing_has_its_own_window(limited, printify):
    limited.config(windows={"printify.publish": [2, 1800]})
    codes = [printify.post(PUBLISH.format("0" * 24)).status_code for _ in range(3)]
    assert codes == [404, 404, 429]
    limited.advance(1799)
    assert printify.post(PUBLISH.format("0" * 24)).status_code == 429
    limited.advance(2)
    assert printify.post(PUBLISH.format("0" * 24)).status_code == 404


def test_retry_after_only_when_set(limited, printify):
    limited.config(windows={"printify.global": [1, 60]})
    printify.get("/shops.json")
    refused = printify.get("/shops.json")
    assert refused.json()["error"] == "Too many requests"
    assert "retry-after" not in refused.headers
    limited.config(retry_after_header=True)
    assert 1 <= int(printify.get("/shops.json").headers["retry-after"]) <= 61


def test_a_refused_call_is_not_carried_out(limited, printify, shop):
    image = shop.upload()
    limited.config(windows={"printify.global": [1, 60]})
    from tests.support import bodies

    assert printify.post("/shops/5432/products.json", json=bodies.product(image)).status_code == 429
    assert limited.state()["products"] == []


def test_limits_can_be_off(sandbox, printify):
    sandbox.config(windows={"printify.global": [1, 60]})
    assert [printify.get("/shops.json").status_code for _ in range(5)] == [200] * 5


def test_etsy_per_second(limited):
    owner = limited.etsy()
    limited.config(windows={"etsy.second": [3, 5]})
    answers = [owner.get("/openapi-ping") for _ in range(4)]
    assert [answer.headers["x-remaining-this-second"] for answer in answers] == ["2", "1", "0", "0"]
    assert (answers[3].status_code, answers[3].json()) == (429, {"error": "Exceeded per second rate limit"})
    assert "retry-after" not in answers[3].headers
    limited.advance(6)
    assert owner.get("/openapi-ping").status_code == 200


def test_etsy_per_day_says_to_come_back_tomorrow(limited):
    owner = limited.etsy()
    limited.config(windows={"etsy.day": [2, 86_400], "etsy.second": [100, 1]})
    answers = [owner.get("/openapi-ping") for _ in range(3)]
    assert answers[2].status_code == 429
    assert answers[2].json() == {"error": "Exceeded daily rate limit"}
    assert answers[2].headers["retry-after"] == "86400"
    assert answers[2].headers["x-remaining-today"] == "0"


def test_etsy_counts_tokens_apart_from_the_key(limited):
    first = limited.etsy(limited.etsy_tokens()["access_token"])
    limited.config(windows={"etsy.second": [1, 60]})
    assert [first.get("/users/me").status_code for _ in range(2)] == [200, 429]
    assert limited.etsy().get("/openapi-ping").status_code == 200
    second = limited.etsy(limited.etsy_tokens()["access_token"])
    assert second.get("/users/me").status_code == 200


def test_a_window_of_nothing_is_always_full(limited, printify):
    limited.config(windows={"printify.global": [0, 60]})
    assert printify.get("/shops.json").status_code == 429
