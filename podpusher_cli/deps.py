"""Makes everything with a side effect, once, when first asked for. Only this file reads the environment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from podpusher_cli import __version__
from podpusher_cli.core.errors import BadInput, Interrupted, KeyringTrouble, NotConnected, PodpusherError
from podpusher_cli.core.options import Options
from podpusher_cli.core.settings import PROVIDER_VARIABLES, VARIABLES
from podpusher_cli.core.text import N_

if TYPE_CHECKING:
    import sqlite3

    from podpusher_cli.core.accounts import AppKeys, TokenSet
    from podpusher_cli.core.designs import Design
    from podpusher_cli.core.generating import Progress as Making
    from podpusher_cli.core.generating import Wanted
    from podpusher_cli.core.http import Response
    from podpusher_cli.core.making import ImageModel, TextModel
    from podpusher_cli.core.publishing import Artwork, Progress
    from podpusher_cli.core.traffic import Breaker, Cache, Exchange, Pace, Wait
    from podpusher_cli.net.auth import Auth
    from podpusher_cli.net.http import Http
    from podpusher_cli.net.loopback import Callback
    from podpusher_cli.net.typed import TypedLines
    from podpusher_cli.providers.etsy import Etsy
    from podpusher_cli.providers.etsy_login import EtsyLogin
    from podpusher_cli.providers.openai.wire import OpenAIWire
    from podpusher_cli.providers.printify import Printify
    from podpusher_cli.providers.sandbox import SandboxControls
    from podpusher_cli.store.designs import Designs
    from podpusher_cli.store.generations import Generations
    from podpusher_cli.store.log import Log
    from podpusher_cli.store.notices import Notices
    from podpusher_cli.store.products import Products
    from podpusher_cli.store.profiles import Profiles
    from podpusher_cli.store.publishing import Journal
    from podpusher_cli.store.runs import Runs
    from podpusher_cli.store.settings import Settings
    from podpusher_cli.store.spending import Ledger
    from podpusher_cli.store.tokens import TokenStore
    from podpusher_cli.store.traffic import TrafficFile
    from podpusher_cli.ui.output import Output
    from podpusher_cli.workflows.accounts import Accounts
    from podpusher_cli.workflows.blanks import Catalogue
    from podpusher_cli.workflows.connecting import EtsyApp
    from podpusher_cli.workflows.examining.patient import Patient
    from podpusher_cli.workflows.publishing import Desk
    from podpusher_cli.workflows.sandbox import Server
    from podpusher_cli.workflows.studio import Studio
    from podpusher_cli.workflows.trends import Trends

ENVIRONMENT_ENTRIES = {
    "printify": {"access_token": "PODPUSHER_PRINTIFY_TOKEN"},
    "etsy-app": {"keystring": "PODPUSHER_ETSY_KEYSTRING", "shared_secret": "PODPUSHER_ETSY_SHARED_SECRET"},
}
MOST_TRENDS = 500  # as many as are looked at for ideas
_DEFAULTS = {variable.name: variable.default for variable in VARIABLES}


class BadSeconds(BadInput):
    code = "input.seconds"
    message = N_("{variable} is “{text}”; it takes a number of seconds.")


class BadPort(BadInput):
    code = "input.port"
    message = N_("PODPUSHER_CALLBACK_PORT is “{text}”; it takes a port number.")


class BadTokenStore(BadInput):
    code = "input.token_store"
    message = N_("PODPUSHER_TOKEN_STORE is “{text}”; it takes keyring, file or env.")


class SystemClock:
    """The machine's clock. `interrupt` ends every sleep, now and later, with Interrupted."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        if self._stopped.wait(max(0.0, seconds)):
            raise Interrupted

    def interrupt(self) -> None:
        """Wake every sleeper; after Ctrl-C."""
        self._stopped.set()


def home_of(options: Options, environment: Mapping[str, str]) -> Path:
    """The folder of all state; with --sandbox a home of its own inside it."""
    named = environment.get("PODPUSHER_HOME")
    if named:
        home = Path(named).expanduser().absolute()
    else:
        from platformdirs import user_data_path

        home = user_data_path("podpusher", appauthor=False)
    return home / "sandbox" if options.sandbox else home


