"""OpenAI's batches: many requests in a file, done within a day at half the price (reference/openai.md, section 3).

A batch goes on with the world's clock: it is looked over for `batch_check_s`, then its lines are carried out one after the
other, all within `batch_s`; what is not done after 24 hours expires. `batch_tokens` is the account's enqueue limit (0: none).
"""

from __future__ import annotations

import secrets
from typing import Any

from podpusher_cli.sandbox.answers import Answer, Call, Endpoint, answer_json, dumps, loads
from podpusher_cli.sandbox.openai_batch_lines import Line, Problem, carry_out, read_lines, unfinished
from podpusher_cli.sandbox.openai_errors import BadBody, Denied
from podpusher_cli.sandbox.openai_files import Files, page
from podpusher_cli.sandbox.openai_spec import read_body
from podpusher_cli.sandbox.world import World

_WINDOW_S = 86_400
_CANCEL_S = 1
ENDPOINTS = frozenset({"/v1/images/generations", "/v1/chat/completions"})  # of those that the sandbox has
_OVER = frozenset({"failed", "completed", "expired", "cancelled"})


class Batches:
    """The organisation's batches."""

    def __init__(self, world: World, files: Files) -> None:
        self._world = world
        self._files = files

    def endpoints(self) -> list[Endpoint]:
        """Make, look at, list and cancel."""
        return [
            Endpoint("POST", "/v1/batches", self._create),
            Endpoint("GET", "/v1/batches", self._list),
            Endpoint("GET", "/v1/batches/{batch_id}", self._get),
            Endpoint("POST", "/v1/batches/{batch_id}/cancel", self._cancel),
        ]

    def _create(self, call: Call) -> Answer:
        asked = read_body(call, "CreateBatchRequest")
        if asked["endpoint"] not in ENDPOINTS:
            raise BadBody("invalid_value", f"The sandbox has no batches of {asked['endpoint']}.", "endpoint")
        metadata = asked.get("metadata") or {}
        if len(metadata) > 16 or any(len(key) > 64 or len(value) > 512 for key, value in metadata.items()):
            raise BadBody("invalid_value", "Invalid value for 'metadata'.", "metadata")
        found = self._files.find(asked["input_file_id"])
        if found is None or found[0]["purpose"] != "batch":
            raise BadBody("invalid_value", f"No such File object: {asked['input_file_id']}", "input_file_id")
        now = int(self._world.now())
        doc = {
            "id": f"batch_{secrets.token_hex(12)}", "object": "batch", "endpoint": asked["endpoint"], "errors": None,
            "input_file_id": asked["input_file_id"], "completion_window": "24h", "status": "validating", "output_file_id": None,
            "error_file_id": None, "created_at": now, "in_progress_at": None, "expires_at": now + _WINDOW_S, "finalizing_at": None,
            "completed_at": None, "failed_at": None, "expired_at": None, "cancelling_at": None, "cancelled_at": None,
            "request_counts": {"total": 0, "completed": 0, "failed": 0}, "metadata": metadata or None,
        }  # fmt: skip
        kept = asked.get("output_expires_after", {}).get("seconds", 30 * 86_400)
        self._world.run("insert into openai_batches (id, doc, kept) values (?, ?, ?)", doc["id"], dumps(doc), kept)
        return answer_json(200, doc)

    def _list(self, call: Call) -> Answer:
        rows = self._world.rows("select id from openai_batches order by seq desc")
        settled = [self._settled(number) for (number,) in rows]
        return answer_json(200, page(settled, dict(call.pairs()), most=100, default=20))

    def _get(self, call: Call) -> Answer:
        return answer_json(200, self._settled(call.params["batch_id"]))

    def _cancel(self, call: Call) -> Answer:
        doc = self._settled(call.params["batch_id"])
        if doc["status"] not in {"validating", "in_progress"}:
            raise Denied(
                409,
                "invalid_request_error",
                None,
                f"Cannot cancel a batch with status '{doc['status']}'.",
                param="batch_id",
            )
        doc |= {"status": "cancelling", "cancelling_at": int(self._world.now())}
        self._save(doc)
        return answer_json(200, doc)

    # Time

    def _settled(self, number: str) -> dict[str, Any]:
        """The batch as it stands by now."""
        row = self._world.row("select doc from openai_batches where id = ?", number)
        if row is None:
            raise Denied(404, "invalid_request_error", None, f"No batch found with id '{number}'.", param="batch_id")
        doc: dict[str, Any] = loads(row[0])
        if doc["status"] in _OVER:
            return doc
        before = dumps(doc)
        self._go_on(doc)
        if dumps(doc) != before:
            self._save(doc)
        return doc

    def _go_on(self, doc: dict[str, Any]) -> None:
        now, settings = self._world.now(), self._world.settings
        checked = doc["created_at"] + settings.batch_check_s
        if doc["status"] == "validating" and now >= checked:
            self._check(doc, int(checked))
        lines = self._lines(doc) if doc["status"] in {"in_progress", "cancelling"} else []
        until = min(now, doc["cancelling_at"] or now, doc["expires_at"])
        began = doc["in_progress_at"] or until
        share = min(1.0, (until - began) / settings.batch_s) if settings.batch_s else 1.0
        done = int(len(lines) * share)
        if doc["status"] == "in_progress":
            doc["request_counts"] = {"total": len(lines), "completed": done, "failed": 0}
            if done == len(lines):
                self._finish(doc, lines, "completed", began + settings.batch_s)
            elif now >= doc["expires_at"]:
                self._finish(doc, lines[:done], "expired", doc["expires_at"], left=lines[done:])
        elif doc["status"] == "cancelling" and now >= doc["cancelling_at"] + _CANCEL_S:
            self._finish(doc, lines[:done], "cancelled", doc["cancelling_at"] + _CANCEL_S, left=lines[done:])

    def _check(self, doc: dict[str, Any], at: int) -> None:
        """Look the file over: one bad line, or too much for the account, and nothing of it is done."""
        try:
            lines = self._lines(doc)
            self._check_room(doc, lines)
        except Problem as problem:
            doc |= {"status": "failed", "failed_at": at, "errors": {"object": "list", "data": [problem.told]}}
            return
        doc |= {"status": "in_progress", "in_progress_at": at}
        doc["request_counts"] = {"total": len(lines), "completed": 0, "failed": 0}

    def _check_room(self, doc: dict[str, Any], lines: list[Line]) -> None:
        most = self._world.settings.batch_tokens
        others = [
            loads(text) for (text,) in self._world.rows("select doc from openai_batches where id <> ?", doc["id"])
        ]
        waiting = [self._lines(each) for each in others if each["status"] == "in_progress"]
        enqueued = sum(line.tokens for each in [lines, *waiting] for line in each)
        if most and enqueued > most:
            text = f"Enqueued token limit reached for {lines[0].model}. Limit: {most} enqueued tokens."
            raise Problem("token_limit_exceeded", text)

    def _lines(self, doc: dict[str, Any]) -> list[Line]:
        found = self._files.find(doc["input_file_id"])
        return read_lines(found[1] if found else b"", doc["endpoint"])

    def _finish(
        self, doc: dict[str, Any], lines: list[Line], status: str, at: float, *, left: list[Line] | None = None
    ) -> None:
        """Write both files. A file that would have no line is not there."""
        outputs, errors = carry_out(lines)
        errors += [unfinished(line, status) for line in left or ()]
        kept = self._world.row("select kept from openai_batches where id = ?", doc["id"])[0]
        for name, content in (("output_file_id", outputs), ("error_file_id", errors)):
            if content:
                body = b"".join(line + b"\n" for line in content)
                doc[name] = self._files.keep(f"{doc['id']}_{name[:-8]}.jsonl", "batch_output", body, kept)["id"]
        counts = {"total": len(lines) + len(left or ()), "completed": len(outputs), "failed": len(errors)}
        doc |= {"status": status, f"{status}_at": int(at), "finalizing_at": int(at), "request_counts": counts}

    def _save(self, doc: dict[str, Any]) -> None:
        self._world.run("update openai_batches set doc = ? where id = ?", dumps(doc), doc["id"])
