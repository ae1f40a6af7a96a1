"""Every request of the suite to Etsy's API is held against the official document, whoever answers it.

The sandbox writes down what the document does not allow; a server of the tests' own asks here. What the program itself sent
fails the run when it is over; the tests' own clients may try what is wrong.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from podpusher_cli.sandbox.answers import Call, Endpoint
from podpusher_cli.sandbox.etsy_spec import check, operations
from podpusher_cli.sandbox.etsy_violations import FILE, Violations
from podpusher_cli.sandbox.exchange import Matcher
from tests.support.scan import files_below

API = "/v3/application/"
_OURS = "podpusher/"


def look(folder: Path, method: str, target: str, headers: dict[str, str], body: bytes) -> None:
    """Write a request that a server of the tests got into `folder`, where it is one to Etsy's API and not as it should be."""
    address = urlsplit(target)
    if API not in address.path:
        return
    path = API + address.path.partition(API)[2]
    endpoint, params = _matcher().find(method, path)
    template = endpoint.template if endpoint else "(none)"
    call = Call("etsy", method, path, template, params, address.query, headers, body)
    if endpoint is None:
        call.violations.append(f"no operation {method} {path}")
    else:
        call.violations += [problem.text() for problem in check(operations()[method, template], call).problems]
    if "x-api-key" not in headers:
        call.violations.append("x-api-key is missing")
    if call.violations:
        Violations(folder).keep(call)


@cache
def _matcher() -> Matcher:
    def never(_call: Call) -> None:
        raise NotImplementedError

    made = [Endpoint(method, path, never) for method, path in operations()]  # type: ignore[arg-type] # it only has to be found
    return Matcher(sorted(made, key=lambda endpoint: endpoint.template.count("{")))


def found(base: Path) -> list[str]:
    """What the program sent while the suite ran and the document does not allow, with the world that it was sent to."""
    lines = []
    for path in (each for each in files_below(base) if each.name == FILE):
        for told in map(json.loads, path.read_text("utf-8").splitlines()):
            if told["user_agent"].startswith(_OURS):
                wrong = ", ".join(told["problems"])
                lines.append(f"{told['method']} {told['path']}: {wrong} ({path.parent.relative_to(base)})")
    return list(dict.fromkeys(lines))
