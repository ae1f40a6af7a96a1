"""Start the sandbox server: `python -m podpusher_cli.sandbox --home DIR [--port N] [--callback URL ...]`."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path

from podpusher_cli.sandbox.server import serve

BUSY = 8
NO_PORT = 9


def main() -> int:
    """Run until told to stop. One JSON line on stdout says where it listens: `{"url": ..., "pid": ...}`."""
    parser = argparse.ArgumentParser(prog="python -m podpusher_cli.sandbox", description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="folder for world.db and server.json")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--callback", action="append", help="redirect address registered at Etsy; may be repeated")
    asked = parser.parse_args()
    try:
        serve(asked.home, asked.port, asked.callback)
    except sqlite3.OperationalError as problem:
        sys.stderr.write(f"sandbox: {asked.home / 'world.db'} is in use by another server ({problem})\n")
        return BUSY
    except OSError as problem:
        sys.stderr.write(f"sandbox: cannot listen on port {asked.port} ({problem})\n")
        return NO_PORT
    return 0


if __name__ == "__main__":
    sys.exit(main())
