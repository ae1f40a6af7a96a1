"""Printify v1: who may call, the published limits, the error shapes, and every route (reference/printify.md)."""

from __future__ import annotations

from collections.abc import Sequence

from podpusher_cli.sandbox import accounts, catalog
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Handler, Refuse, answer_json
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.printify_errors import envelope, not_found, page
from podpusher_cli.sandbox.printify_oauth import Tokens
from podpusher_cli.sandbox.printify_products import Products
from podpusher_cli.sandbox.printify_publish import Publishing
from podpusher_cli.sandbox.printify_shops import disconnect, shops
from podpusher_cli.sandbox.printify_uploads import Uploads
from podpusher_cli.sandbox.world import World

_ACCOUNT = f"printify:{accounts.PRINTIFY_USER}"
_OPEN = "/app/oauth/"
_GATEWAY = frozenset({502, 503, 504})
_TEXTS = {401: "Unauthenticated", 403: "Forbidden", 404: "Not found", 429: "Too many requests", 500: "Server Error"}


def scope_for(call: Call) -> str | None:
    """What a token must be ticked for (section 2.1); None where nobody has said."""
    read_or_write = "read" if call.method == "GET" else "write"
    if call.path == "/shops.json":
        return "shops.read"
    if call.path.startswith("/catalog/"):
        return "print_providers.read" if "/print_providers" in call.path else "catalog.read"
    if call.path.startswith("/uploads"):
        return f"uploads.{read_or_write}"
    noun = call.template.removeprefix("/shops/{shop}/").partition("/")[0].removesuffix(".json")
    return f"{noun}.{read_or_write}" if noun in {"products", "orders"} else None


