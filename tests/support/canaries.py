"""Secrets put where a search must find them: each run of the suite plants them and fails if one stays unseen."""

from __future__ import annotations

import base64
import gzip
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

NAME = "a planted canary"
VALUE = 'canary "of/the" schöne+search 0123456789'


def plant(folder: Path, secret: str = VALUE) -> set[tuple[str, str, str]]:
    """Write the secret in every form and place; `(file, form, inside)` of each."""
    folder.mkdir(parents=True)
    for name, text in _texts(secret):
        (folder / name).write_bytes(text)
    raw = secret.encode()
    with zipfile.ZipFile(folder / "inner.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("log.txt", b"x" * 9_000 + raw)
    with zipfile.ZipFile(folder / "outer.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(folder / "inner.zip", "inner.zip")
    (folder / "page.gz").write_bytes(gzip.compress(b"x" * 9_000 + raw))
    _databases(folder, secret)
    (folder / "podpusher.log.3").write_bytes(b"rotated " + raw)
    return {
        *((name, name.partition(".")[0].rstrip("012"), "") for name, _ in _texts(secret)),
        ("podpusher.log.3", "raw", ""),
        ("inner.zip", "raw", "log.txt"),
        ("outer.zip", "raw", "inner.zip/log.txt"),
        ("page.gz", "raw", "gzip"),
        ("kept.db", "raw", ""),
        ("waiting.db-wal", "raw", ""),
        ("freed.db", "raw", ""),
        ("parted.db", "raw", "told"),
    }


def _texts(secret: str) -> Iterator[tuple[str, bytes]]:
    raw = secret.encode()
    yield "raw.log", b"token=" + raw + b";"
    for before in range(3):
        yield f"base64{before}.log", b"authorization: Basic " + base64.b64encode(b"user:"[before:] + raw + b":")
    yield "hex.log", raw.hex().encode()
    yield "url.log", b"https://host.example/?code=" + quote(secret, safe="").encode()
    yield "json.log", json.dumps({"said": secret}).encode()


def _databases(folder: Path, secret: str) -> None:
    """A row; one that only the WAL has; one that was deleted; one that lies on two pages which are not neighbours."""
    with sqlite3.connect(folder / "kept.db") as db:
        db.execute("create table told (text)")
        db.execute("insert into told values (?)", (secret,))
    waiting = sqlite3.connect(folder / "open.db", isolation_level=None)
    waiting.execute("pragma journal_mode = wal")
    waiting.execute("create table told (text)")
    waiting.execute("insert into told values (?)", (secret,))
    (folder / "waiting.db-wal").write_bytes((folder / "open.db-wal").read_bytes())
    waiting.execute("delete from told")
    waiting.close()
    (folder / "open.db").unlink()
    with sqlite3.connect(folder / "freed.db") as db:
        db.execute("pragma secure_delete = off")
        db.execute("create table told (text)")
        db.executemany("insert into told values (?)", [("x" * 900 + secret,)] * 20)
        db.commit()
        db.execute("delete from told")
    _part(folder / "parted.db", secret)


def _part(path: Path, secret: str) -> None:
    """Put the secret where a long value goes over from one page to the next."""
    for before in range(0, 4_096, len(secret) // 2):
        path.unlink(missing_ok=True)
        with sqlite3.connect(path, isolation_level=None) as db:
            db.execute("pragma synchronous = off")
            db.execute("create table told (text)")
            db.execute("insert into told values (?)", ("x" * before + secret + "y" * (9_000 - before),))
        db.close()
        if secret.encode() not in path.read_bytes():
            return
