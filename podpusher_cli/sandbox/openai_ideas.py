"""Ideas as a text model would make them up: some for each subject of the request, all different."""

from __future__ import annotations

import json
import re
from typing import Any

_WAYS = (
    "My other hobby is also {words}", "Five more minutes of {words}", "{words} before breakfast", "Fluent in {words}",
    "Doctor of {words}, not that kind", "Raised on {words} and toast", "Here for the {words}", "{words} saved my Sunday",
    "Can't talk, {words} calling", "Out of office: {words}", "Half human, half {words}", "Mildly obsessed with {words}",
)  # fmt: skip


def made_up(messages: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """As many as the data of the request asks for, shared out over its subjects."""
    told = json.loads(next(each["content"] for each in messages if each["role"] == "user"))
    subjects = told["subjects"]
    made = []
    for place in range(told["count"]):
        subject = subjects[place % len(subjects)]
        words = re.sub(r"\[[^\]]*\]", "", f"{subject['words']} {subject['event'] or ''}").strip() or "coffee"
        round_, way = divmod(place // len(subjects), len(_WAYS))
        line = _WAYS[0 if "[same_ideas]" in text else way].format(words=words) + (
            f", part {round_ + 1}" if round_ else ""
        )
        line = " ".join([line, *["shirt"] * 4_000]) if "[long_ideas]" in text else line
        made.append({"text": line, "subject": 99 if "[stray_ideas]" in text else subject["number"]})
    return made
