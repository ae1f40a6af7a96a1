"""Every setting and every environment variable, as data: `settings list` prints it and the docs are held to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from podpusher_cli.core.errors import BadInput, NotFound
from podpusher_cli.core.text import N_

Kind = Literal["text", "whole", "number", "flag", "url", "secret"]


@dataclass(frozen=True, slots=True)
class Setting:
    """A profile's setting. `key` as in `settings set`; `default` as text; `choices` where only some words are taken."""

    key: str
    kind: Kind
    default: str
    help: str
    choices: tuple[str, ...] = ()


SETTINGS = (
    Setting("language", "text", "", N_("The language of this profile."), ("", "en", "es", "fr", "de")),
    Setting("currency", "text", "USD", N_("The shop's currency, as Etsy gives it.")),
    Setting("printify.shop", "text", "", N_("The Printify shop that products go to.")),
    Setting("printify.shop_title", "text", "", N_("That shop's name.")),
    Setting("etsy.shop", "text", "", N_("The Etsy shop that listings are in.")),
    Setting("etsy.shop_title", "text", "", N_("That shop's name.")),
    Setting("stripe.account", "text", "", N_("The Stripe account that is connected.")),
    Setting("stripe.account_title", "text", "", N_("That account's name.")),
    Setting("stripe.mode", "text", "", N_("Whether Stripe is connected in test or in live mode."), ("", "test", "live")),
    Setting("billing.customer", "text", "", N_("The customer at Stripe whose plan it is; empty: whoever bought it here.")),
    Setting("billing.grace_days", "whole", "7", N_("How many days the plan goes on after a payment failed, or without news of it.")),
    Setting("billing.return_url", "url", "https://stripe.com", N_("Where Stripe's pages lead when they are done.")),
    Setting("model", "text", "local", N_("What makes designs and texts."), ("local", "openai")),
    Setting("text.language", "text", "en", N_("The language of new listings."), ("en", "es", "fr", "de")),
    Setting("text.translations", "text", "", N_("The languages that listings are written in besides, by comma: es,fr.")),
    Setting(
        "listing.disclose_ai", "text", "auto", N_("Which listings tell that a model made the artwork; auto: those where one did."),
        ("auto", "always", "never"),
    ),
    Setting("listing.disclosure", "text", "", N_("That sentence in words of your own; empty: ours.")),
    Setting("content.blocked", "text", "", N_("Words of your own that `check` and `generate` let nowhere pass, by comma.")),
    Setting("content.allowed", "text", "", N_("Words that `check` and `generate` let pass, such as your own brand, by comma.")),
    Setting("openai.server", "text", "", N_("The server whose key is kept.")),
    Setting("openai.image_model", "text", "gpt-image-2.5-flare", N_("The OpenAI model for designs.")),
    Setting("openai.text_model", "text", "gpt-5.5", N_("The OpenAI model for texts.")),
    Setting(
        "openai.quality", "text", "medium", N_("How carefully designs are drawn, which sets their price."),
        ("low", "medium", "high", "xhigh", "max"),
    ),
    Setting("openai.listing_prompt", "text", "", N_("The prompt that texts are asked for with; empty: the newest.")),
    Setting("openai.design_prompt", "text", "", N_("The prompt that designs are asked for with; empty: the newest.")),
    Setting("openai.ideas_prompt", "text", "", N_("The prompt that ideas are asked for with; empty: the newest.")),
    Setting("openai.image_rates", "text", "", N_("US dollars per million tokens of the image model, in/out, such as 5/30.")),
    Setting("openai.text_rates", "text", "", N_("US dollars per million tokens of the text model, in/out, such as 5/30.")),
    Setting(
        "openai.dialect", "text", "auto", N_("How to speak to the server: OpenAI's own way, or the plainer one of others."),
        ("auto", "openai", "azure", "compat"),
    ),
    Setting("openai.image_size", "text", "", N_("The size of pictures, such as 1024x1536; empty: the best that the model has.")),
    Setting("generate.parallel", "whole", "8", N_("How many designs and texts are asked for at once.")),
    Setting("spending.month", "text", "", N_("The most that models may cost in a month, in US dollars; empty: no limit.")),
    Setting("template.blueprint", "whole", "", N_("The blueprint of new products.")),
    Setting("template.print_provider", "whole", "", N_("The print provider of new products.")),
    Setting("template.variants", "text", "", N_("The variants of new products: titles or ids by semicolon, or all.")),
    Setting("template.price", "text", "", N_("The price of new products, in the shop's currency.")),
    Setting("publish.parallel", "whole", "8", N_("How many calls to Printify run at once.")),
    Setting("quota.shops", "whole", "", N_("The local plan's limit of shops that this computer connects; empty: no limit.")),
    Setting("quota.publishes", "whole", "", N_("The local plan's limit of products published a month; empty: no limit.")),
    Setting("quota.images", "whole", "", N_("The local plan's limit of designs made a month; empty: no limit.")),
    Setting("quota.texts", "whole", "", N_("The local plan's limit of listings written a month; empty: no limit.")),
    Setting("quota.trend_refreshes", "whole", "", N_("The local plan's limit of sources of trends asked a day; empty: no limit.")),
    Setting("quota.queue", "whole", "", N_("The local plan's limit of products that wait to be published; empty: no limit.")),
    Setting("quota.parallel", "whole", "", N_("The local plan's limit of calls to Printify at once; empty: no limit.")),
    Setting("quota.requests_per_minute", "whole", "", N_("The local plan's limit of calls to all providers a minute; empty: no limit.")),
    Setting(
        "quota.overage", "text", "block", N_("What happens beyond the plan's limits: nothing more, a warning, or a bill."),
        ("block", "warn", "meter"),
    ),
    Setting("trends.access", "text", "", N_("The keys and sessions for sources of trends that are kept.")),
    Setting("trends.region", "text", "US", N_("The region whose trends are read.")),
    Setting("trends.tags", "text", "", N_("The words whose trends are measured where a source needs them, by comma.")),
    Setting("trends.categories", "text", "", N_("What you sell, as the sources name it, by comma: trends of it come first.")),
    Setting("trends.keep_signals", "whole", "90", N_("How many days observations of trends are kept.")),
    Setting("trends.keep_days", "whole", "", N_("How many days the daily history of trends is kept; empty: for ever.")),
    Setting("trends.keep_weeks", "whole", "", N_("How many days the weekly history of trends is kept; empty: for ever.")),
    Setting("seasons.production_days", "whole", "5", N_("Business days that your print providers take for an order.")),
    Setting("seasons.shipping_days", "whole", "7", N_("Business days that a parcel takes to your buyers.")),
    Setting("trends.agreed", "text", "", N_("The sources that may be read by routes that are not official APIs.")),
    Setting("trends.allow_unofficial", "flag", "0", N_("Read all sources' trends by routes that are not official APIs.")),
)

