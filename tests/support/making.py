"""A run against the sandbox's OpenAI in a process of its own, which dies where it is told to."""

from __future__ import annotations

from pathlib import Path

from podpusher_cli.core.generating import Wanted
from podpusher_cli.core.prompts import newest
from podpusher_cli.core.spending import IMAGE_RATES, TEXT_RATES, rates_of
from podpusher_cli.net.http import Http
from podpusher_cli.providers.openai.batches import OpenAIBatches
from podpusher_cli.providers.openai.texts import OpenAITexts
from podpusher_cli.providers.openai.wire import OpenAIWire
from podpusher_cli.providers.promptfiles import shipped
from podpusher_cli.store.batches import Batches
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
from podpusher_cli.workflows.generating import generate
from podpusher_cli.workflows.studio import Press
from tests.support.kill import Reaper, apart
from tests.support.openai import Small
from tests.support.studio import Workshop

IMAGE_MODEL, TEXT_MODEL = "gpt-image-2.5-flare", "gpt-5.5"


def workshop(home: Path, url: str, key: str, reaper: Reaper, *, parallel: int) -> Workshop:
    """A home whose models are the sandbox's, over real sockets, under the eyes of a reaper."""
    shop = Workshop(home, parallel=parallel)
    traffic = TrafficFile(home / "net.db", shop.clock)
    http = Http(
        clock=shop.clock, pace=SharedPace(traffic), breaker=SharedBreaker(traffic), announce=lambda _: None,
        user_agent="podpusher-tests/1", request_id="req-KILL", transport_wrap=reaper.wrap,
    )  # fmt: skip
    wire = OpenAIWire(http, url, key, dialect="openai", clock=shop.clock)
    prompts = shipped()
    shop.images = Small(
        wire, IMAGE_MODEL, prompt=newest(prompts, "design"), quality="low", rates=rates_of(IMAGE_MODEL, IMAGE_RATES), size="160x192"
    )  # fmt: skip
    shop.texts = OpenAITexts(
        wire, TEXT_MODEL, prompt=newest(prompts, "listing"), rates=rates_of(TEXT_MODEL, TEXT_RATES)
    )
    office = OpenAIBatches(http, url, key, dialect="openai")
    shop.press = Press(Batches(shop.db, home / "batches", shop.clock), office, shop.images, shop.texts)
    shop.db.set_trace_callback(reaper.statement)
    return shop


def make(home: Path, url: str, key: str, wanted: Wanted, parallel: int, kind: str | None, at: int) -> None:
    """Make everything, and fetch what went out in batches; the boundaries that were passed are counted in the home."""
    reaper = Reaper(kind, at)
    shop = workshop(home, url, key, reaper, parallel=parallel)
    while generate(shop.studio(), wanted)[0].come_back_at is not None:
        pass
    (home / "counts").write_text("\n".join(f"{name} {count}" for name, count in reaper.seen.items()))


def made_apart(
    home: Path, url: str, key: str, wanted: Wanted, *, parallel: int, kind: str | None = None, at: int = 0
) -> int:
    """`make` in a process of its own, and how that ended."""
    home.mkdir(parents=True, exist_ok=True)
    return apart(make, home, url, key, wanted, parallel, kind, at)


def counted(home: Path) -> dict[str, int]:
    """The boundaries that the last whole run in this home has passed."""
    return {name: int(count) for name, count in (line.split() for line in (home / "counts").read_text().splitlines())}
