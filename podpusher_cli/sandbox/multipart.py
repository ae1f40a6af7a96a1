"""multipart/form-data, read with the standard library's parser for mail."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser

File = tuple[str, bytes]  # file name, content


def parts(body: bytes, content_type: str) -> tuple[list[tuple[str, str]], dict[str, File]]:
    """The fields as pairs, and the files by field name. Broken bodies have neither."""
    message = BytesParser().parsebytes(b"content-type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body)
    texts: list[tuple[str, str]] = []
    files: dict[str, File] = {}
    payload = message.get_payload()
    for part in payload if isinstance(payload, list) else []:
        if not isinstance(part, Message):
            continue
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        filename = part.get_filename()
        if filename is None:
            texts.append((name, content.decode("utf-8", "replace")))
        else:
            files[name] = (filename, content)
    return texts, files
