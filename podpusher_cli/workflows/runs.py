"""Look back at runs."""

from __future__ import annotations

from podpusher_cli.core.publishing import ItemTrouble, MadeItem, Outcome, RunSheet
from podpusher_cli.store.generations import Generations
from podpusher_cli.store.products import Products
from podpusher_cli.store.publishing import Journal
from podpusher_cli.store.runs import Runs

_SHOWN = 100


def sheet(name: str, *, runs: Runs, journal: Journal, generations: Generations, products: Products) -> RunSheet:
    """One run with its items. Raises NoSuchRun."""
    run = runs.get(name)
    if generations.wanted(name) is None:
        return RunSheet(run, journal.listed(name), journal.troubles(name))
    items = generations.items(name)
    made = [products.get(product) for _, product in items.made[:_SHOWN]]
    return RunSheet(
        run,
        (),
        tuple(
            ItemTrouble(each.id, each.idea, each.trouble.code, each.trouble.message, each.trouble.hint, Outcome.FAILED)
            for each in items.failed
        ),
        tuple(MadeItem(each.id, each.title, each.design_id) for each in made),
    )
