"""Etsy Open API v3: keys, tokens, limits, the official document, then the operation (reference/etsy.md)."""

from __future__ import annotations

import hashlib
import math
import uuid
from collections.abc import Callable, Sequence

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, Handler, Refuse, answer_json
from podpusher_cli.sandbox.etsy_account import Account
from podpusher_cli.sandbox.etsy_listings import Writes
from podpusher_cli.sandbox.etsy_market import market_page
from podpusher_cli.sandbox.etsy_oauth import OAuth
from podpusher_cli.sandbox.etsy_reads import Reads
from podpusher_cli.sandbox.etsy_spec import Checked, Operation, check, operations
from podpusher_cli.sandbox.etsy_violations import Violations
from podpusher_cli.sandbox.faults import Fault
from podpusher_cli.sandbox.world import World

_OPEN = ("/oauth/", "/v3/public/", "/market/")
_NO_SECRET = "Shared secret is required in x-api-key header."  # noqa: S105 - Etsy's sentence
_BAD_KEY = "Invalid API key: should be in the format 'keystring:shared_secret'."
_TEXTS = {404: "Resource not found", 500: "Server Error", 429: "Exceeded per second rate limit"}
# Not in the document's PATCH, yet taken without a word and without effect (section 6.1).
_SILENT = frozenset(
    {"price", "quantity", "processing_min", "processing_max", "readiness_state_id", "styles", "is_customizable"}
)