def log_fault(error: Exception, options: Options, environment: Mapping[str, str], request_id: str) -> None:
    """Write a mistake of our own into the log, whatever else is broken."""
    from podpusher_cli.store.log import Log

    Log(home_of(options, environment) / "logs", clock=SystemClock(), request_id=request_id).fault(error)


class Deps:
    """Everything a command may need. Nothing is made before it is asked for."""

    def __init__(self, options: Options, environment: Mapping[str, str], out: Output) -> None:
        self.options = options
        self.out = out
        self._outer = environment
        self.home = home_of(options, environment)
        self._closing: list[sqlite3.Connection] = []

    @cached_property
    def profile(self) -> str:
        """The profile in use. Raises BadProfileName or NoProfile."""
        profile = self.profiles.get(self.options.profile or self.profiles.current())
        self.out.meta["profile"] = profile.name
        return profile.name

    @cached_property
    def profiles(self) -> Profiles:
        from podpusher_cli.store.profiles import Profiles

        return Profiles(self.home)

    def profile_folder(self, name: str | None = None) -> Path:
        """Where a profile keeps its database and designs."""
        return self.home / "profiles" / (name or self.profile)

    @cached_property
    def clock(self) -> SystemClock:
        return SystemClock()

    # The world outside: the environment, the sandbox, HTTP

    @cached_property
    def environment(self) -> Mapping[str, str]:
        """The environment as the product sees it.

        With --sandbox every provider variable of the real one is ignored and the sandbox server's own stand in place.
        """
        if not self.options.sandbox:
            return self._outer
        from podpusher_cli.workflows import sandbox

        kept = {name: value for name, value in self._outer.items() if name not in PROVIDER_VARIABLES}
        return kept | sandbox.environment(self.sandbox_server, self.sandbox.accounts())

    def variable(self, name: str) -> str:
        """An environment variable, or its default."""
        return self.environment.get(name) or _DEFAULTS[name]

    def seconds(self, name: str) -> float:
        """An environment variable that holds seconds. Raises BadSeconds."""
        text = self.variable(name)
        try:
            value = float(text)
        except ValueError:
            raise BadSeconds(variable=name, text=text) from None
        if not 0 <= value < 1e6:
            raise BadSeconds(variable=name, text=text)
        return value

    @cached_property
    def callback_port(self) -> int:
        """The port of the OAuth callback."""
        text = self._outer.get("PODPUSHER_CALLBACK_PORT") or _DEFAULTS["PODPUSHER_CALLBACK_PORT"]
        if not (text.isdecimal() and 0 < int(text) < 65_536):
            raise BadPort(text=text)
        return int(text)

    @property
    def callback_url(self) -> str:
        """The address that is registered with the OAuth app, to the letter."""
        return f"http://localhost:{self.callback_port}/callback"

    @property
    def sandbox_folder(self) -> Path:
        """Where the sandbox server keeps its world."""
        return (self.home if self.options.sandbox else self.home / "sandbox") / "world"

    @cached_property
    def sandbox_server(self) -> Server:
        """The running sandbox server, started if need be."""
        from podpusher_cli.workflows import sandbox

        return sandbox.ensure(self.sandbox_folder, callback=self.callback_url)

    @cached_property
    def sandbox(self) -> SandboxControls:
        """The sandbox server's controls."""
        from podpusher_cli.providers.sandbox import SandboxControls

        return SandboxControls(self.http, self.sandbox_server.url)

    @cached_property
    def http(self) -> Http:
        """The one HTTP client. In the sandbox it speaks to this machine only."""
        from podpusher_cli.net.http import Http

        return Http(
            clock=self.clock,
            pace=self.pace,
            breaker=self.breaker,
            announce=self.announce,
            observe=self.observe,
            loopback_only=self.options.sandbox,
            user_agent=f"podpusher/{__version__}",
            request_id=str(self.out.meta["request_id"]),
        )

    @cached_property
    def traffic(self) -> TrafficFile:
        """The file behind pace, breaker and cache: one for all processes and profiles of this home."""
        from podpusher_cli.store.traffic import TrafficFile

        return TrafficFile(self.home / "net.db", self.clock)

    @cached_property
    def pace(self) -> Pace:
        from podpusher_cli.store.traffic import SharedPace

        return SharedPace(self.traffic)

    @cached_property
    def breaker(self) -> Breaker:
        from podpusher_cli.store.traffic import SharedBreaker

        return SharedBreaker(self.traffic)

    @cached_property
    def cache(self) -> Cache:
        from podpusher_cli.store.traffic import SharedCache

        return SharedCache(self.traffic)

    @cached_property
    def log(self) -> Log:
        from podpusher_cli.store.log import Log

        return Log(self.home / "logs", clock=self.clock, request_id=str(self.out.meta["request_id"]))

    def announce(self, wait: Wait) -> None:
        """A wait is about to begin: on the screen, whoever is drawing."""
        self.out.waiting(wait)

    def observe(self, exchange: Exchange) -> None:
        """A call has ended: into the log, and on the screen at -vv."""
        self.log.exchange(exchange)
        self.out.called(exchange)

    # The accounts

    @cached_property
    def token_store(self) -> TokenStore:
        """Where the profile's tokens are."""
        return self.token_store_of(self.profile)

    @property
    def _token_store_said(self) -> str:
        """The store that was asked for or settled on before, or nothing. The sandbox keeps its own in a file."""
        if self.options.sandbox:
            return "file"
        remembered = self.home / "token-store"
        kept = remembered.read_text(encoding="utf-8").strip() if remembered.exists() else ""
        return self._outer.get("PODPUSHER_TOKEN_STORE") or kept

    def token_store_of(self, profile: str) -> TokenStore:
        """Where a profile's tokens are. Raises BadTokenStore."""
        kind = self._token_store_said or "keyring"
        if kind == "file":
            from podpusher_cli.store.token_file import FileStore

            key = None if self.options.sandbox else self._outer.get("PODPUSHER_TOKEN_KEY_FILE")
            key_file = Path(key).expanduser() if key else self.home / "tokens.key"
            return FileStore(self.home / "tokens.enc", key_file, profile)
        if kind == "keyring":
            from podpusher_cli.store.token_keyring import KeyringStore

            return KeyringStore(self._keyring_name(profile), locks=self.home / "locks")
        if kind == "env":
            from podpusher_cli.store.tokens import EnvStore

            return EnvStore(ENVIRONMENT_ENTRIES, self.environment)
        raise BadTokenStore(text=kind)

    def _keyring_name(self, profile: str) -> str:
        """One keyring serves all homes of a user: those named by PODPUSHER_HOME must not share its entries."""
        if not self._outer.get("PODPUSHER_HOME"):
            return profile
        return f"{profile}@{sha256(str(self.home.resolve()).encode()).hexdigest()[:8]}"

    def prove_token_store(self) -> None:
        """Make sure that tokens can be kept, before there are any. Raises MachineTrouble.

        Where no keyring works and nothing was said, the seller may agree to the encrypted file, once for all.
        """
        try:
            self.token_store.probe()
        except KeyringTrouble:
            if self._token_store_said or not (self.out.interactive or self.options.yes):
                raise
            question = N_("No keyring works on this machine. Keep the tokens in an encrypted file?")
            if not self.out.confirm(question):
                raise
            from podpusher_cli.store.files import make_folder, replace_file

            make_folder(self.home)
            replace_file(self.home / "token-store", b"file\n")
            for name in ("token_store", "accounts"):
                self.__dict__.pop(name, None)
            self.token_store.probe()

    @cached_property
    def accounts(self) -> Accounts:
        """The profile's connections."""
        from podpusher_cli.workflows.accounts import Accounts

        given = {"printify": self.environment.get("PODPUSHER_PRINTIFY_TOKEN", "")}
        return Accounts(self.profile, self.token_store, self.settings, self.clock, given)

    def require(self, *providers: str) -> None:
        """Let nothing begin that lacks a connection. Raises NotConnected, ConnectionExpired or MachineTrouble."""
        from podpusher_cli.workflows.accounts import require

        require(self.accounts, providers)

    @cached_property
    def printify(self) -> Printify:
        """Printify with the profile's token. Raises NotConnected."""
        tokens = self.accounts.token("printify")
        if tokens is None:
            raise NotConnected(provider="printify", name="printify", profile=self.profile)
        return self.printify_with(tokens.access_token)

    def printify_with(self, token: str) -> Printify:
        """Printify as the owner of a token."""
        from podpusher_cli.providers.printify import Printify

        return Printify(self.http, self.variable("PODPUSHER_PRINTIFY_API_URL"), token)

    @property
    def account_checks(self) -> dict[str, Callable[[], object]]:
        """A cheap call for each provider, which proves its connection."""
        return {"etsy": lambda: self.etsy.me(), "printify": lambda: self.printify.shops()}  # noqa: PLW0108 - not made yet

    @property
    def given_etsy_keys(self) -> AppKeys | None:
        """The Etsy app's key pair as the environment has it."""
        from podpusher_cli.core.accounts import AppKeys

        keystring = self.environment.get("PODPUSHER_ETSY_KEYSTRING")
        secret = self.environment.get("PODPUSHER_ETSY_SHARED_SECRET")
        return AppKeys(keystring.strip(), secret.strip()) if keystring and secret else None

    @cached_property
    def etsy(self) -> Etsy:
        """Etsy with the profile's tokens, which renew themselves. Raises NotConnected."""
        from podpusher_cli.net.auth import RotatingToken
        from podpusher_cli.workflows.connecting import kept_keys

        kept, given, store = kept_keys(self.accounts), self.given_etsy_keys, self.token_store
        # Tokens belong to the app that they were given to; only its secret may have changed since.
        keys = given if given and (kept is None or given.keystring == kept.keystring) else kept
        if keys is None or self.accounts.token("etsy") is None:
            raise NotConnected(provider="etsy", name="etsy", profile=self.profile)

        def save(tokens: TokenSet) -> None:
            store.put("etsy", tokens.to_dict())

        auth = RotatingToken(
            provider="etsy",
            profile=self.profile,
            load=lambda: self.accounts.token("etsy"),
            save=save,
            refresh=self._etsy_login(keys).refresh,
            lock=lambda: store.lock("etsy"),
            clock=self.clock,
        )
        return self._etsy_shop(keys, auth)

    @cached_property
    def etsy_app(self) -> EtsyApp:
        """What connecting to Etsy needs."""
        from podpusher_cli.net.auth import bearer
        from podpusher_cli.workflows.connecting import EtsyApp

        def shop(keys: AppKeys, token: str | None) -> Etsy:
            return self._etsy_shop(keys, bearer(token) if token else None)

        return EtsyApp(shop, self._etsy_login, self.callback_url)

    def _etsy_shop(self, keys: AppKeys, auth: Auth | None) -> Etsy:
        from podpusher_cli.providers.etsy import Etsy

        return Etsy(self.http, api_url=self.variable("PODPUSHER_ETSY_API_URL"), keys=keys, auth=auth)

    def _etsy_login(self, keys: AppKeys) -> EtsyLogin:
        from podpusher_cli.providers.etsy_login import EtsyLogin

        return EtsyLogin(
            self.http,
            authorize_url=self.variable("PODPUSHER_ETSY_AUTHORIZE_URL"),
            token_url=self.variable("PODPUSHER_ETSY_TOKEN_URL"),
            keystring=keys.keystring,
            clock=self.clock,
        )

    def callback(self) -> Callback:
        """The callback, listening from now on. Raises PortTaken."""
        from podpusher_cli.i18n import _, current
        from podpusher_cli.net.loopback import Callback, Page

        page = Page(_("podpusher has the answer. You can close this window."), current().language)
        return Callback(self.callback_port, clock=self.clock, page=page)

    def typed_lines(self) -> TypedLines:
        """What the seller types from now on, line by line."""
        from podpusher_cli.net.typed import TypedLines

        return TypedLines(self.out.stdin)

    def open_page(self, url: str) -> None:
        """Open a page in the seller's browser, where there is one."""
        from podpusher_cli.ui.desktop import open_page

        open_page(url, self._outer)

    def command_line(self, *words: str) -> str:
        """A command for this profile, to be typed or run later."""
        chosen = ["--profile", self.profile] if self.profile != "default" else []
        return " ".join(["podpusher", *words, *chosen, *(["--sandbox"] if self.options.sandbox else [])])

    # What is remembered

    @property
    def database_path(self) -> Path:
        """Where the profile's database is."""
        return self.profile_folder() / "state.db"

    @cached_property
    def db(self) -> sqlite3.Connection:
        """The profile's database."""
        from podpusher_cli.store.db import connect

        connection = connect(self.database_path)
        self._closing.append(connection)
        return connection

    @cached_property
    def settings(self) -> Settings:
        from podpusher_cli.store.settings import Settings

        return Settings(self.db)

    def profile_language(self) -> str | None:
        """The language that the profile is set to, where there is a database to ask; its troubles show elsewhere."""
        import sqlite3

        try:
            return self.settings.get("language") if self.database_path.exists() else None
        except (PodpusherError, OSError, sqlite3.Error):
            return None

    @cached_property
    def products(self) -> Products:
        from podpusher_cli.store.products import Products

        return Products(self.db)

    @cached_property
    def journal(self) -> Journal:
        from podpusher_cli.store.publishing import Journal

        return Journal(self.db)

    @cached_property
    def runs(self) -> Runs:
        from podpusher_cli.store.runs import Runs

        return Runs(self.db)

    @cached_property
    def generations(self) -> Generations:
        from podpusher_cli.store.generations import Generations

        return Generations(self.db)

    @cached_property
    def notices(self) -> Notices:
        from podpusher_cli.store.notices import Notices

        return Notices(self.db)

    @cached_property
    def ledger(self) -> Ledger:
        from podpusher_cli.store.spending import Ledger

        return Ledger(self.db, self.profile_folder() / "answers", self.clock)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Printify's catalogue, from the cache where that is fresh."""
        from podpusher_cli.workflows.blanks import CachedCatalogue

        return CachedCatalogue(lambda: self.printify, self.cache)

    @cached_property
    def trends(self) -> Trends:
        """The sources of trends, and what they gave."""
        from podpusher_cli.providers.trends.engine import Engine
        from podpusher_cli.store.trends import Bodies, Signals
        from podpusher_cli.workflows.trends import Consent, Trends

        said = self.environment.get("PODPUSHER_TRENDS_ALLOW_UNOFFICIAL")
        engine = Engine(
            http=self.http,
            cache=self.cache,
            clock=self.clock,
            keep=Bodies(self.home / "cache" / "trends", self.clock).keep,
            address=lambda source: self.environment.get(f"PODPUSHER_TREND_{source.upper()}_URL"),
        )
        return Trends(
            engine=engine,
            signals=Signals(self.db),
            consent=Consent(
                said.lower() in {"1", "true", "yes", "on"} if said else None,
                self.settings,
                self.out.confirm if self.out.interactive else None,
            ),
            settings=self.settings,
            clock=self.clock,
        )

    @cached_property
    def designs(self) -> Designs:
        from podpusher_cli.store.designs import Designs

        return Designs(self.db, self.profile_folder() / "designs")

    def keep_design(self, path: Path) -> Design:
        """The seller's own picture as a design."""
        from podpusher_cli.workflows.artwork import keep_file

        return keep_file(path, designs=self.designs, clock=self.clock)

    def artwork(self, design: str) -> Artwork:
        """The file behind a design. Raises NotFound."""
        from podpusher_cli.core.publishing import Artwork

        kept = self.designs.get(design)
        return Artwork(kept.sha256, str(self.designs.path(kept)), kept.width, kept.height, kept.dpi)

    def studio(self, wanted: Wanted, watch: Callable[[Making], None]) -> Studio:
        """Everything that making works with."""
        from podpusher_cli.core.keywords import language_of
        from podpusher_cli.providers.hashtags import spelled_out
        from podpusher_cli.providers.pictures import read_facts
        from podpusher_cli.workflows.blanks import facts_of
        from podpusher_cli.workflows.studio import Studio

        images, texts = self._models(wanted.model)
        region = self.settings.get("trends.region")
        return Studio(
            generations=self.generations,
            runs=self.runs,
            designs=self.designs,
            products=self.products,
            ledger=self.ledger,
            images=images,
            texts=texts,
            trends=lambda: self.trends.top(MOST_TRENDS),
            spelled=lambda tag: spelled_out(tag, language_of(region)),
            blank=lambda asked: facts_of(asked.base, self.catalogue),
            measured=read_facts,
            watch=watch,
            clock=self.clock,
        )

    def _models(self, name: str) -> tuple[ImageModel, TextModel]:
        """What makes designs and texts. Raises NoOpenAIKey, RetiredModel or BadRates."""
        if name == "local":
            from podpusher_cli.providers.copywriter import Copywriter
            from podpusher_cli.providers.typography import Typographer

            return Typographer(), Copywriter()
        from podpusher_cli.core.spending import IMAGE_RATES, TEXT_RATES, rates_of, read_rates
        from podpusher_cli.providers.openai.images import OpenAIImages
        from podpusher_cli.providers.openai.texts import OpenAITexts

        said = self.settings.all()
        image_model, text_model = said["openai.image_model"], said["openai.text_model"]
        image_rates = read_rates("openai.image_rates", said["openai.image_rates"], image=True)
        text_rates = read_rates("openai.text_rates", said["openai.text_rates"], image=False)
        wire = self._openai_wire(said["openai.dialect"])
        return (
            OpenAIImages(
                wire, image_model, quality=said["openai.quality"], rates=image_rates or rates_of(image_model, IMAGE_RATES)
            ),
            OpenAITexts(wire, text_model, rates=text_rates or rates_of(text_model, TEXT_RATES)),
        )

    def _openai_wire(self, dialect: str) -> OpenAIWire:
        from podpusher_cli.core.accounts import NoOpenAIKey
        from podpusher_cli.providers.openai.wire import OpenAIWire, dialect_of

        url, key = self.variable("OPENAI_BASE_URL"), self.environment.get("OPENAI_API_KEY", "").strip()
        if not key:
            raise NoOpenAIKey(provider="openai", name="openai", profile=self.profile)
        said = "openai" if self.options.sandbox else dialect
        return OpenAIWire(self.http, url, key, dialect=dialect_of(url, said), clock=self.clock)

    def publish_desk(self, watch: Callable[[Progress], None]) -> Desk:
        """Everything that publishing works with. Raises NotConnected before anything is sent."""
        from podpusher_cli.workflows.engine.parts import Waits
        from podpusher_cli.workflows.preparing import Preparer
        from podpusher_cli.workflows.publishing import Desk

        self.require("etsy", "printify")
        return Desk(
            journal=self.journal,
            products=self.products,
            printer=self.printify,
            shop=self.etsy,
            shop_id=self.settings.get("printify.shop"),
            preparer=Preparer(catalogue=self.printify.variants, artwork=self.artwork, journal=self.journal),
            pace=self.pace,
            clock=self.clock,
            waits=Waits(self.seconds("PODPUSHER_PUBLISH_POLL"), self.seconds("PODPUSHER_PUBLISH_WAIT")),
            parallel=int(self.settings.get("publish.parallel")),
            watch=watch,
            interrupt=self.clock.interrupt,
            winding_down=lambda: self.out.note(N_("Finishing the calls under way. Press Ctrl-C again to stop at once.")),
            notices=self.notices,
        )

    @property
    def outer_environment(self) -> Mapping[str, str]:
        """The environment as it was given, also in the sandbox."""
        return self._outer

    def patient(self, *, ask: bool) -> Patient:
        """Everything that the doctor looks at; `ask`: the providers, too."""
        from podpusher_cli import i18n
        from podpusher_cli.net.browser import find
        from podpusher_cli.workflows.accounts import status
        from podpusher_cli.workflows.examining.patient import Patient

        def store() -> str:
            self.token_store.probe()
            return self.token_store.name

        return Patient(
            version=__version__,
            home=self.home,
            log=self.log.path,
            profile=lambda: self.profile,
            database=lambda: self.database_path,
            connect=lambda: self.db,
            store=store,
            connections=lambda: status(self.accounts, self.account_checks if ask else {}),
            hosts={each: partial(self._greet, each) for each in ("etsy", "printify")} if ask else {},
            catalogues=i18n.catalogue_files(),
            faults=self.log.faults,
            browser=find,
            environment=self._outer,
            clock=self.clock,
        )

    def _greet(self, provider: str) -> Response:
        """Any answer of a provider's server, without a login."""
        from podpusher_cli.core.http import Request

        url = self.variable(f"PODPUSHER_{provider.upper()}_API_URL")
        return self.http.send(Request("GET", url, route="GET /", timeout=10), provider=provider)

    def close(self) -> None:
        """Give back what was opened."""
        for connection in self._closing:
            connection.close()
        if "http" in self.__dict__:
            self.http.close()
        if "log" in self.__dict__:
            self.log.close()
