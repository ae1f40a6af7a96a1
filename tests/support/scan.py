"""Looking for secrets in what was written: in every form, in every file, inside archives and databases."""

from __future__ import annotations

import base64
import binascii
import gzip
import io
import json
import os
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_SQLITE = b"SQLite format 3\0"
_LONG = 400  # a value in a database that is longer may lie in parts, on pages that are not neighbours
_DEEPEST = 3


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A secret, by its name, in one form in one file. `inside`: the member of an archive, or the table."""

    secret: str
    form: str
    path: Path
    inside: str = ""


def forms(secret: str) -> dict[str, set[bytes]]:
    """How a secret can be written, by the form's name. Base64 has three faces: by where in its group of three it begins."""
    raw = secret.encode()
    faces = set()
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw)
        face = whole[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        faces |= {face, face.replace(b"+", b"-").replace(b"/", b"_")}
    found = {
        "raw": {raw},
        "base64": faces,
        "hex": {binascii.hexlify(raw), binascii.hexlify(raw).upper()},
        "url": {quote(secret, safe="").encode(), quote(secret).encode()},
        "json": {json.dumps(secret)[1:-1].encode(), json.dumps(secret, ensure_ascii=False)[1:-1].encode()},
    }
    return {name: each - (found["raw"] if name != "raw" else set()) for name, each in found.items()}


def files_below(folder: Path) -> list[Path]:
    """All files of a folder and all below it; a folder that a process takes away meanwhile is no trouble."""
    found = [Path(where, name) for where, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if path.is_file() and not path.is_symlink())


class Search:
    """Finds `secrets` (name: value) in bytes and in files, and counts what it went through."""

    def __init__(self, secrets: Mapping[str, str]) -> None:
        self._known = {
            written: (name, form)
            for name, secret in secrets.items()
            for form, ways in forms(secret).items()
            for written in ways
        }
        self._pattern = re.compile(b"|".join(re.escape(each) for each in sorted(self._known, key=len, reverse=True)))
        self.files = self.size = 0

    def tree(self, folder: Path) -> Iterator[Finding]:
        """What is in the files of a folder and all below it."""
        for path in files_below(folder):
            yield from self.file(path)

    def file(self, path: Path) -> Iterator[Finding]:
        """What is in one file: in its bytes as they lie there, and in what they stand for."""
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # a process of the test took it away; what it left is all that is left
            return
        self.files += 1
        self.size += len(data)
        found = {Finding(*each, path) for each in self._told(data)}
        for inside, part in _parts(data, path):
            found |= {Finding(*each, path, inside) for each in self._told(part)}
        yield from sorted(found)

    def _told(self, data: bytes) -> set[tuple[str, str]]:
        return {self._known[match[0]] for match in self._pattern.finditer(data)}


def _parts(data: bytes, path: Path, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """What lies packed in a file, by a name."""
    if depth == _DEEPEST:
        return
    unpacked: Iterator[tuple[str, bytes]] = iter(())
    if data.startswith(b"PK\x03\x04"):
        unpacked = _members(data)
    elif data.startswith(b"\x1f\x8b"):
        unpacked = _unzipped(data)
    elif data.startswith(_SQLITE) and not depth:
        yield from _values(path)
    for name, part in unpacked:
        yield name, part
        for below, inner in _parts(part, path, depth + 1):
            yield f"{name}/{below}", inner


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield "names", "\n".join(packed.namelist()).encode()
            for name in packed.namelist():
                yield name, packed.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        return  # cut off, as a test wanted it: its bytes were looked at as they lie


def _unzipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        yield "gzip", gzip.decompress(data)
    except (OSError, zlib.error, EOFError):
        return


def _values(path: Path) -> Iterator[tuple[str, bytes]]:
    """The long values of a database, each in one piece. What was deleted lies in the file's bytes."""
    db = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    db.text_factory = bytes
    try:
        for (table,) in db.execute("select name from sqlite_schema where type = 'table' and rootpage > 0").fetchall():
            for row in db.execute(f'select * from "{table.decode()}"'):
                long = [each for each in row if isinstance(each, bytes) and len(each) > _LONG]
                if long:
                    yield table.decode(), b"\n".join(long)
    except sqlite3.DatabaseError:
        return  # damaged, as a test wanted it
    finally:
        db.close()
