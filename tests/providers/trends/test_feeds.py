"""Feeds: what is one, what is half of one, and what would do harm."""

from __future__ import annotations

import pytest

from podpusher_cli.core.http import Response
from podpusher_cli.core.outcomes import LayoutChanged, UpstreamFault
from podpusher_cli.providers.trends.feeds import feed_of, moment

BOMB = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
STRANGER = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><title>&x;</title></rss>'


def feed(content, name="rss"):
    return feed_of(Response(200, {}, content, ""), name)


def test_names_are_without_their_namespace():
    root = feed(b'\xef\xbb\xbf<?xml version="1.0"?>\n<rss xmlns:ht="https://x.example/y"><ht:a>1</ht:a></rss>')
    assert [element.tag for element in root.iter()] == ["rss", "a"]


@pytest.mark.parametrize("content", [BOMB, STRANGER, b"<html></html>", b"<feed></feed>", b"", b"{}", b"<rssx></rssx>"])
def test_what_is_no_plain_feed_is_not_read(content):
    with pytest.raises(LayoutChanged):
        feed(content)


def test_a_feed_that_breaks_off_is_a_fault_and_one_that_is_wrong_is_a_change():
    with pytest.raises(UpstreamFault):
        feed(b"<rss><channel><item>")
    with pytest.raises(LayoutChanged):
        feed(b"<rss><channel></item></rss>")
    with pytest.raises(LayoutChanged):
        feed(b'<?xml version="1.0" encoding="no-such"?><rss></rss>')


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("Wed, 18 Nov 2026 16:10:00 -0800", "2026-11-19T00:10:00+00:00"),
        ("Thu, 31 Dec 2026 22:30:00 -0700", "2027-01-01T05:30:00+00:00"),
        ("Fri, 01 May 2026 00:00:00 -0700", "2026-05-01T07:00:00+00:00"),
        ("Thu, 17 Sep 2026 09:00:00 +0000", "2026-09-17T09:00:00+00:00"),
        ("Tue, 29 Feb 2028 23:59:59 +0530", "2028-02-29T18:29:59+00:00"),
        ("Wed, 18 Nov 2026 16:10:00 -0000", None),
        ("Wed, 18 Nov 2026 16:10:00", None),
        ("Wed, 32 Nov 2026 16:10:00 -0800", None),
        ("2026-11-18", None),
        ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_a_moment_is_in_utc_or_none(text, utc):
    assert moment(text) == utc
