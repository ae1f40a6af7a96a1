"""What is read to know where one stands, and told to be billed: events, entitlements, meters; and who is told of events."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox import stripe_docs as docs
from podpusher_cli.sandbox.stripe_billing import Billing
from podpusher_cli.sandbox.stripe_errors import invalid
from podpusher_cli.sandbox.stripe_forms import WORDS
from podpusher_cli.sandbox.stripe_routes import CREATED, PAGED, Route, Visit, made_within, page
from podpusher_cli.sandbox.stripe_store import Doc, Store, new_id

_MOST_TYPES = 20
_OLDEST, _FUTURE = 35 * 86_400, 300
_LISTENER = {"url!": str, "enabled_events!": [str], "api_version": str, "description": str, "metadata": WORDS}
_EVENTS = {"type": str, "types": [str], "delivery_success": bool}


class Feeds:
    """The routes of the four."""

    def __init__(self, store: Store, billing: Billing) -> None:
        self._store = store
        self._billing = billing

    def routes(self) -> list[Route]:
        """Every route there is for them."""
        meters, summary = "/v1/billing/meters", {"customer!": str, "start_time!": int, "end_time!": int}
        told = {"event_name!": str, "payload!": WORDS, "identifier": str, "timestamp": int}
        features, entitled = "/v1/entitlements/features", "/v1/entitlements/active_entitlements"
        return [
            Route("GET", "/v1/events", PAGED | CREATED | _EVENTS, self._events),
            Route("GET", "/v1/events/{id}", {}, self._event),
            Route("GET", entitled, PAGED | {"customer!": str}, self._entitlements),
            Route("GET", features, PAGED | {"lookup_key": str}, self._features),
            Route("POST", "/v1/billing/meter_events", told, self._meter_event),
            Route("GET", meters, PAGED | {"status": ("active", "inactive")}, self._meters),
            Route("GET", f"{meters}/{{id}}/event_summaries", PAGED | summary, self._summary),
            Route("POST", "/v1/webhook_endpoints", _LISTENER, self._listen),
            Route("GET", "/v1/webhook_endpoints", PAGED, self._listeners),
            Route("DELETE", "/v1/webhook_endpoints/{id}", {}, self._unlisten, expands=False),
        ]

    def _events(self, visit: Visit) -> Doc:
        """Newest first: `types` whole names, `type` may have an asterisk."""
        fields = visit.fields
        kinds, kind = fields.get("types"), fields.get("type", "*")
        if kinds is not None and "type" in fields:
            raise invalid("You may only specify one of these parameters: type, types.", param="types")
        if kinds is not None and len(kinds) > _MOST_TYPES:
            raise invalid(f"You may pass at most {_MOST_TYPES} types.", param="types")
        every = self._billing.events.all(visit.book)
        found = {
            event["id"]
            for event in made_within(every, fields.get("created"))
            if (event["type"] in kinds if kinds is not None else fnmatchcase(event["type"], kind))
            and fields.get("delivery_success") in {None, self._delivered(visit.book, event)}
        }
        # A cursor that the filter leaves out still marks its place.
        found |= {fields.get("ending_before"), fields.get("starting_after")}
        part = page(visit, "/v1/events", [event for event in every if event["id"] in found])
        return part | {"data": [self._billing.events.render(visit.book, event) for event in part["data"]]}

    def _delivered(self, book: str, event: Doc) -> bool:
        outcome = self._store.get(book, "delivery", event["id"])
        return outcome is None or bool(outcome["ok"])

    def _event(self, visit: Visit) -> Doc:
        event = self._store.need(visit.book, "event", visit.number)
        return self._billing.events.render(visit.book, event)

    def _entitlements(self, visit: Visit) -> Doc:
        customer = self._store.need(visit.book, "customer", visit.fields["customer"], "customer")
        found = self._billing.entitled.of(visit.book, customer["id"])
        return page(visit, "/v1/entitlements/active_entitlements", found)

    def _features(self, visit: Visit) -> Doc:
        wanted = visit.fields.get("lookup_key")
        every = self._store.all(visit.book, "entitlements.feature")
        found = [feature for feature in every if wanted in {None, feature["lookup_key"]}]
        return page(visit, "/v1/entitlements/features", found)

    def _meters(self, visit: Visit) -> Doc:
        wanted = visit.fields.get("status")
        every = self._store.all(visit.book, "billing.meter")
        return page(visit, "/v1/billing/meters", [meter for meter in every if wanted in {None, meter["status"]}])

    def _meter_event(self, visit: Visit) -> Doc:
        """Taken down once per identifier; the customer is not looked up until later, as at Stripe."""
        fields = visit.fields
        meters = [meter for meter in self._store.all(visit.book, "billing.meter") if meter["status"] == "active"]
        if fields["event_name"] not in {meter["event_name"] for meter in meters}:
            text = f"No active meter found for the event name `{fields['event_name']}`."
            raise invalid(text, "resource_missing", "event_name", status=404)
        for name in ("stripe_customer_id", "value"):
            if not fields["payload"].get(name):
                raise invalid(f"The payload must have a value for `{name}`.", param="payload")
        if not re.fullmatch(r"[0-9]{1,15}", fields["payload"]["value"]):
            raise invalid("The value must be a whole number that is not negative.", param="payload[value]")
        at, number = fields.get("timestamp", visit.at), fields.get("identifier") or new_id("", 32)
        if not visit.at - _OLDEST <= at <= visit.at + _FUTURE:
            text = "The timestamp must be within the past 35 calendar days or up to 5 minutes in the future."
            raise invalid(text, param="timestamp")
        if self._store.get(visit.book, "billing.meter_event", number):
            raise invalid(f"An event already exists with identifier {number}.", param="identifier")
        event = {"object": "billing.meter_event", "created": visit.at, "livemode": visit.live, "timestamp": at}
        event |= {"event_name": fields["event_name"], "identifier": number, "payload": fields["payload"]}
        self._store.put(visit.book, "billing.meter_event", number, event)
        return event

    def _summary(self, visit: Visit) -> Doc:
        """The sum of a customer's events in a time."""
        meter = self._store.need(visit.book, "billing.meter", visit.number)
        start, end = visit.fields["start_time"], visit.fields["end_time"]
        told = [
            int(event["payload"]["value"])
            for event in self._store.all(visit.book, "billing.meter_event")
            if event["event_name"] == meter["event_name"]
            and event["payload"]["stripe_customer_id"] == visit.fields["customer"]
            and start <= event["timestamp"] < end
        ]
        summary = {
            "id": new_id("mtrusg_"),
            "object": "billing.meter_event_summary",
            "aggregated_value": float(sum(told)),
        }
        summary |= {"start_time": start, "end_time": end, "livemode": visit.live, "meter": meter["id"]}
        return docs.listed(f"/v1/billing/meters/{meter['id']}/event_summaries", [summary] if told else [])

    def _listen(self, visit: Visit) -> Doc:
        """The answer alone has the signing secret."""
        secret = accounts.new_secret("whsec_")
        fields = visit.fields
        endpoint = docs.webhook_endpoint(fields["url"], fields["enabled_events"], live=visit.live, now=visit.at)
        endpoint |= {name: fields[name] for name in ("api_version", "description", "metadata") if name in fields}
        self._store.save(visit.book, endpoint)
        self._store.put(visit.book, "secret", endpoint["id"], {"secret": secret})
        return endpoint | {"secret": secret}

    def _listeners(self, visit: Visit) -> Doc:
        return page(visit, "/v1/webhook_endpoints", self._store.all(visit.book, "webhook_endpoint"))

    def _unlisten(self, visit: Visit) -> Doc:
        self._store.need(visit.book, "webhook_endpoint", visit.number)
        self._store.drop(visit.book, "webhook_endpoint", visit.number)
        return {"id": visit.number, "object": "webhook_endpoint", "deleted": True}
