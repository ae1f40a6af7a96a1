"""Where tokens are kept: the store in force for each profile, and the choice of another."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from podpusher_cli.core.errors import KeyringTrouble, MachineTrouble
from podpusher_cli.core.text import N_
from podpusher_cli.core.token_stores import (
    ENVIRONMENT_ENTRIES,
    STORES,
    BadTokenStore,
    NotATokenStore,
    TokensStay,
    TwoTokenStores,
)
from podpusher_cli.deps.memory import Memory

if TYPE_CHECKING:
    from podpusher_cli.store.token_places import Places
    from podpusher_cli.store.token_safe import SafeStore
    from podpusher_cli.store.token_seal import Seal
    from podpusher_cli.store.tokens import TokenStore

TEMPORARY = ("/tmp", "/dev/shm")  # noqa: S108 - for what a full disk or a read-only home cannot take


class Tokens(Memory):
    """The token store."""

    @property
    def secrets(self) -> frozenset[str]:
        """What no refusal may quote."""
        if "token_store" not in self.__dict__:
            return super().secrets
        from podpusher_cli.core.accounts import ENTRIES

        return super().secrets | self.token_store.secrets(ENTRIES)

    @cached_property
    def token_store(self) -> SafeStore:
        """Where the profile's tokens are."""
        return self.token_store_of(self.profile)

    def token_store_of(self, profile: str) -> SafeStore:
        """Where a profile's tokens are. Whoever asks it for anything may meet BadTokenStore."""
        from podpusher_cli.store.token_rescue import Rescue
        from podpusher_cli.store.token_safe import SafeStore

        temporary = [Path(each) for each in (self._outer.get("TMPDIR"), *TEMPORARY) if each]
        rescue = Rescue(self.home, profile, [self.home, *temporary], seal=self._token_seal, clock=self.clock)
        kept: dict[str, TokenStore] = {}

        def of_kind(kind: str) -> TokenStore:
            if kind not in kept:
                kept[kind] = self._plain_store(kind, profile)
            return kept[kind]

        return SafeStore(
            profile,
            lambda: of_kind(self._token_store_kind(profile)),
            of_kind=of_kind,
            rescue=rescue,
            places=self.token_places,
            warn=self.out.warn,
        )

    @cached_property
    def token_places(self) -> Places:
        """What is known of who keeps which tokens."""
        from podpusher_cli.store.token_places import Places

        return Places(self.home)

    def _token_store_kind(self, profile: str) -> str:
        """The store that was asked for, that holds the tokens, or that was settled on. The sandbox has its own file."""
        if self.options.sandbox:
            return "file"
        said = self._outer.get("PODPUSHER_TOKEN_STORE") or ""
        if said and said not in STORES:
            raise BadTokenStore(text=said)
        place = None if said else self.token_places.of(profile)
        kind = said or (place.kind if place else self.token_places.chosen)
        return kind if kind in STORES else "keyring"

    def _plain_store(self, kind: str, profile: str) -> TokenStore:
        if kind == "file":
            from podpusher_cli.store.token_file import FileStore

            return FileStore(self.home / "tokens.enc", self._token_key_file, profile, seal=self._token_seal)
        if kind == "keyring":
            from podpusher_cli.store.token_keyring import KeyringStore

            return KeyringStore(profile, locks=self.home / "locks", account=self._keyring_name(profile))
        from podpusher_cli.store.tokens import EnvStore

        return EnvStore(ENVIRONMENT_ENTRIES, self.environment)

    @property
    def _token_key_file(self) -> Path:
        key = None if self.options.sandbox else self._outer.get("PODPUSHER_TOKEN_KEY_FILE")
        return Path(key).expanduser() if key else self.home / "tokens.key"

    @cached_property
    def _token_seal(self) -> Seal:
        from podpusher_cli.store.token_seal import Seal

        passphrase = "" if self.options.sandbox else self._outer.get("PODPUSHER_TOKEN_PASSPHRASE") or ""

        def ask() -> str:
            return self.out.secret(N_("Passphrase of the token file (not shown):"))

        able = ask if self.out.interactive else None
        return Seal(self.home / "tokens.enc", self._token_key_file, passphrase=passphrase, ask=able)

    def _keyring_name(self, profile: str) -> str:
        """One keyring serves all homes of a user: those named by PODPUSHER_HOME must not share its entries."""
        if not self._outer.get("PODPUSHER_HOME"):
            return profile
        return f"{profile}@{sha256(str(self.home.resolve()).encode()).hexdigest()[:8]}"

    def prove_token_store(self) -> None:
        """Make sure that tokens can be kept, before there are any. Raises MachineTrouble.

        Where no keyring works and nothing was said, the seller may agree to the encrypted file, once for all. What the
        profile has in another store than the one that was asked for moves over.
        """
        try:
            self.token_store.probe()
        except KeyringTrouble:
            if self._was_settled or not (self.out.interactive or self.options.yes):
                raise
            question = N_("No keyring works on this machine. Keep the tokens in an encrypted file?")
            if not self.out.confirm(question):
                raise
            self.token_places.choose("file")
            self.token_store.probe()
        if not self.options.sandbox:
            self._gather(self.profile, self.token_store.name)

    @property
    def _was_settled(self) -> bool:
        """Whether somebody has said which store to use, or tokens of the profile are known to be in it."""
        said = self._outer.get("PODPUSHER_TOKEN_STORE") or self.token_places.chosen
        return bool(self.options.sandbox or said or self.token_places.of(self.profile))

    def choose_token_store(self, kind: str) -> None:
        """Keep the tokens there from now on; those of all profiles move over, if that store works.

        Raises NotATokenStore, TwoTokenStores, TokensStay, MachineTrouble.
        """
        if kind not in STORES:
            raise NotATokenStore(text=kind)
        said = self._outer.get("PODPUSHER_TOKEN_STORE")
        if said and said != kind:
            raise TwoTokenStores(said=said, text=kind)
        if self.options.sandbox:
            self.out.note(N_("The sandbox keeps its tokens in a file of its own."))
            return
        place = self.token_places.of(self.profile)
        if kind == "env" and place and place.kind != kind:
            raise TokensStay(profile=self.profile, kept=place.kind)
        self._plain_store(kind, self.profile).probe()
        for each in self.profiles.all():
            self._gather(each.name, kind)
        self.token_places.choose(kind)

    def _gather(self, profile: str, kind: str) -> None:
        """Move what a profile has in another store into this one, and end a move that was cut short."""
        from podpusher_cli.core.accounts import ENTRIES
        from podpusher_cli.store.token_move import move, wipe
        from podpusher_cli.store.token_places import Place

        place = self.token_places.of(profile)
        before = place.kind if place else self.token_places.chosen or "keyring"
        if place and place.leftover:
            with suppress(MachineTrouble):
                wipe(profile, ENTRIES, self._plain_store(place.leftover, profile), self.token_places)
        if kind == "env" or before in {kind, "env"} or not (place or self.profiles.was_connected(profile)):
            return
        old, new = self._plain_store(before, profile), self._plain_store(kind, profile)
        try:
            move(profile, ENTRIES, old, new, self.token_places)
        except KeyringTrouble as error:
            if before != "keyring":
                raise
            self.out.warn(
                N_(
                    "What the keyring holds of profile “{profile}” stays there; connect again what is missing. {problem}"
                ),
                profile=profile,
                problem=error,
            )
            if profile == self.profile:  # who connects it anew shall not be kept from it
                self.token_places.record(profile, Place(kind))

    def require_tokens_kept(self) -> None:
        """Raise TokensAside where fresh tokens are in a file aside, because their store failed."""
        for aside in self.token_store.aside.values():
            raise aside
