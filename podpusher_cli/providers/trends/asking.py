"""One question to a source, and by what the engine knows it again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from podpusher_cli.core.http import Request
from podpusher_cli.core.trend_routes import Credential, Params, Route


@dataclass(frozen=True)
class Asked:
    """One question to a source: the request that is sent first, and all that the answer depends on."""

    route: Route
    request: Request
    params: Params
    credential: Credential | None = None

    @cached_property
    def key(self) -> str:
        """The same for the same question by the same account."""
        import msgspec

        request, params = self.request, self.params
        told = [
            request.url, dict(request.params), request.json, params.region, dict(params.options), params.tag,
            params.category, params.limit, params.page, self.credential.account if self.credential else "",
        ]  # fmt: skip
        return f"trends:{self.route.id}:{msgspec.json.encode(told, order='sorted').decode()}"

    @property
    def rest_key(self) -> str:
        """The route at its host, and whose session it is: a new one has met no wall yet."""
        account = f"#{self.credential.account}" if self.credential else ""
        return f"{self.route.id}@{host_of(self.request)}{account}"


def host_of(request: Request) -> str:
    """Where the request goes: host and port."""
    return urlsplit(request.url).netloc
