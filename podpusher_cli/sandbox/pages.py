"""The pages a seller sees while consenting, whoever the provider is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from urllib.parse import urlencode

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import Answer

ANSWERED = "This page has been answered before, or is too old. Start again from the application."
_HEADERS = {"cache-control": "no-store", "x-frame-options": "DENY", "referrer-policy": "no-referrer"}


@cache
def _frame() -> Template:
    return Template(Path(__file__).with_name("consent.html").read_text(encoding="utf-8"))


def page(status: int, provider: str, title: str, content: str) -> Answer:
    """A page in the frame that all share; `content` is HTML."""
    text = _frame().substitute(provider=escape(provider), title=escape(title), content=content)
    return Answer(status, text.encode(), dict(_HEADERS), "text/html; charset=utf-8")


def problem(provider: str, text: str) -> Answer:
    """A page that says why nothing goes on; it never redirects."""
    return page(400, provider, "An error occurred", f"<h1>An error occurred</h1>\n<p>{escape(text)}</p>")


def consent(provider: str, *, action: str, number: str, redirect: str, scopes: Mapping[str, str]) -> Answer:
    """Ask the seller; `scopes` maps each word to what it opens, `action` is where the form goes."""
    items = "\n".join(f"<li><code>{escape(word)}</code>: {escape(text)}</li>" for word, text in scopes.items())
    content = f"""<h1>An application would like to connect to your account</h1>
<p>Shop: <strong>{accounts.SHOP_NAME}</strong>. It will be able to:</p>
<ul>
{items}
</ul>
<p>Afterwards you return to <code>{escape(redirect)}</code>.</p>
<form method="post" action="{escape(action)}">
<input type="hidden" name="consent" value="{escape(number)}">
<button class="primary" type="submit" id="allow" name="decision" value="allow">Allow access</button>
<button type="submit" id="deny" name="decision" value="deny">Deny</button>
</form>"""
    return page(200, provider, "Connect to your account", content)


def redirect(target: str, fields: Mapping[str, str] | None = None) -> Answer:
    """Send the browser on, with these fields where there are any."""
    joint = "&" if "?" in target else "?"
    place = f"{target}{joint}{urlencode(fields)}" if fields else target
    return Answer(302, b"", {"location": place, "cache-control": "no-store"}, "text/html")
