"""Request bodies the sandbox accepts: a picture, an upload, a product."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

BLACK_S, BLACK_M = 73196, 73200
FULL_FLAGS = {
    "title": True,
    "description": True,
    "images": True,
    "variants": True,
    "tags": True,
    "keyFeatures": True,
    "shipping_template": True,
}


def png(width: int = 4500, height: int = 5400, salt: str = "") -> bytes:
    """A PNG's head with a text chunk: its size is real, its content is nothing. `salt` makes the bytes differ."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"tEXt", b"Comment\0" + salt.encode()) + chunk(b"IEND", b"")


def upload(name: str = "fox.png", picture: bytes | None = None) -> dict[str, str]:
    return {"file_name": name, "contents": base64.b64encode(picture or png()).decode()}


def product(image: str, key: str = "1A2B", **changes: Any) -> dict[str, Any]:
    """A T-shirt in two sizes with SKUs `PP-<key>-1` and `PP-<key>-2`."""
    placed = {"id": image, "x": 0.5, "y": 0.5, "scale": 1.0, "angle": 0}
    return {
        "title": "Retro Fox Hiking Shirt",
        "description": "Soft cotton tee.",
        "blueprint_id": 706,
        "print_provider_id": 29,
        "tags": ["hiking shirt", "fox gift"],
        "visible": False,
        "variants": [
            {"id": BLACK_S, "price": 2699, "is_enabled": True, "sku": f"PP-{key}-1"},
            {"id": BLACK_M, "price": 2699, "is_enabled": True, "sku": f"PP-{key}-2"},
        ],
        "print_areas": [
            {"variant_ids": [BLACK_S, BLACK_M], "placeholders": [{"position": "front", "images": [placed]}]},
        ],
    } | changes
