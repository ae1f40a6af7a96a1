"""The stores that tokens may be kept in, and what may be wrong with a choice among them."""

from __future__ import annotations

from podpusher_cli.core.errors import BadInput
from podpusher_cli.core.text import N_

STORES = ("keyring", "file", "env")

ENVIRONMENT_ENTRIES = {
    "printify": {"access_token": "PODPUSHER_PRINTIFY_TOKEN"},
    "etsy-app": {"keystring": "PODPUSHER_ETSY_KEYSTRING", "shared_secret": "PODPUSHER_ETSY_SHARED_SECRET"},
}
"""What the environment can hold: the fields of an entry, and the variable of each."""


class BadTokenStore(BadInput):
    code = "input.token_store"
    message = N_("PODPUSHER_TOKEN_STORE is “{text}”; it takes keyring, file or env.")


class NotATokenStore(BadInput):
    code = "input.token_store"
    message = N_("There is no token store “{text}”: there are keyring, file and env.")


class TwoTokenStores(BadInput):
    code = "input.token_stores"
    message = N_("PODPUSHER_TOKEN_STORE says “{said}”, and --token-store says “{text}”.")
    hint = N_("Take the variable away, or let both say the same.")


class TokensStay(BadInput):
    code = "input.tokens_stay"
    message = N_(
        "podpusher cannot put tokens into the environment; those of profile “{profile}” are in the store “{kept}”."
    )
    hint = N_("Disconnect what shall not be used any more, and set the variables; they go before what is kept.")
