"""The token store, the connections, and whether the providers can be reached at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from podpusher_cli.core.accounts import GIVEN_BY, Connection, ConnectionState
from podpusher_cli.core.doctor import Check, Health, check_of
from podpusher_cli.core.errors import PROVIDER_NAMES, ConnectionExpired, PodpusherError
from podpusher_cli.core.http import Response
from podpusher_cli.core.text import N_
from podpusher_cli.workflows.examining.patient import Patient

HEALTH = {ConnectionState.UNREACHABLE: Health.WARN, ConnectionState.NOT_CONNECTED: Health.NOTE}
"""How a connection that does not work counts; any other state is bad."""
_MOST_OFF = 120  # seconds that a clock may differ before logins and waits suffer


def tokens(name: str, patient: Patient) -> list[Check]:
    """Whether tokens can be kept. What was kept there shows in the connections, so it is no more than a warning."""
    try:
        return [Check(name, Health.OK, N_("Tokens can be kept: {store}."), values={"store": patient.store()})]
    except PodpusherError as error:
        return [check_of(name, error, Health.WARN)]


def connections(_name: str, patient: Patient) -> list[Check]:
    """How each connection stands."""
    return [_connection(each) for each in patient.connections()]


def _connection(each: Connection) -> Check:
    values = {"provider": PROVIDER_NAMES[each.provider], "shop": each.shop.title if each.shop else ""}
    connect = f"podpusher connect {each.provider}"
    if each.state is ConnectionState.CONNECTED and not each.warnings:
        message = N_("{provider} is connected: {shop}") if each.shop else N_("{provider} is connected.")
        return Check(each.provider, Health.OK, message, values=values)
    if each.state is ConnectionState.CONNECTED:
        message = N_("{provider} is connected, but not for long or not for all.")
        return Check(each.provider, Health.WARN, message, "podpusher status -v", values)
    if each.state is ConnectionState.NOT_CONNECTED and each.problem is None:
        return Check(each.provider, Health.NOTE, N_("{provider} is not connected."), connect, values)
    health = HEALTH.get(each.state, Health.BAD)
    hint = (each.problem and each.problem.hint) or connect
    if each.store == "env" and each.state in {ConnectionState.EXPIRED, ConnectionState.REFUSED}:
        values["variable"] = GIVEN_BY[each.provider]
        hint = N_("Give {variable} a new value, or take it away.")
    if each.problem is None:
        return Check(each.provider, health, ConnectionExpired.message, hint, values)
    values["problem"] = each.problem.message
    return Check(each.provider, health, N_("{provider}: {problem}"), hint, values)


def network(name: str, patient: Patient) -> list[Check]:
    """Whether each provider's server answers, whatever it says, and agrees with our clock; nothing where nobody is asked."""
    found: list[Check] = []
    answered: list[str] = []
    with ThreadPoolExecutor(len(patient.hosts) or 1) as pool:  # who is slow does not keep the others waiting
        asked = {provider: pool.submit(ask) for provider, ask in patient.hosts.items()}
    for provider, asking in asked.items():
        try:
            answer = asking.result()
        except PodpusherError as error:
            found.append(check_of(name, error, Health.WARN))
            continue
        answered.append(PROVIDER_NAMES[provider])
        if (seconds := _seconds_off(answer, patient.clock.now())) > _MOST_OFF:
            values = {"provider": PROVIDER_NAMES[provider], "minutes": str(round(seconds / 60))}
            message = N_("This computer's clock and that of {provider} are {minutes} minutes apart.")
            found.append(Check("clock", Health.WARN, message, N_("Set this computer's clock."), values))
    if answered:
        values = {"providers": ", ".join(answered)}
        found.append(Check(name, Health.OK, N_("{providers}: the servers answer."), values=values))
    return found


def _seconds_off(answer: Response, now: datetime) -> float:
    """How far the answer's clock is from ours; 0 where it does not say."""
    try:
        stated = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return 0.0
    return abs((stated.replace(tzinfo=stated.tzinfo or UTC) - now).total_seconds())