class Printify:
    """One merchant account with its shops."""

    name = "printify"
    prefix = "/printify/v1"

    def __init__(self, world: World) -> None:
        self.world = world
        self.publishing = Publishing(world)
        self.products = Products(world, self.publishing)
        self.uploads = Uploads(world)
        self.tokens = Tokens(world)

    def endpoints(self) -> Sequence[Endpoint]:
        """Every route there is."""
        blueprint = "/catalog/blueprints/{blueprint}"
        made = blueprint + "/print_providers/{provider}"
        return [
            Endpoint("GET", "/shops.json", self._shops),
            Endpoint("DELETE", "/shops/{shop}/connection.json", self._disconnect),
            Endpoint("GET", "/catalog/blueprints.json", lambda _: answer_json(200, catalog.blueprints())),
            Endpoint("GET", blueprint + ".json", self._blueprint),
            Endpoint("GET", blueprint + "/print_providers.json", self._blueprint_providers),
            Endpoint("GET", made + "/variants.json", self._variants),
            Endpoint("GET", made + "/shipping.json", self._shipping),
            Endpoint("GET", "/catalog/print_providers.json", lambda _: answer_json(200, catalog.print_providers())),
            Endpoint("GET", "/catalog/print_providers/{provider}.json", self._print_provider),
            Endpoint("GET", "/shops/{shop}/orders.json", self._orders),
            *self.tokens.endpoints(),
            *self.uploads.endpoints(),
            *self.products.endpoints(),
            *self.publishing.endpoints(),
        ]

    def respond(self, call: Call, handler: Handler | None) -> Answer:
        """Token, User-Agent and limits first, then the route."""
        if not call.headers.get("user-agent"):
            return self._plain(call, 403, "A User-Agent header is required")
        if call.path.startswith(_OPEN) and handler:
            return self._headers(call, handler(call))
        held = self._scopes(call.headers.get("authorization", ""))
        if held is None:
            return self._plain(call, 401, _TEXTS[401])
        call.account = _ACCOUNT
        refused = self._limit(call)
        if refused:
            return refused
        if scope_for(call) not in {None, *held}:
            return self._headers(call, self._plain(call, 403, _TEXTS[403]))
        if handler is None:
            return self._headers(call, not_found(call))
        try:
            self._reachable(call)
            self.publishing.settle()
            return self._headers(call, handler(call))
        except Refuse as refusal:
            return self._headers(call, refusal.answer)

    def error(self, call: Call, status: int, fault: Fault) -> Answer:
        """An error a fault asked for, in Printify's shapes."""
        headers = dict(fault.headers)
        if fault.retry_after is not None:
            headers["retry-after"] = f"{fault.retry_after:g}"
        if fault.body is not None:
            body = fault.body
            answer = (
                Answer(status, body.encode(), kind="text/html") if isinstance(body, str) else answer_json(status, body)
            )
        elif status in _GATEWAY:
            answer = Answer(status, b"<html><body><h1>Bad Gateway</h1></body></html>", kind="text/html")
        else:
            answer = self._plain(call, status, _TEXTS.get(status, "Bad request"))
        answer.headers |= headers
        return self._headers(call, answer)

    def _plain(self, call: Call, status: int, text: str) -> Answer:
        return answer_json(status, {"error": text, "request_id": call.request_id})

    def _scopes(self, authorization: str) -> Sequence[str] | None:
        """What the token may do; None for one that is unknown or over."""
        kind, _, token = authorization.partition(" ")
        personal = token in {self.world.printify_token, self.world.printify_limited_token}
        if kind != "Bearer" or not (personal or self.tokens.opens(token)):
            return None
        claims = accounts.token_claims(token)
        scopes: Sequence[str] = claims["scopes"]
        return scopes if not personal or claims["exp"] > self.world.now() else None

    def _group(self, call: Call) -> str:
        if call.path.startswith("/catalog/"):
            return "printify.catalog"
        return "printify.publish" if call.path.endswith("/publish.json") else "printify.global"

    def _headers(self, call: Call, answer: Answer) -> Answer:
        answer.headers.setdefault("x-ratelimit-limit", str(self.world.settings.windows[self._group(call)][0]))
        return answer

    def _limit(self, call: Call) -> Answer | None:
        settings = self.world.settings
        if not settings.limits:
            return None
        names = list(dict.fromkeys(("printify.global", self._group(call))))
        wait = max(self.world.windows.wait(call.account, name, *settings.windows[name]) for name in names)
        if wait:
            answer = self._plain(call, 429, _TEXTS[429])
            if settings.retry_after_header:
                answer.headers["retry-after"] = str(int(wait) + 1)
            return self._headers(call, answer)
        self.world.windows.count(call.account, *names)
        return None

    def _reachable(self, call: Call) -> None:
        """A shop that this token does not see answers 401 with an empty object."""
        shop = call.params.get("shop")
        if shop is not None and (not shop.isdigit() or int(shop) not in shops(self.world)):
            raise Refuse(answer_json(401, {}))

    def _shops(self, _call: Call) -> Answer:
        found = shops(self.world).items()
        return answer_json(
            200, [{"id": number, "title": title, "sales_channel": channel} for number, (title, channel) in found]
        )

    def _disconnect(self, call: Call) -> Answer:
        disconnect(self.world, int(call.params["shop"]))
        return answer_json(200, {})

    def _orders(self, call: Call) -> Answer:
        """Nobody orders anything here."""
        number, limit = page(call, largest=10, default=10)
        return envelope([], number, limit, 0)

    def _blueprint(self, call: Call) -> Answer:
        found = [item for item in catalog.blueprints() if str(item["id"]) == call.params["blueprint"]]
        return answer_json(200, found[0]) if found else not_found(call)

    def _blueprint_providers(self, call: Call) -> Answer:
        number = call.params["blueprint"]
        found = catalog.blueprint_providers(int(number)) if number.isdigit() else None
        return not_found(call) if found is None else answer_json(200, found)

    def _matrix(self, call: Call) -> catalog.Matrix:
        blueprint, provider = call.params["blueprint"], call.params["provider"]
        found = catalog.matrix(int(blueprint), int(provider)) if blueprint.isdigit() and provider.isdigit() else None
        if found is None:
            raise Refuse(not_found(call))
        return found

    def _variants(self, call: Call) -> Answer:
        found = self._matrix(call)
        every = dict(call.pairs()).get("show-out-of-stock") == "1"
        return Answer(200, found.every_json if every else found.in_stock_json)

    def _shipping(self, call: Call) -> Answer:
        return Answer(200, self._matrix(call).shipping_json)

    def _print_provider(self, call: Call) -> Answer:
        found = [item for item in catalog.print_providers() if str(item["id"]) == call.params["provider"]]
        return answer_json(200, found[0]) if found else not_found(call)
