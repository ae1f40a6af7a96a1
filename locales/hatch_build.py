"""Compile the catalogues into the package, for wheels and editable installs alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]  # the interface is generic over its builder's config
    """Turn locales/*/LC_MESSAGES/podpusher.po into podpusher_cli/_locale/*/LC_MESSAGES/podpusher.mo."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the interface's signature
        """Run before the files are collected."""
        from babel.messages.mofile import write_mo  # noqa: PLC0415 - a build dependency
        from babel.messages.pofile import read_po  # noqa: PLC0415 - a build dependency

        root = Path(self.root)
        for source in sorted(root.glob("locales/*/LC_MESSAGES/podpusher.po")):
            target = root / "podpusher_cli" / "_locale" / source.parent.relative_to(root / "locales") / "podpusher.mo"
            target.parent.mkdir(parents=True, exist_ok=True)
            with source.open("rb") as text, target.open("wb") as binary:
                write_mo(binary, read_po(text, domain="podpusher"))
