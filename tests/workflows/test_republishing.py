"""Publishing what has changed since an earlier run: here, at Printify, or on the disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.products import ProductState
from podpusher_cli.core.publishing import Job, PublishReport
from podpusher_cli.core.unpublished import Incomplete
from podpusher_cli.store.runs import Runs
from podpusher_cli.workflows.planning import plan
from podpusher_cli.workflows.preparing import Prepared, Preparer
from podpusher_cli.workflows.publishing import publish, resume
from tests.support.desk import Rig, picture
from tests.support.sandbox import RunningSandbox

CREATE = "printify POST /shops/{shop}/products.json"
PAGES = "printify GET /shops/{shop}/products.json"
ONE = "printify GET /shops/{shop}/products/{product}.json"
UPLOAD = "printify POST /uploads/images.json"
UPDATE = "printify PUT /shops/{shop}/products/{product}.json"
PUBLISH = "printify POST /shops/{shop}/products/{product}/publish.json"
KINDS = {"upload": UPLOAD, "create": CREATE, "update": UPDATE, "publish": PUBLISH}
VARIANTS = "printify GET /catalog/blueprints/{blueprint}/print_providers/{provider}/variants.json"
LATER_S = 900.0


def refused(code: int, reason: str) -> dict[str, Any]:
    return {
        "status": 400,
        "body": {"status": "error", "code": code, "message": "No.", "errors": {"reason": reason, "code": code}},
    }


@pytest.fixture
def rig(tmp_path: Path, server: RunningSandbox) -> Rig:
    server.reset()
    made = Rig(tmp_path, server)
    made.hasten()
    return made


def go(rig: Rig, *names: str, live: bool = False) -> tuple[PublishReport, PodpusherError | None]:
    return publish(rig.desk(parallel=1), products=names or None, live=live, command="publish")


def done(rig: Rig, *names: str, live: bool = False) -> PublishReport:
    report, error = go(rig, *names, live=live)
    assert error is None, report.troubles
    return report


def troubles(report: PublishReport) -> list[tuple[str, str]]:
    return [(each.id, each.code) for each in report.troubles]


def edit(rig: Rig, name: str, **changes: Any) -> None:
    rig.products.edit(name, lambda old: replace(old, **changes), rig.clock.now())


def left_locked(rig: Rig, *, live: bool = False) -> str:
    """A product whose publish goes on longer than the run waits for it."""
    (name,) = rig.add(1)
    rig.sandbox.config(publish_lock_s=LATER_S)
    report, _ = go(rig, live=live)
    assert troubles(report) == [(name, "publish.pending")]
    rig.sandbox.config(publish_lock_s=0)
    return name


def titles_and_states(rig: Rig) -> list[tuple[str, str]]:
    return [(each["title"], each["state"]) for each in rig.sandbox.state()["listings"]]


def delete_at_printify(rig: Rig, name: str) -> None:
    with rig.sandbox.printify() as printify:
        answer = printify.delete(f"/shops/5432/products/{rig.products.get(name).printify.product_id}.json")
    assert answer.status_code == 200


# Changed here


def test_a_change_made_while_the_publish_was_under_way_reaches_the_shop(rig: Rig) -> None:
    name = left_locked(rig)
    rig.sandbox.advance(LATER_S)
    edit(rig, name, title="A new title")

    done(rig)

    assert titles_and_states(rig) == [("A new title", "draft")]


def edit_and_be_cut_short(rig: Rig, name: str) -> None:
    """A change that Printify was given, and whose publish was refused for the whole shop."""
    edit(rig, name, title="A new title")
    rig.sandbox.fault(PUBLISH, "status", status=403)
    report, _ = go(rig)
    assert report.left == 1


def test_a_change_that_was_cut_short_before_it_was_published_reaches_the_shop_by_the_next_run(rig: Rig) -> None:
    (name,) = rig.add(1)
    done(rig)
    edit_and_be_cut_short(rig, name)

    done(rig)

    assert titles_and_states(rig) == [("A new title", "draft")]


def test_nor_is_it_lost_where_the_first_publish_ended_unseen(rig: Rig) -> None:
    name = left_locked(rig)
    rig.sandbox.advance(LATER_S)
    rig.db.execute("update products set stage = 'created', sent_at = null")
    edit_and_be_cut_short(rig, name)

    done(rig)

    assert titles_and_states(rig) == [("A new title", "draft")]


def test_what_was_sent_off_as_a_draft_is_given_to_printify_again_when_it_is_to_be_live(rig: Rig) -> None:
    left_locked(rig)
    rig.sandbox.advance(LATER_S)

    done(rig, live=True)

    assert [each["visible"] for each in rig.sandbox.state()["products"]] == [True]


def test_what_went_live_stays_live_when_it_is_changed_and_costs_nothing_again(rig: Rig) -> None:
    (name,) = rig.add(1)
    done(rig, live=True)
    edit(rig, name, title="A new title")
    for live in (True, False):
        assert plan(rig.desk(), products=None, live=live).fees.amount == 0

    done(rig, live=False)

    assert titles_and_states(rig) == [("A new title", "active")]
    assert rig.sandbox.state()["fees_cents"] == 20


def test_what_is_on_sale_stays_so_when_a_change_of_it_was_cut_short_before_it_was_published(rig: Rig) -> None:
    (name,) = rig.add(1)
    done(rig, live=True)
    edit(rig, name, title="A new title")
    rig.sandbox.fault(PUBLISH, "status", status=403)
    report, _ = go(rig)
    assert report.left == 1
    assert plan(rig.desk(), products=None, live=False).fees.amount == 0

    done(rig)

    assert [each["visible"] for each in rig.sandbox.state()["products"]] == [True]
    assert titles_and_states(rig) == [("A new title", "active")]
    assert rig.sandbox.state()["fees_cents"] == 20


def test_a_live_publish_in_doubt_is_not_sent_again_by_a_run_for_drafts(rig: Rig) -> None:
    (name,) = rig.add(1)
    rig.sandbox.fault(PUBLISH, "lock_forever")
    go(rig, live=True)
    with rig.sandbox.printify() as printify:
        printify.post(
            f"/shops/5432/products/{rig.products.get(name).printify.product_id}/publishing_failed.json",
            json={"reason": "x"},
        )
    rig.db.execute("update products set seen_locked = 0")
    rig.sandbox.clear_calls()

    report, error = go(rig, live=False)

    assert error is not None
    assert PUBLISH not in rig.sandbox.counts(), report.troubles


def in_every_stage(rig: Rig) -> None:
    """Seven products: two new, and of the others each has come to another stage, or been changed there."""
    under_way = left_locked(rig)
    refused_there, edited, redesigned, listed, *_ = rig.add(6)
    rig.sandbox.fault(PUBLISH, "status", **refused(8150, "title: bad"))
    go(rig, refused_there, edited, redesigned, listed)
    rig.sandbox.advance(LATER_S)
    assert rig.products.get(under_way).state is ProductState.WAITING
    edit(rig, edited, title="A new title")
    (rig.home / "designs" / "other.png").write_bytes(picture(99))
    design = rig.products.get(redesigned).design_id
    rig.db.execute("update designs set file = 'other.png', sha256 = 'other' where id = ?", (design,))
    edit(rig, redesigned, alt="Another picture")
    rig.db.execute("update products set state = 'waiting' where id = ?", (refused_there,))
    rig.db.execute("update products set state = 'waiting', stage = 'published' where id = ?", (listed,))


@pytest.mark.parametrize("live", [False, True])
def test_the_plan_says_what_the_run_then_does(rig: Rig, live: bool) -> None:
    if live:
        rig.add(2)
    else:
        in_every_stage(rig)
    desk = rig.desk(parallel=1)
    planned = plan(desk, products=None, live=live)
    rig.sandbox.clear_calls()

    report, _ = publish(desk, products=None, live=live, command="publish")

    sent = {kind: sum(rig.sandbox.counts().get(route, {}).values()) for kind, route in KINDS.items()}
    assert {kind: planned.calls[kind] for kind in KINDS} == sent
    assert planned.total == report.published == (2 if live else 7)
    assert planned.fees.amount == rig.sandbox.state()["fees_cents"]
    assert planned.seconds == 0, "so few calls wait for nothing"


# Changed at Printify


def test_one_deleted_there_while_it_was_published_is_told_and_made_again_when_it_is_named(rig: Rig) -> None:
    name = left_locked(rig)
    rig.sandbox.advance(LATER_S)
    delete_at_printify(rig, name)

    report, error = go(rig)

    assert troubles(report) == [(name, "publish.deleted")]
    assert error is not None
    assert error.exit_status == 4
    assert done(rig, name).published == 1
    assert len(titles_and_states(rig)) == 1


def test_one_deleted_there_and_changed_here_is_made_again(rig: Rig) -> None:
    (name,) = rig.add(1)
    done(rig)
    delete_at_printify(rig, name)
    edit(rig, name, title="A new title")

    done(rig)

    assert titles_and_states(rig) == [("A new title", "draft")]


def test_one_whose_publish_another_printify_shop_heard_is_not_made_again_as_if_it_had_been_deleted(rig: Rig) -> None:
    name = left_locked(rig, live=True)
    rig.sandbox.advance(LATER_S)
    desk = replace(rig.desk(), shop_id=rig.sandbox.reconnect_printify())

    report, error = publish(desk, products=None, live=True, command="publish")

    assert troubles(report) == [(name, "publish.other_shop")]
    assert error is not None
    assert (error.exit_status, "5432" in error.plain()) == (7, True)
    again, _ = publish(desk, products=None, live=True, command="publish")
    assert (again.run, rig.sandbox.state()["fees_cents"]) == (None, 20)


def test_answers_that_say_nothing_do_not_keep_a_run_for_ever(rig: Rig) -> None:
    rig.add(1)
    rig.sandbox.fault(PAGES, "status", status=200, body="<html>Maintenance</html>", times=0)

    report, error = go(rig)

    assert error is not None
    assert (error.full_code, error.exit_status, report.waiting) == ("provider.bad_answer", 7, 1)


def test_nor_does_a_publish_that_is_refused_as_locked_again_and_again(rig: Rig) -> None:
    (name,) = rig.add(1)
    rig.sandbox.fault(PUBLISH, "status", times=0, **refused(8252, "Product is disabled for editing"))

    report, error = go(rig)

    assert troubles(report) == [(name, "printify.locked")]
    assert error is not None
    assert error.exit_status == 7


def test_another_print_provider_is_not_published_as_if_printify_had_taken_it(rig: Rig) -> None:
    (name,) = rig.add(1)
    done(rig)
    rig.sandbox.fault(ONE, "status", nth=2, status=200, body={"id": "x", "blueprint_id": 706, "print_provider_id": 99})
    edit(rig, name, title="A new title")
    rig.sandbox.clear_calls()

    report, error = go(rig)

    assert troubles(report) == [(name, "publish.other_blank")]
    assert error is not None
    assert error.exit_status == 2
    assert UPDATE not in rig.sandbox.counts()


def test_one_that_has_become_a_draft_does_not_keep_the_rest_of_its_run_back(rig: Rig) -> None:
    first, second = rig.add(2)
    rig.sandbox.fault(CREATE, "status", times=2, **refused(8150, "title: bad"))
    report, _ = go(rig)
    run = Runs(rig.db).get(report.run or "")
    edit(rig, first, price=None)

    again, error = resume(rig.desk(), run)

    assert (error, again.published) == (None, 1)
    assert (rig.products.get(first).state, rig.products.get(second).state) == ("draft", "published")
    with pytest.raises(Incomplete):
        resume(rig.desk(), run)


def test_artwork_that_printify_has_lost_is_sent_again_for_a_change_too(rig: Rig) -> None:
    (name,) = rig.add(1)
    done(rig)
    rig.sandbox.fault(UPDATE, "status", **refused(8253, "Provided images do not exist"))
    edit(rig, name, title="A new title")
    rig.sandbox.clear_calls()

    done(rig)

    assert rig.sandbox.counts()[UPLOAD] == {"200": 1}
    assert titles_and_states(rig) == [("A new title", "draft")]


def test_fresh_artwork_that_printify_does_not_know_yet_is_waited_for_in_a_change_too(rig: Rig) -> None:
    (name,) = rig.add(1)
    done(rig)
    rig.db.execute("delete from artwork")
    rig.sandbox.fault(UPDATE, "status", times=3, **refused(8253, "Provided images do not exist"))
    edit(rig, name, title="A new title")
    rig.sandbox.clear_calls()

    done(rig)

    assert rig.sandbox.counts()[UPLOAD] == {"200": 1}
    assert titles_and_states(rig) == [("A new title", "draft")]


# Gone from the disk, or never there


def test_a_design_that_is_gone_costs_its_own_product_and_no_other(rig: Rig) -> None:
    first, second = rig.add(2)
    rig.sandbox.fault(PUBLISH, "status", **refused(8150, "title: bad"))
    go(rig, first)
    Path(rig.artwork(rig.products.get(first).design_id or "").path).unlink()

    report, _ = go(rig, first, second)

    assert troubles(report) == [(first, "publish.file_missing")]
    assert rig.products.get(second).state is ProductState.PUBLISHED


class Fleeting:
    """A Preparer of designs that go right after they have been looked at; `name` is the product with such a one."""

    def __init__(self, inner: Preparer, name: str) -> None:
        self.inner, self.name = inner, name
        self.learn_costs = inner.learn_costs

    def prepare(self, job: Job) -> Prepared:
        prepared = self.inner.prepare(job)
        if job.product == self.name:
            Path(prepared.artwork.path).unlink()
        return prepared


def test_nor_does_one_that_goes_just_before_it_is_sent(rig: Rig) -> None:
    first, second = rig.add(2)
    desk = rig.desk(parallel=1)
    fleeting: Any = Fleeting(desk.preparer, first)

    report, _ = publish(replace(desk, preparer=fleeting), products=None, live=False, command="publish")

    assert troubles(report) == [(first, "publish.file_missing")]
    assert rig.products.get(second).state is ProductState.PUBLISHED


def test_what_is_in_the_shop_needs_its_design_no_more(rig: Rig) -> None:
    name = left_locked(rig)
    rig.sandbox.advance(LATER_S)
    Path(rig.artwork(rig.products.get(name).design_id or "").path).unlink()

    assert plan(rig.desk(), products=None, live=False).total == 1
    assert done(rig).published == 1


def test_a_blueprint_that_printify_does_not_have_is_asked_for_once_and_keeps_no_other_from_the_shop(rig: Rig) -> None:
    good, *bad = rig.add(3)
    for name in bad:
        edit(rig, name, blueprint_id=999_999)
    rig.sandbox.clear_calls()
    planned = plan(rig.desk(), products=None, live=True)
    assert (planned.total, planned.blocked, planned.fees.amount) == (1, 2, 20)
    assert rig.sandbox.counts()[VARIANTS] == {"200": 1, "404": 1}

    report, _ = go(rig)

    assert troubles(report) == [(name, "publish.blueprint") for name in bad]
    assert rig.products.get(good).state is ProductState.PUBLISHED