BY_KEY = {setting.key: setting for setting in SETTINGS}


class UnknownSetting(BadInput):
    code = "settings.unknown"
    message = N_("There is no setting “{key}”.")
    hint = "podpusher settings list"


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable: what it is for, and what holds when it is not set."""

    name: str
    help: str
    default: str = ""
    secret: bool = False


VARIABLES = (
    Variable("PODPUSHER_HOME", N_("Where all state is kept."), "the user data directory"),
    Variable("PODPUSHER_PROFILE", N_("The option --profile."), "default"),
    Variable("PODPUSHER_LANG", N_("The option --lang.")),
    Variable("PODPUSHER_JSON", N_("The option --json.")),
    Variable("PODPUSHER_QUIET", N_("The option --quiet.")),
    Variable("PODPUSHER_VERBOSE", N_("The option --verbose.")),
    Variable("PODPUSHER_NO_INPUT", N_("The option --no-input.")),
    Variable("PODPUSHER_YES", N_("The option --yes.")),
    Variable("PODPUSHER_NO_COLOR", N_("The option --no-color.")),
    Variable("PODPUSHER_SANDBOX", N_("The option --sandbox.")),
    Variable("PODPUSHER_TOKEN_STORE", N_("Where tokens are kept: keyring, file or env."), "keyring"),
    Variable("PODPUSHER_TOKEN_KEY_FILE", N_("The key file of the encrypted file store.")),
    Variable("PODPUSHER_TOKEN_PASSPHRASE", N_("A passphrase for the encrypted file store, in place of a key file."), secret=True),
    Variable("PODPUSHER_ETSY_KEYSTRING", N_("The keystring of your Etsy app.")),
    Variable("PODPUSHER_ETSY_SHARED_SECRET", N_("The shared secret of your Etsy app."), secret=True),
    Variable("PODPUSHER_ETSY_API_URL", N_("Another host for Etsy's API."), "https://openapi.etsy.com"),
    Variable(
        "PODPUSHER_ETSY_AUTHORIZE_URL",
        N_("Another address for Etsy's consent page."),
        "https://www.etsy.com/oauth/connect",
    ),
    Variable(
        "PODPUSHER_ETSY_TOKEN_URL",
        N_("Another address for Etsy's tokens."),
        "https://api.etsy.com/v3/public/oauth/token",
    ),
    Variable("PODPUSHER_PRINTIFY_TOKEN", N_("A Printify personal access token."), secret=True),
    Variable("PODPUSHER_PRINTIFY_API_URL", N_("Another host for Printify's API."), "https://api.printify.com"),
    Variable("PODPUSHER_PRINTIFY_APP_ID", N_("The id of your own reviewed Printify app, for --oauth.")),
    Variable(
        "PODPUSHER_PRINTIFY_AUTHORIZE_URL",
        N_("Another address for Printify's consent page."),
        "https://printify.com/app/authorize",
    ),
    Variable("PODPUSHER_STRIPE_API_KEY", N_("A restricted key for Stripe."), secret=True),
    Variable("PODPUSHER_STRIPE_WEBHOOK_SECRET", N_("The secret that Stripe signs events with, for billing listen."), secret=True),
    Variable("PODPUSHER_STRIPE_CLIENT_ID", N_("The client id of your own Stripe platform, for --oauth.")),
    Variable("PODPUSHER_STRIPE_API_URL", N_("Another host for Stripe's API."), "https://api.stripe.com"),
    Variable("PODPUSHER_STRIPE_CONNECT_URL", N_("Another host for Stripe's consent page."), "https://connect.stripe.com"),
    Variable("OPENAI_API_KEY", N_("A key for OpenAI, or a server that speaks its API."), secret=True),
    Variable("OPENAI_BASE_URL", N_("Another host for OpenAI's API."), "https://api.openai.com/v1"),
    Variable("PODPUSHER_TREND_TIKTOK_URL", N_("Another host for TikTok's trends."), "https://ads.tiktok.com"),
    Variable("PODPUSHER_TREND_INSTAGRAM_URL", N_("Another host for Instagram's hashtags."), "https://www.instagram.com"),
    Variable("PODPUSHER_TREND_PINTEREST_URL", N_("Another host for Pinterest's trends."), "https://trends.pinterest.com"),
    Variable("PODPUSHER_TREND_ETSY_URL", N_("Another host for Etsy's trends.")),
    Variable("PODPUSHER_TREND_TWITTER_URL", N_("Another host for X's trends and those that mirror them.")),
    Variable("PODPUSHER_TREND_REDDIT_URL", N_("Another host for Reddit's trends.")),
    Variable("PODPUSHER_TREND_GOOGLE_URL", N_("Another host for Google's trends."), "https://trends.google.com"),
    Variable("PODPUSHER_TIKTOK_TOKEN", N_("A key for TikTok's trends, as ADVERTISER_ID:TOKEN."), secret=True),
    Variable("PODPUSHER_INSTAGRAM_TOKEN", N_("A key for Instagram's hashtags, as USER_ID:TOKEN."), secret=True),
    Variable("PODPUSHER_TWITTER_TOKEN", N_("A bearer token for X's trends."), secret=True),
    Variable("PODPUSHER_PINTEREST_TOKEN", N_("A token for Pinterest's trends."), secret=True),
    Variable("PODPUSHER_REDDIT_TOKEN", N_("A token for Reddit."), secret=True),
    Variable("PODPUSHER_TIKTOK_COOKIES", N_("A cookie file of your own login at TikTok.")),
    Variable("PODPUSHER_INSTAGRAM_COOKIES", N_("A cookie file of your own login at Instagram.")),
    Variable("PODPUSHER_PINTEREST_COOKIES", N_("A cookie file of your own login at Pinterest.")),
    Variable("PODPUSHER_PROXIES", N_("Proxies for the sources of trends, with commas: http, https or socks5."), secret=True),
    Variable("PODPUSHER_TRENDS_ALLOW_UNOFFICIAL", N_("1: read trends by routes that are not official APIs.")),
    Variable("PODPUSHER_BROWSER", N_("A Chromium browser for pages of trends, the consent page and tests.")),
    Variable("PODPUSHER_PUBLISH_POLL", N_("Seconds before the first look at a publish."), "2"),
    Variable("PODPUSHER_PUBLISH_WAIT", N_("Seconds that one run waits for a publish."), "300"),
    Variable("PODPUSHER_CALLBACK_PORT", N_("The port of the OAuth callback."), "8517"),
)

DEFAULTS = {variable.name: variable.default for variable in VARIABLES}

PROVIDER_VARIABLES = frozenset(
    variable.name
    for variable in VARIABLES
    if variable.name.startswith(
        (
            "PODPUSHER_ETSY_",
            "PODPUSHER_PRINTIFY_",
            "PODPUSHER_STRIPE_",
            "PODPUSHER_TREND_",
            "OPENAI_",
            "PODPUSHER_TIKTOK_",
            "PODPUSHER_INSTAGRAM_",
            "PODPUSHER_TWITTER_",
            "PODPUSHER_PINTEREST_",
            "PODPUSHER_REDDIT_",
            "PODPUSHER_PROXIES",
        )
    )
)


@dataclass(frozen=True, slots=True)
class Told:
    """A setting or variable with its value in force, as `settings list` shows it; a secret's value is never told."""

    key: str
    value: str
    help: str


@dataclass(frozen=True, slots=True)
class Script:
    """What a shell is to read."""

    shell: str
    script: str


class NoSchema(NotFound):
    message = N_("There is no command “{name}” with a schema.")
    hint = "podpusher schema"


@dataclass(frozen=True, slots=True)
class Schema:
    """The JSON Schema of a command's document; without a command, the `commands` there are."""

    command: str
    schema: dict[str, Any]
    commands: tuple[str, ...]


def known(key: str) -> Setting:
    """The setting of that name. Raises UnknownSetting."""
    if key not in BY_KEY:
        raise UnknownSetting(key=key)
    return BY_KEY[key]


def told(values: Mapping[str, str]) -> list[Told]:
    """Every setting with its value."""
    return [Told(setting.key, values[setting.key], setting.help) for setting in SETTINGS]


def variables(environment: Mapping[str, str]) -> list[Told]:
    """Every variable with its value or default; of a secret one only whether it is set."""
    return [
        Told(
            each.name,
            ("***" if environment.get(each.name) else "")
            if each.secret
            else environment.get(each.name) or each.default,
            each.help,
        )
        for each in VARIABLES
    ]
