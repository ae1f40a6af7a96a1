"""What a source of trends is: its routes as data, what they are asked and answer (reference/trend-sources.md, section 10)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from podpusher_cli.core.http import Limit, Request, Response, Service
from podpusher_cli.core.money import Money
from podpusher_cli.core.outcomes import Outcome, OutcomeKind
from podpusher_cli.core.trends import Kind, Scale, Tier


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a source's list as a parser reads it. What the source does not say is None, and zero is zero.

    `rank` is 1-based in the source's own order. `extra` holds everything beyond the common fields, as JSON values. An
    empty keyword stands for the tag that was asked for.
    """

    keyword: str
    kind: Kind
    category: str | None = None
    metric_name: str | None = None
    metric_value: int | None = None
    metric_scale: Scale = Scale.NONE
    rank: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a parser makes of a response: no rows when the list was there and empty.

    `limited`: `login_for_more` when a visitor without an account is shown less. `has_more`: there is another page.
    `warnings`: what the source said beside its rows. `derived`: rows that are no list of the source's, but worked out of it.
    `kept`: the file that holds an answer in which something is gone.
    """

    rows: tuple[Row, ...]
    limited: str | None = None
    has_more: bool = False
    warnings: tuple[str, ...] = ()
    derived: tuple[Row, ...] = ()
    kept: str | None = None

    @property
    def numberless(self) -> bool:
        """Whether no row has a number; one row alone says nothing."""
        return len(self.rows) > 1 and all(row.metric_value is None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Params:
    """What a route is asked: a region in the source's own code, and one of the route's `sweep`.

    `tag`: the word to measure, of a seeded route. `category`: as the seller named it. `limit`: no more rows are of use.
    `page` counts from 1.
    """

    region: str
    options: Mapping[str, Any] = field(default_factory=dict)
    tag: str | None = None
    category: str | None = None
    limit: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, repr=False)
class Credential:
    """The seller's own key or session at a source. `name` is what a route needs: `key:etsy`, `session:tiktok`.

    `values`: a key's parts (`token` and what belongs to it), or a session's cookies by their names. `account` tells one
    from another and gives nothing away.
    """

    name: str
    values: Mapping[str, str]
    account: str = ""

    @property
    def cookies(self) -> str:
        """A session's cookies, as the header that sends them."""
        return "; ".join(f"{name}={value}" for name, value in self.values.items())


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of a wall: `where` it stands and `what` it is.

    `path`: a piece of the final address's path; `selector`: a CSS selector; `text`: lower-case words on the page;
    `title`: the page's title; `header`: a header, its value in `value`; `json`: a field,
    dots between the names that lead to it, its value in `value`.
    With `rowless` it counts only when no rows were found.
    """

    outcome: type[Outcome]
    where: Literal["path", "selector", "text", "title", "header", "json"]
    what: str
    value: str = ""
    rowless: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One way to a source's list: data and pure functions, so that a recorded answer is enough to mend it.

    `needs`: `none`, `key:NAME` or `session:NAME`; the route is passed over without it. `uses`: likewise, but only put to
    use where it is there. `sign` puts it on a request. `sweep`: the options of each request of one reading, in order;
    `pages`: how many of each list are read while there are more; `seeded`: all that once for each tag the seller names.
    Times in seconds: `min_interval_s` between requests to the host, `cache_ttl_s` that an answer is good for, `rest_s`
    that the route is left alone after it was blocked, `rests` after other outcomes. `tags`: how many different tags may
    be asked for. `service`: whose budget the calls count against, where other calls share it. `store`: whether rows may
    be kept beyond the cache. `regions`: a pattern of the regions it serves, where those are not all of its source's.
    `by_name`: it is asked only when it is named. `dead_end`: it led somewhere once; what it answers is known, and nobody is
    asked but a host that stands in. `spare`: the share of the last limit's calls that is left to others. `price`: of a request,
    where the source bills it. `robots`: a page for people, read only where the site's robots.txt lets programs read it.
    `counted`: rows have numbers as a rule; where none has one any more, the source has changed its fields.
    `also`: its first step by name, or retired lists that it still reads.

    `build` makes the request, or the address of a page for the browser; `follow` a second one that the first answer
    leads to, or None when that holds the rows itself; `parse` reads the answer or raises an Outcome. In the browser that
    is the page's own call for data whose address has `answers` in it, or the page when there was none; `ready` is a
    selector that stands on it once there are rows.
    """

    id: str
    tier: Tier
    build: Callable[[Params], Request]
    parse: Callable[[Response], Answer]
    wants: Literal["json", "html"] = "json"
    needs: str = "none"
    marks: tuple[Mark, ...] = ()
    sweep: tuple[Mapping[str, Any], ...] = ({},)
    min_interval_s: float = 2.0
    sweep_max: int = 60
    daily_max: int = 200
    cache_ttl_s: float = 300.0
    rest_s: float = 6 * 3600.0
    uses: str = "none"
    sign: Callable[[Request, Credential], Request] | None = None
    follow: Callable[[Response, Params], Request | None] | None = None
    seeded: bool = False
    pages: int = 1
    store: Literal["history", "cache_only"] = "history"
    answers: str | None = None
    ready: str | None = None
    rests: Mapping[OutcomeKind, float] = field(default_factory=dict)
    tags: Limit | None = None
    service: Service | None = None
    regions: str = ""
    by_name: bool = False
    dead_end: bool = False
    spare: float = 0.0
    price: Money | None = None
    robots: bool = False
    counted: bool = False
    also: tuple[str, ...] = ()

    @property
    def official(self) -> bool:
        """Whether the source offers this to programs."""
        return self.tier is Tier.API

    def serves(self, region: str) -> bool:
        """Whether the route has a list for the region."""
        return not self.regions or re.fullmatch(self.regions, region) is not None


@dataclass(frozen=True, slots=True)
class Source:
    """A site with trends. `terms` is its rule on programs in a line; `routes` stand in the order they are tried.

    `regions_like`: a pattern of further regions.
    """

    name: str
    title: str
    terms: str
    regions: tuple[str, ...]
    routes: tuple[Route, ...]
    regions_like: str = ""

    def region(self, typed: str) -> str | None:
        """The source's own code for a region, however it is typed; None when it has no such region.

        A country that it has only together with others (`GB+IE`) is that.
        """
        wanted = typed.strip().casefold()
        own = next((each for each in self.regions if each.casefold() == wanted), None)
        own = own or next((each for each in self.regions if wanted in each.casefold().split("+")), None)
        return own or (wanted if self.regions_like and re.fullmatch(self.regions_like, wanted) else None)

    def asked(self, name: str | None) -> tuple[Route, ...]:
        """The routes of one reading: the one that is named, or all that need no naming."""
        if name is not None:
            return tuple(route for route in self.routes if name in {route.id, *route.also})
        return tuple(route for route in self.routes if not (route.by_name or route.dead_end))
