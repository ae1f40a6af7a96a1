"""What the review page's server answers: the page, its pictures, and each mark once it is on the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import TypeVar

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from podpusher_cli.core.errors import PodpusherError
from podpusher_cli.core.reviewing import BadMark, ChangedMeanwhile, Mark, Marked, Standing

MOST_BODY = 16 * 1024
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Handling:
    """What is behind the page.

    `page` writes it for a nonce; `picture` draws a design on cloth of a colour, large or small, as a JPEG; `findings` are sentences
    on how a design will print. `picture` runs in `painter`, `findings` in `inspector`, the others in `writer`, one after the
    other. What they raise is shown as `told` words it, where it is ours, and told to `fault` where it is not. `done` is called
    at the seller's last word.
    """

    page: Callable[[str], str]
    picture: Callable[[str, str, bool], bytes]
    findings: Callable[[str], Sequence[str]]
    mark: Callable[[Mark], Marked]
    undo: Callable[[Marked], Standing]
    standings: Callable[[], Mapping[str, Standing]]
    told: Callable[[PodpusherError], str]
    fault: Callable[[Exception], None]
    done: Callable[[], None]
    writer: Executor
    painter: Executor
    inspector: Executor


def application(handling: Handling) -> Starlette:
    """The application, which is to stand behind a Gate."""

    async def page(_request: Request) -> Response:
        nonce = token_urlsafe(18)
        text = await _in(handling.writer, lambda: handling.page(nonce))
        return HTMLResponse(text, headers={"content-security-policy": _POLICY.format(nonce=nonce)})

    async def picture(request: Request) -> Response:
        told = request.path_params
        large = told["size"] == "large"
        drawn = await _in(handling.painter, lambda: handling.picture(told["design"], f"#{told['colour']}", large))
        return Response(drawn, media_type="image/jpeg", headers={"cache-control": "private, max-age=86400"})

    async def findings(request: Request) -> Response:
        return _json(await _in(handling.inspector, lambda: handling.findings(request.path_params["design"])))

    async def mark(request: Request) -> Response:
        asked = await _asked(request, Mark)
        return _json(await _in(handling.writer, lambda: handling.mark(asked)))

    async def undo(request: Request) -> Response:
        asked = await _asked(request, Marked)
        return _json(await _in(handling.writer, lambda: handling.undo(asked)))

    async def standings(_request: Request) -> Response:
        return _json(await _in(handling.writer, handling.standings))

    async def done(_request: Request) -> Response:
        handling.done()
        return JSONResponse({"done": True})

    def refused(_request: Request, error: Exception) -> Response:
        assert isinstance(error, PodpusherError)
        status = 409 if isinstance(error, ChangedMeanwhile) else 404 if error.exit_status == 4 else 400
        return JSONResponse({"error": handling.told(error)}, 500 if error.exit_status == 9 else status)

    def faulty(_request: Request, error: Exception) -> Response:
        handling.fault(error)
        return JSONResponse({"error": ""}, 500)

    app = Starlette(
        routes=[
            Route("/", page, methods=["GET"]),
            Route("/pictures/{design}/{colour}/{size}.jpg", picture, methods=["GET"]),
            Route("/findings/{design}", findings, methods=["GET"]),
            Route("/marks", mark, methods=["POST"]),
            Route("/undo", undo, methods=["POST"]),
            Route("/standings", standings, methods=["GET"]),
            Route("/done", done, methods=["POST"]),
        ],
        exception_handlers={PodpusherError: refused, HTTPException: _refusal},
    )
    app.router.redirect_slashes = False
    app.add_exception_handler(Exception, faulty)
    return app


async def _in(executor: Executor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(executor, work)


async def _asked(request: Request, kind: type[T]) -> T:
    """The body as a record. Raises BadMark, or HTTPException for one that is too long."""
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BODY:
                raise HTTPException(413, f"A mark has {MOST_BODY} bytes at most.")
    except ClientDisconnect as error:
        raise BadMark from error
    try:
        return msgspec.json.decode(bytes(body), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadMark from error


def _json(record: object) -> Response:
    return Response(msgspec.json.encode(record), media_type="application/json")


def _refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)
