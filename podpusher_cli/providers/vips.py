"""libvips, which speaks to nobody: `from podpusher_cli.providers.vips import pyvips`.

pyvips calls Python for each of libvips' messages. Ctrl-C while libvips works arrives in that call, where it is shown as a
traceback and then lost. So messages go nowhere; what could not be done is raised as `pyvips.Error` all the same.
"""

from __future__ import annotations

import os

os.putenv("VIPS_WARNING", "1")  # no warnings, please: libvips reads it when it is loaded

import pyvips  # noqa: TID251 - after that, and here alone

pyvips._remove_log_handler()  # noqa: SLF001 - it has no other name

__all__ = ["proven_version", "pyvips"]


def proven_version() -> str:
    """The version of libvips, which has made a picture. Raises OSError where it cannot."""
    try:
        pyvips.Image.black(1, 1).pngsave_buffer()
    except pyvips.Error as error:
        raise OSError(str(error)) from error
    return ".".join(str(pyvips.version(part)) for part in range(3))
