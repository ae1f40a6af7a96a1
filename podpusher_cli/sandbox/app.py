"""The application: the front door, the providers behind it, and the sandbox's own controls."""

from __future__ import annotations

from podpusher_cli.sandbox.admin import Admin
from podpusher_cli.sandbox.answers import Answer, Service, answer_json
from podpusher_cli.sandbox.etsy import Etsy
from podpusher_cli.sandbox.exchange import Exchange
from podpusher_cli.sandbox.openai import OpenAI
from podpusher_cli.sandbox.printify import Printify
from podpusher_cli.sandbox.printify_oauth import Site
from podpusher_cli.sandbox.stripe import Stripe
from podpusher_cli.sandbox.stripe_control import StripeControl
from podpusher_cli.sandbox.trends import Trends
from podpusher_cli.sandbox.wire import Gone, Receive, Scope, Send, read_body, send_answer
from podpusher_cli.sandbox.world import World

ADMIN = "/_sandbox"
_BARE = "/v1/"  # Stripe's own CLI keeps the host of its base address and drops the path
_NOTHING = b"There is nothing here. The services are below /etsy, /printify, /stripe, /openai and /trends.\n"


def _is_loopback(host: str) -> bool:
    name = host[1:].split("]", maxsplit=1)[0] if host.startswith("[") else host.rsplit(":", 1)[0]
    return name in {"localhost", "127.0.0.1", "::1"}


class App:
    """The ASGI application. A name that is not this machine's is turned away, and so is any page that would drive it."""

    def __init__(self, world: World) -> None:
        printify = Printify(world)
        settle = printify.publishing.settle
        etsy = Etsy(world, settle)
        stripe = Stripe(world)
        # The API stands below the site's path, and so before it.
        services: list[Service] = [printify, Site(world), etsy, OpenAI(world), stripe, Trends(world)]
        self.exchange = Exchange(world, services)
        self.admin = Admin(world, self.exchange, settle, StripeControl(world, stripe))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request to whom it is for."""
        if scope["type"] != "http":
            return
        headers = dict(scope["headers"])
        path: str = scope["path"]
        if not _is_loopback(headers.get(b"host", b"").decode("latin-1")):
            await send_answer(answer_json(421, {"error": "the sandbox answers to names of this machine only"}), send)
        elif path.startswith(ADMIN + "/"):
            await self._control(scope, receive, send, from_page=b"origin" in headers)
        elif path == "/" and scope["method"] in {"GET", "HEAD"}:
            await send_answer(self.admin.front(), send)
        elif path.startswith(_BARE):
            await self.exchange({**scope, "path": Stripe.prefix + path}, receive, send)
        elif self.exchange.knows(path):
            await self.exchange(scope, receive, send)
        else:
            await send_answer(Answer(404, _NOTHING, kind="text/plain"), send)

    async def _control(self, scope: Scope, receive: Receive, send: Send, *, from_page: bool) -> None:
        try:
            body = await read_body(receive)
        except Gone:
            return
        if from_page:
            await send_answer(answer_json(403, {"error": "no web page may drive the sandbox"}), send)
            return
        query = scope["query_string"].decode("ascii", "replace")
        path = scope["path"][len(ADMIN) :]
        await send_answer(await self.admin.respond(scope["method"], path, query, body), send)
