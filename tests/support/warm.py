"""What every process that `apart` starts finds ready, because the server that it comes from has read it once."""

from __future__ import annotations

from podpusher_cli.providers.wordlists import wordlists

wordlists()
