"""What can go wrong in connecting a provider, and what each needs."""

from __future__ import annotations

from podpusher_cli.core.errors import BadInput, ConnectionExpired, Interrupted, NotConnected
from podpusher_cli.core.text import N_

# What is not connected, or no longer


class NoneConnected(NotConnected):
    message = N_("Not connected in profile “{profile}”: {providers}.")
    hint = "{commands}"


class NoShopChosen(NotConnected):
    message = N_("Printify is connected, but no shop is chosen.")
    hint = N_("podpusher connect printify --shop ID says which.")


class OtherServer(NotConnected):
    message = N_("The key that is kept belongs to the server {kept}; it is not sent to {wanted}.")
    hint = N_("podpusher connect openai connects the server that OPENAI_BASE_URL names.")


class OtherMode(NotConnected):
    message = N_(
        "This profile works with Stripe's {kept} mode; the key in PODPUSHER_STRIPE_API_KEY is of {given} mode."
    )
    hint = N_("Take the variable away, or give the key to a profile of its own: podpusher profile add NAME")


class BadConnections(ConnectionExpired):
    """Of `status`: something that is connected does not work. `details.providers` names them."""

    code = "account.bad"
    message = N_("No longer accepted: {providers}.")
    hint = "{commands}"


class BadVariables(BadConnections):
    """They come from the environment, which goes before whatever would be connected."""

    hint = N_("Give {variables} a new value, or take it away: then {commands}")


class NotAProvider(BadInput):
    code = "account.provider"
    message = N_("There is no provider “{word}”.")
    hint = "podpusher status"


class NoProviderNamed(BadInput):
    code = "account.provider"
    message = N_("Which connection shall be forgotten?")
    hint = N_("podpusher disconnect PROVIDER, or podpusher disconnect --all before podpusher is removed.")


# A login in the browser


class NotConnectedYet(Interrupted):
    """Ctrl-C while a provider was being connected: nothing is under way that would carry on."""

    message = N_("Stopped before the connection was made.")
    hint = N_("podpusher status shows what is connected. Run the same command again to begin anew.")


class NoPendingLogin(ConnectionExpired):
    code = "account.no_login"
    message = N_("No login to {provider} is waiting for this address.")
    hint = N_("Begin again with --no-wait: an address is good once, and for ten minutes.")


class NoApp(BadInput):
    """An OAuth app of the seller's own is asked for, and there is none."""

    code = "account.app_missing"


class NoPrintifyApp(NoApp):
    message = N_("--oauth is for those who own an app that Printify has reviewed.")
    hint = N_("Set PODPUSHER_PRINTIFY_APP_ID, or leave --oauth out to connect with a personal access token.")


class NoStripePlatform(NoApp):
    message = N_("--oauth is for those who run a Stripe platform of their own.")
    hint = N_("Set PODPUSHER_STRIPE_CLIENT_ID (ca_…), or leave --oauth out to connect with a restricted key.")


class NothingToResume(BadInput):
    code = "account.oauth_only"
    message = N_("--no-wait and --no-browser belong to --oauth.")
    hint = N_("podpusher connect {name} --help shows what it takes.")


# Etsy


class NoEtsyKeys(BadInput):
    code = "account.keys_missing"
    message = N_("Etsy needs the keys of your own Etsy app.")
    hint = N_("Set PODPUSHER_ETSY_KEYSTRING and PODPUSHER_ETSY_SHARED_SECRET, or run this on a terminal to be asked.")


class NoEtsyShop(ConnectionExpired):
    code = "account.no_shop"
    message = N_("The Etsy account that agreed has no shop.")
    hint = N_("Log in to Etsy in the browser as the shop's owner, then run podpusher connect etsy again.")


# Printify


class NoToken(BadInput):
    code = "account.token_missing"
    message = N_("Printify needs a personal access token.")
    hint = N_("Set PODPUSHER_PRINTIFY_TOKEN, or send it in: podpusher connect printify --token-stdin < FILE")


class TokenRefused(ConnectionExpired):
    code = "account.token_refused"
    message = N_("Printify does not accept this token.")
    hint = N_("Make a new one in Printify under My Profile, Connections, and copy it whole.")


class TokenEnded(TokenRefused):
    code = "account.token_ended"
    message = N_("This Printify token ended on {day}.")


class NoPrintifyShop(ConnectionExpired):
    code = "account.no_shop"
    message = N_("The Printify account has no shop.")
    hint = N_("Add your Etsy shop in Printify under My Stores, then run podpusher connect printify again.")


class ShopGone(ConnectionExpired):
    code = "account.shop_gone"
    message = N_("Printify has no shop {shop} any more; one that is connected anew has another number. It has: {shops}.")
    hint = N_("podpusher connect printify --shop ID says which.")


class ShopNotChosen(BadInput):
    code = "account.shop_not_chosen"
    message = N_("The Printify account has several shops: {shops}.")
    hint = N_("podpusher connect printify --shop ID says which.")


class UnknownShop(BadInput):
    code = "account.shop_unknown"
    message = N_("The Printify account has no shop {shop}. It has: {shops}.")
    hint = N_("podpusher connect printify --shop ID says which.")


# Stripe


class NoStripeKey(BadInput):
    code = "account.token_missing"
    message = N_("Stripe needs a restricted key.")
    hint = N_("Set PODPUSHER_STRIPE_API_KEY, or send it in: podpusher connect stripe --key-stdin < FILE")


class NotAStripeKey(BadInput):
    code = "account.token_form"
    message = N_("This is no key that Stripe's API takes: those begin with rk_test_, rk_live_, sk_test_ or sk_live_.")
    hint = N_("Make a restricted key in Stripe's Dashboard under Developers, API keys, and copy it whole.")


class StripeKeyRefused(ConnectionExpired):
    code = "account.token_refused"
    message = N_("Stripe does not accept this key.")
    hint = N_("Make a new one in Stripe's Dashboard under Developers, API keys, and copy it whole.")


class ModesMixed(BadInput):
    code = "account.modes_mixed"
    message = N_("This profile works with Stripe's {kept} mode; this key is of {given} mode. The two are never mixed.")
    hint = N_("Use a profile of its own (podpusher profile add NAME), or podpusher disconnect stripe first.")


# OpenAI, or a server that speaks its API


class NoOpenAIKey(BadInput):
    code = "account.token_missing"
    message = N_("OpenAI needs a key.")
    hint = N_("Set OPENAI_API_KEY, or send it in: podpusher connect openai --key-stdin < FILE")


class NotAnAddress(BadInput):
    code = "account.server"
    message = N_("“{url}” is no address of a server.")
    hint = N_("It looks like https://api.openai.com/v1, or http://localhost:11434/v1 for one on this computer.")


class NotOpenAI(BadInput):
    code = "account.server"
    message = N_("The server at {url} does not answer like OpenAI: {problem}")
    hint = N_("The address usually ends in /v1: podpusher connect openai --base-url URL")