class Etsy:
    """One seller's account and shop, and the public market around it."""

    name = "etsy"
    prefix = "/etsy"

    def __init__(self, world: World, settle: Callable[[], None]) -> None:
        """`settle` ends the publishes whose time has come, so that a look at Etsy finds them."""
        self.world = world
        self._settle = settle
        self.oauth = OAuth(world)
        self._violations = Violations(world.folder)
        self._handlers = Reads(world).handlers() | Writes(world).handlers() | Account(world, self.oauth).handlers()

    def endpoints(self) -> Sequence[Endpoint]:
        """OAuth, and every operation of the document."""
        made = [Endpoint(method, path, self._operate) for method, path in operations()]
        # Fixed paths go before those with places: /listings/active before /listings/{listing_id}.
        return [
            *self.oauth.endpoints(),
            Endpoint("GET", "/market/{word}", market_page),
            *sorted(made, key=lambda endpoint: endpoint.template.count("{")),
        ]

    def respond(self, call: Call, handler: Handler | None) -> Answer:
        """Etsy's order: key, route, token, limits, document, operation."""
        call.request_id = str(uuid.uuid4())
        if call.path.startswith(_OPEN) and handler:
            return self._stamped(call, handler(call))
        operation = operations().get((call.method, call.template))
        try:
            checked = self._checked(call, operation)
            self._check_key(call)
            if operation is None or checked is None:
                raise _refuse(404, _TEXTS[404])
            self._check_token(call, operation)
            self._check_limits(call)
            self._refuse_invalid(operation, checked)
            self._settle()
            answer = self._handlers[operation.id](call, checked)
        except Refuse as refusal:
            answer = refusal.answer
        return self._stamped(call, answer)

    def error(self, call: Call, status: int, fault: Fault) -> Answer:
        """An error a fault asked for, in Etsy's shapes."""
        call.request_id = call.request_id or str(uuid.uuid4())
        # A call that was applied has been looked at.
        if fault.kind != "applied_status" and not call.path.startswith(_OPEN):
            self._checked(call, operations().get((call.method, call.template)))
        body = fault.body
        if body is None:
            text = "Exceeded daily rate limit" if fault.daily else _TEXTS.get(status, "Bad request")
            body = {"error": text}
        answer = Answer(status, body.encode(), kind="text/html") if isinstance(body, str) else answer_json(status, body)
        answer.headers |= fault.headers
        if fault.retry_after is not None:
            answer.headers["retry-after"] = f"{fault.retry_after:g}"
        if fault.kind == "rate_limit":
            answer.headers["x-remaining-today" if fault.daily else "x-remaining-this-second"] = "0"
        return self._stamped(call, answer)

    def _operate(self, call: Call) -> Answer:
        raise NotImplementedError(call.template)  # operations are run by their id, in `respond`

    def _checked(self, call: Call, operation: Operation | None) -> Checked | None:
        """The request by the document; what it does not allow is written down whatever the answer."""
        if operation is None:
            call.violations.append(f"no operation {call.method} {call.path}")
            self._violations.keep(call)
            return None
        checked = check(operation, call)
        call.violations += [problem.text() for problem in checked.problems]
        if call.violations:
            self._violations.keep(call)
        if operation.id == "updateListing":
            checked.problems = [p for p in checked.problems if p.path[1:] not in _SILENT]
        return checked

    def _check_key(self, call: Call) -> None:
        key = call.headers.get("x-api-key", "")
        keystring, colon, secret = key.partition(":")
        if key and not colon:
            raise _refuse(403, _NO_SECRET)
        if not keystring or not secret or ":" in secret:
            raise _refuse(403, _BAD_KEY)
        if (keystring, secret) != (accounts.ETSY_KEYSTRING, accounts.ETSY_SECRET):
            raise _refuse(403, "Invalid API key")
        call.account = f"etsy:{keystring}"

    def _check_token(self, call: Call, operation: Operation) -> None:
        kind, _, token = call.headers.get("authorization", "").partition(" ")
        needed = " ".join(operation.scopes)
        absent = _refuse(401, f"Access token is required for this request (requires scope: {needed}).")
        if not token or kind != "Bearer":
            if needed:
                raise absent
            return
        found = self.oauth.holder(token)
        if found is None:
            raise _refuse(401, "invalid_token", "access token is not valid")
        if not found[1]:
            raise _refuse(401, "invalid_token", "access token is expired")
        if any(scope not in found[0].split() for scope in operation.scopes):
            raise absent
        call.account, call.scope = f"etsy:token:{hashlib.sha256(token.encode()).hexdigest()[:12]}", found[0]

    def _check_limits(self, call: Call) -> None:
        settings = self.world.settings
        if not settings.limits:
            return
        for name, text in (("etsy.second", _TEXTS[429]), ("etsy.day", "Exceeded daily rate limit")):
            calls, seconds = settings.windows[name]
            wait = self.world.windows.wait(call.account, name, calls, seconds)
            if wait:
                answer = answer_json(429, {"error": text})
                if name == "etsy.day" or settings.retry_after_header:
                    answer.headers["retry-after"] = str(86_400 if name == "etsy.day" else math.ceil(wait))
                raise Refuse(answer)
        self.world.windows.count(call.account, "etsy.second", "etsy.day")

    def _refuse_invalid(self, operation: Operation, checked: Checked) -> None:
        if not checked.problems:
            return
        if operation.id == "createDraftListing":
            listed = [{"path": p.path, "type": p.kind, "message": p.message} for p in checked.problems]
            raise Refuse(answer_json(400, listed))
        raise _refuse(400, f"There was a problem with {checked.problems[0].text()}")

    def _stamped(self, call: Call, answer: Answer) -> Answer:
        """The request's id, and the four headers that say what is left."""
        answer.headers.setdefault("x-etsy-request-uuid", call.request_id)
        for name, total, left in (
            ("etsy.second", "x-limit-per-second", "x-remaining-this-second"),
            ("etsy.day", "x-limit-per-day", "x-remaining-today"),
        ):
            calls, seconds = self.world.settings.windows[name]
            used = self.world.windows.used(call.account, name, seconds)
            answer.headers.setdefault(total, str(calls))
            answer.headers.setdefault(left, str(max(0, calls - used)))
        return answer


def _refuse(status: int, error: str, description: str | None = None) -> Refuse:
    body = {"error": error} if description is None else {"error": error, "error_description": description}
    return Refuse(answer_json(status, body))
