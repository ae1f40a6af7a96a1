"""Who may see the review page: whoever has its address, from this machine, and from no other page."""

from __future__ import annotations

from secrets import compare_digest

from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY_HEADER = "x-podpusher-key"
_OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")
_FIXED = {
    b"cache-control": b"no-store",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"x-frame-options": b"DENY",
}


class Gate:
    """Lets pass what comes under `/TOKEN/`. Whatever changes something needs `key` besides, and this page as its origin.

    `/TICKET/` leads there, once. 421 for a Host that is not this machine at this port, 403 for all else that is refused.
    """

    def __init__(self, inner: ASGIApp, *, port: int, token: str, ticket: str, key: str) -> None:
        self._inner = inner
        self._hosts = {f"{name}:{port}" for name in _OWN_NAMES}
        self._token = token
        self._ticket: str | None = ticket
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", [])
                named = {name for name, _ in given}
                message["headers"] = [*given, *((name, value) for name, value in _FIXED.items() if name not in named)]
            await send(message)

        answer = self._answer(scope)
        if answer is None:
            _, _, path = scope["path"].removeprefix("/").partition("/")
            scope = {**scope, "path": f"/{path}", "raw_path": f"/{path}".encode()}
        await (answer or self._inner)(scope, receive, told)

    def _answer(self, scope: Scope) -> ASGIApp | None:
        """The answer to what must not come in, and to a ticket; None for the rest."""
        headers: list[tuple[bytes, bytes]] = scope["headers"]
        hosts = _values(headers, b"host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return JSONResponse({"error": "Only names of this machine are answered to."}, 421)
        if not set(_values(headers, b"sec-fetch-site")) <= {"same-origin", "none"}:
            return _forbidden("Another page asks for this.")
        token, slash, _ = scope["path"].removeprefix("/").partition("/")
        if scope["method"] == "GET" and self._redeemed(token):
            return RedirectResponse(f"/{self._token}/", 303)
        if not slash or not compare_digest(token.encode(), self._token.encode()):
            return _forbidden("The address is not complete.")
        if scope["method"] in {"GET", "HEAD"}:
            return None
        keys = _values(headers, KEY_HEADER.encode())
        ours = _values(headers, b"origin") == [f"http://{hosts[0]}"]
        if not ours or len(keys) != 1 or not compare_digest(keys[0].encode(), self._key.encode()):
            return _forbidden("Only the review page itself may do this.")
        return None

    def _redeemed(self, word: str) -> bool:
        """Whether this is the ticket, which is used up then."""
        if self._ticket is None or not compare_digest(word.encode(), self._ticket.encode()):
            return False
        self._ticket = None
        return True


def _forbidden(why: str) -> JSONResponse:
    return JSONResponse({"error": why}, 403)


def _values(headers: list[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1") for known, value in headers if known == name]
