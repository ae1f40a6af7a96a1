"""Which routes a fault may name: one that no call can have would never fall, and nobody would know why."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from starlette.routing import compile_path

from podpusher_cli.core.rehearsal import OF_PAGES, OF_PUBLISHES
from podpusher_cli.sandbox.answers import Service
from podpusher_cli.sandbox.faults import Fault, falls_on

PUBLISH = "printify POST /shops/{shop}/products/{product}/publish.json"
PAGES = ("trends * *", "etsy GET /market/{word}")
_NEAR = 3


class Routes:
    """Every route of these services, as a fault names it: `printify POST /shops/{shop}/products.json`."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._all = {
            f"{service.name} {endpoint.method} {endpoint.template}": compile_path(endpoint.template)[0]
            for service in services
            for endpoint in service.endpoints()
        }

    def problem(self, fault: Fault) -> dict[str, Any] | None:
        """Why the fault cannot fall on its route: `{error, reason, route, kind, near}`; None where it can."""
        met = [name for name in self._all if falls_on(fault.route, name)]
        told: dict[str, Any] = {"route": fault.route, "kind": fault.kind}
        if not met:
            error = f"route: there is no {fault.route}"
            return told | {"error": error, "reason": "no_such_route", "near": self._near(fault.route)}
        fitting = (PUBLISH,) if fault.kind in OF_PUBLISHES else PAGES if fault.kind in OF_PAGES else ()
        if fitting and not any(falls_on(each, name) for each in fitting for name in met):
            error = f"kind: {fault.kind} is for {' and '.join(fitting)}"
            return told | {"error": error, "reason": "elsewhere", "near": list(fitting)}
        return None

    def _near(self, route: str) -> list[str]:
        """What may have been meant: the route of an address, or names that look like it."""
        service, _, rest = route.partition(" ")
        method, _, path = rest.partition(" ")
        head = f"{service.lower()} {method.upper()} "
        of_address = [name for name, shape in self._all.items() if name.startswith(head) and shape.match(path.strip())]
        return (of_address or get_close_matches(route, self._all, n=_NEAR))[:_NEAR]
