"""The media library: content-addressed pictures (reference/printify.md, section 4.1)."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import msgspec

from podpusher_cli.sandbox import pictures
from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, answer_json, dumps
from podpusher_cli.sandbox.printify_errors import envelope, not_found, page, refusal
from podpusher_cli.sandbox.world import World

LARGEST_REQUEST = 40 * 1024 * 1024
_KINDS = {"image/png", "image/jpeg"}
_FIELDS = "id, file_name, width, height, size, mime, at, archived"


class _Upload(msgspec.Struct):
    file_name: str | None = None
    contents: bytes | None = None
    url: str | None = None


def stamp(at: float) -> str:
    """`2026-09-10 09:12:44`, UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _public(row: tuple[Any, ...]) -> dict[str, Any]:
    number, name, width, height, size, mime, at, _ = row
    return {
        "id": number,
        "file_name": name,
        "height": height,
        "width": width,
        "size": size,
        "mime_type": mime,
        "preview_url": f"https://pfy-prod-image-storage.example/{number}",
        "upload_time": stamp(at),
    }


class Uploads:
    """The routes below /uploads."""

    def __init__(self, world: World) -> None:
        self.world = world

    def endpoints(self) -> list[Endpoint]:
        """List, one, upload, archive."""
        return [
            Endpoint("GET", "/uploads.json", self._list),
            Endpoint("GET", "/uploads/{image}.json", self._one),
            Endpoint("POST", "/uploads/images.json", self._upload),
            Endpoint("POST", "/uploads/{image}/archive.json", self._archive),
        ]

    def _list(self, call: Call) -> Answer:
        number, limit = page(call, largest=100, default=10)
        total = self.world.row("select count(*) from uploads where not archived")[0]
        rows = self.world.rows(
            f"select {_FIELDS} from uploads where not archived order by at desc, id limit ? offset ?",
            limit,
            (number - 1) * limit,
        )
        return envelope([[dumps(_public(row)).encode()] for row in rows], number, limit, total)

    def _one(self, call: Call) -> Answer:
        row = self.world.row(f"select {_FIELDS} from uploads where id = ?", call.params["image"])
        return answer_json(200, _public(row)) if row else not_found(call)

    def _archive(self, call: Call) -> Answer:
        if not self.world.row("select 1 from uploads where id = ?", call.params["image"]):
            return not_found(call)
        self.world.run("update uploads set archived = 1 where id = ?", call.params["image"])
        return answer_json(200, {})

    def _upload(self, call: Call) -> Answer:
        if len(call.body) > LARGEST_REQUEST:
            return answer_json(413, {"error": "Payload too large", "request_id": call.request_id})
        try:
            asked = msgspec.json.decode(call.body, type=_Upload)
        except msgspec.ValidationError:
            raise refusal(8201, "error.file.wrong.format") from None
        except msgspec.DecodeError:
            raise refusal(8150, "The request body is not valid JSON.") from None
        if not asked.file_name:
            raise refusal(8150, "file_name: The file name field is required.")
        if asked.url is not None:
            raise refusal(
                10300, "cURL error 7: Failed to connect: the sandbox reaches no other machine", "Download failed."
            )
        if not asked.contents:
            raise refusal(8150, "contents: The contents field is required when url is not present.")
        return answer_json(200, self._keep(asked.file_name, asked.contents))

    def _keep(self, name: str, contents: bytes) -> dict[str, Any]:
        """The upload; the same bytes give the id and the time of the first one, whatever the name."""
        found = pictures.facts(contents)
        if not found or found[0] not in _KINDS:
            raise refusal(8201, "error.file.wrong.format")
        number = hashlib.sha256(contents).hexdigest()[:24]
        row = self.world.row(f"select {_FIELDS} from uploads where id = ?", number)
        if row is None:
            mime, width, height = found
            row = (number, name, width, height, len(contents), mime, self.world.now(), 0)
            self.world.run(f"insert into uploads ({_FIELDS}) values (?, ?, ?, ?, ?, ?, ?, ?)", *row)
        return _public(row)
