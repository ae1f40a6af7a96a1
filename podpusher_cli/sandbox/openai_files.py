"""OpenAI's files: what is uploaded for a batch, and what a batch leaves (reference/openai.md, section 3)."""

from __future__ import annotations

import secrets
from typing import Any

from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, answer_json, dumps, loads
from podpusher_cli.sandbox.multipart import parts
from podpusher_cli.sandbox.openai_errors import BadBody, Denied
from podpusher_cli.sandbox.world import World

LARGEST = 200 * 1024 * 1024
_PURPOSES = ("assistants", "batch", "fine-tune", "vision", "user_data", "evals")
_FIELDS = frozenset({"purpose", "expires_after[anchor]", "expires_after[seconds]"})
_KEPT_S = 30 * 86_400  # files of batches expire by themselves
_SHORTEST_S, _LONGEST_S = 3_600, 2_592_000


class Files:
    """The organisation's files."""

    def __init__(self, world: World) -> None:
        self._world = world

    def endpoints(self) -> list[Endpoint]:
        """What a batch needs."""
        return [
            Endpoint("POST", "/v1/files", self._upload),
            Endpoint("GET", "/v1/files", self._list),
            Endpoint("GET", "/v1/files/{file_id}", self._get),
            Endpoint("GET", "/v1/files/{file_id}/content", self._content),
            Endpoint("DELETE", "/v1/files/{file_id}", self._delete),
        ]

    def keep(self, name: str, purpose: str, content: bytes, kept_s: int = _KEPT_S) -> dict[str, Any]:
        """A new file."""
        now = int(self._world.now())
        doc = {
            "id": f"file-{secrets.token_hex(12)}", "object": "file", "bytes": len(content), "created_at": now,
            "expires_at": now + kept_s, "filename": name, "purpose": purpose, "status": "processed",
        }  # fmt: skip
        self._world.run(
            "insert into openai_files (id, doc, content, expires) values (?, ?, ?, ?)",
            doc["id"], dumps(doc), content, doc["expires_at"],
        )  # fmt: skip
        return doc

    def find(self, number: str) -> tuple[dict[str, Any], bytes] | None:
        """A file that has not expired, and what is in it."""
        row = self._world.row(
            "select doc, content from openai_files where id = ? and expires > ?", number, self._world.now()
        )
        return (loads(row[0]), row[1]) if row else None

    def _found(self, call: Call) -> tuple[dict[str, Any], bytes]:
        number = call.params["file_id"]
        found = self.find(number)
        if found is None:
            raise Denied(404, "invalid_request_error", None, f"No such File object: {number}", param="id")
        return found

    def _upload(self, call: Call) -> Answer:
        pairs, files = parts(call.body, call.headers.get("content-type", ""))
        fields = dict(pairs)
        unknown = sorted((fields.keys() - _FIELDS) | (files.keys() - {"file"}))
        if unknown:
            raise BadBody("unknown_parameter", f"Unknown parameter: '{unknown[0]}'.", unknown[0])
        for name, there in (("file", "file" in files), ("purpose", "purpose" in fields)):
            if not there:
                raise BadBody("missing_required_parameter", f"Missing required parameter: '{name}'.", name)
        if fields["purpose"] not in _PURPOSES:
            raise BadBody("invalid_value", f"Invalid value for 'purpose': '{fields['purpose']}'.", "purpose")
        name, content = files["file"]
        if fields["purpose"] == "batch" and (not name.endswith(".jsonl") or len(content) > LARGEST):
            raise BadBody("invalid_value", "A file for a batch is .jsonl and has at most 200 MB.", "file")
        return answer_json(200, self.keep(name, fields["purpose"], content, _lifetime(fields)))

    def _list(self, call: Call) -> Answer:
        asked = dict(call.pairs())
        rows = [loads(doc) for (doc,) in self._world.rows(
            "select doc from openai_files where expires > ? order by seq desc", self._world.now()
        )]  # fmt: skip
        if "purpose" in asked:
            rows = [row for row in rows if row["purpose"] == asked["purpose"]]
        if asked.get("order") == "asc":
            rows.reverse()
        return answer_json(200, page(rows, asked, most=10_000, default=10_000))

    def _get(self, call: Call) -> Answer:
        return answer_json(200, self._found(call)[0])

    def _content(self, call: Call) -> Answer:
        return Answer(200, self._found(call)[1], kind="application/octet-stream")

    def _delete(self, call: Call) -> Answer:
        doc, _ = self._found(call)
        self._world.run("delete from openai_files where id = ?", doc["id"])
        return answer_json(200, {"id": doc["id"], "object": "file", "deleted": True})


def _lifetime(fields: dict[str, str]) -> int:
    """`expires_after`: both halves or none."""
    said = {name: fields[name] for name in _FIELDS - {"purpose"} if name in fields}
    if not said:
        return _KEPT_S
    seconds = said.get("expires_after[seconds]", "")
    if said.get("expires_after[anchor]") != "created_at" or not seconds.isdecimal():
        raise BadBody("invalid_value", "Invalid value for 'expires_after'.", "expires_after")
    if not _SHORTEST_S <= int(seconds) <= _LONGEST_S:
        raise BadBody("invalid_value", "Invalid value for 'expires_after.seconds'.", "expires_after.seconds")
    return int(seconds)


def page(rows: list[dict[str, Any]], asked: dict[str, str], *, most: int, default: int) -> dict[str, Any]:
    """A page of a list: `limit`, and `after` which the last page ended. Raises Denied."""
    limit = asked.get("limit", str(default))
    if not (limit.isdecimal() and 1 <= int(limit) <= most):
        raise BadBody("invalid_value", f"Invalid value for 'limit': '{limit}'.", "limit")
    if "after" in asked:
        places = [place for place, row in enumerate(rows) if row["id"] == asked["after"]]
        if not places:
            raise BadBody("invalid_value", f"Invalid value for 'after': '{asked['after']}'.", "after")
        rows = rows[places[0] + 1 :]
    shown = rows[: int(limit)]
    ends = {"first_id": shown[0]["id"], "last_id": shown[-1]["id"]} if shown else {"first_id": None, "last_id": None}
    return {"object": "list", "data": shown, "has_more": len(rows) > len(shown), **ends}
