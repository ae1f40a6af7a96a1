"""The pages Stripe hosts: checkout, the customer portal, an invoice. Plain forms, no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from podpusher_cli.sandbox.answers import Answer, Refuse
from podpusher_cli.sandbox.pages import page, problem
from podpusher_cli.sandbox.stripe_store import Doc


def gone() -> Refuse:
    """To be raised: a page that was finished, has expired, or never was."""
    return Refuse(
        problem("Stripe", "This page was finished, has expired, or never was. Start again from the application.")
    )


def money(amount: int | None, currency: str) -> str:
    """`29.00 USD`."""
    return f"{(amount or 0) / 100:.2f} {currency.upper()}"


def _button(do: str, text: str, *, primary: bool = False) -> str:
    look = ' class="primary"' if primary else ""
    return f'<button{look} type="submit" name="do" value="{do}">{escape(text)}</button>'


def checkout(session: Doc, line: Doc, product: Doc, said: str = "") -> Answer:
    """What is bought, for how much; `said` is what went wrong a moment ago."""
    price = line["price"]
    each = f"{money(price['unit_amount'], price['currency'])} a {price['recurring']['interval']}"
    now = money(session["amount_total"], session["currency"])
    content = f"""<h1>Subscribe to {escape(product["name"])}</h1>
{f'<p class="note" role="alert">{escape(said)}</p>' if said else ""}
<p>{each}; <strong>{now}</strong> today.</p>
<form method="post" action="{escape(session["url"])}">
<label>Email <input type="email" name="email" value="{escape(session["customer_email"] or "")}"></label>
{_button("pay", "Subscribe", primary=True)}
{_button("pay_failing", "Subscribe with a card that pays only once")}
{_button("decline", "Try a card that is declined")}
{_button("expire", "Let it expire")}
{_button("cancel", "Back")}
</form>"""
    return page(402 if said else 200, "Stripe", "Checkout", content)


def portal(session: Doc, subs: Sequence[Doc], bills: Sequence[Doc], prices: Sequence[Doc]) -> Answer:
    """A form for each subscription, a link for each invoice that is open."""
    parts = [_subscription(session, sub, prices) for sub in subs]
    parts += [
        f'<p>Open: <a href="{escape(bill["hosted_invoice_url"])}">{escape(bill["number"])}</a>, '
        f"{money(bill['amount_remaining'], bill['currency'])}</p>"
        for bill in bills
    ]
    leave = (
        f'<form method="post" action="{escape(session["url"])}">{_button("leave", "Return to the application")}</form>'
    )
    return page(200, "Stripe", "Your subscriptions", "\n".join(["<h1>Your subscriptions</h1>", *parts, leave]))


def _subscription(session: Doc, sub: Doc, prices: Sequence[Doc]) -> str:
    price = sub["items"]["data"][0]["price"]
    choices = "".join(
        f'<option value="{escape(other["id"])}"{" selected" if other["id"] == price["id"] else ""}>'
        f"{escape(other['lookup_key'] or other['id'])}: {money(other['unit_amount'], other['currency'])}</option>"
        for other in prices
    )
    ending = sub["cancel_at_period_end"]
    stop = _button("resume", "Keep it after all") if ending else _button("cancel", "Cancel at the end of the period")
    return f"""<h2>{escape(price["lookup_key"] or price["id"])}: {escape(sub["status"])}{", ends with the period" if ending else ""}</h2>
<form method="post" action="{escape(session["url"])}">
<input type="hidden" name="subscription" value="{escape(sub["id"])}">
{stop}
<label>Plan <select name="price">{choices}</select></label>
{_button("change", "Change the plan")}
{_button("card", "Use a card that pays")}
{_button("card_failing", "Use a card that does not pay")}
</form>"""


def bill(bill: Doc) -> Answer:
    """An invoice, with a button while it is open."""
    form = f"""<form method="post" action="{escape(bill["hosted_invoice_url"])}">
{_button("pay", "Pay", primary=True)}
</form>"""
    content = f"""<h1>Invoice {escape(bill["number"])}</h1>
<p>{money(bill["total"], bill["currency"])}: <strong>{escape(bill["status"])}</strong></p>
{form if bill["status"] == "open" else ""}"""
    return page(200, "Stripe", "Invoice", content)
