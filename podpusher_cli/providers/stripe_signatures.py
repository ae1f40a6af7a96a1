"""What Stripe has signed (reference/stripe.md, section 4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from stripe import SignatureVerificationError, WebhookSignature

from podpusher_cli.core.clock import Clock
from podpusher_cli.core.webhooks import TOLERANCE_S, Refused, read_event


class Signatures:
    """Tells what was signed with `secret` from everything else."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock

    def opened(self, body: bytes, header: str) -> Mapping[str, Any] | None:
        """The event; None for a thin one, which only says that something happened. Raises Refused, with no word of the body."""
        try:
            self._verify(body, header)
            return read_event(json.loads(body))
        except SignatureVerificationError:
            raise Refused("signature") from None  # it carries the body
        except Refused:
            raise
        except Exception as error:  # noqa: BLE001 - whatever the library or the parser trips over, Stripe did not send it
            raise Refused(type(error).__name__) from None

    def _verify(self, body: bytes, header: str) -> None:
        WebhookSignature.verify_header(body, header, self._secret, TOLERANCE_S)
        at = next(part.split("=", 2)[1] for part in header.split(",") if part.startswith("t="))  # the one it looked at
        if int(at) > self._clock.now().timestamp() + TOLERANCE_S:
            raise Refused("future")
