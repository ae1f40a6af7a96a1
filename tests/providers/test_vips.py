"""libvips works in silence, and Ctrl-C while it works is not lost."""

from __future__ import annotations

import subprocess
import sys

INTERRUPTED = """
import os, signal, threading
from podpusher_cli.providers.vips import pyvips
picture = pyvips.Image.gaussnoise(6000, 6000).gaussblur(8)
try:
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
    picture.avg()
    picture.avg()
    print("went on")
except KeyboardInterrupt:
    print("stopped")
"""
SPOILT = """
from podpusher_cli.providers.vips import pyvips
whole = pyvips.Image.black(100, 100).pngsave_buffer()
try:
    pyvips.Image.pngload_buffer(whole[:150]).avg()
except pyvips.Error:
    print("spoilt")
"""


def said(script: str) -> tuple[str, str]:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.strip(), done.stderr


def test_an_interrupt_while_it_works_is_heard() -> None:
    assert said(INTERRUPTED) == ("stopped", "")


def test_it_does_not_speak_of_what_is_wrong_with_a_picture() -> None:
    assert said(SPOILT) == ("spoilt", "")


def test_its_version_is_told_once_it_has_made_a_picture() -> None:
    told = "from podpusher_cli.providers.vips import proven_version; print(proven_version())"
    version, _ = said(told)
    assert [part.isdecimal() for part in version.split(".")] == [True] * 3
