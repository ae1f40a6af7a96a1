"""Etsy's operations around the listings: profiles, policies, partners, sales, reviews, scopes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from podpusher_cli.sandbox import accounts
from podpusher_cli.sandbox.answers import Answer, Call, Refuse, answer_json, dumps, loads
from podpusher_cli.sandbox.etsy_oauth import OAuth
from podpusher_cli.sandbox.etsy_reads import Operate, missing, own_shop, page_of
from podpusher_cli.sandbox.etsy_shop import ShopWindow
from podpusher_cli.sandbox.etsy_spec import Checked
from podpusher_cli.sandbox.world import World

_READINESS = "readiness_state_definition_id"


class Account:
    """Operations by their id in the document."""

    def __init__(self, world: World, oauth: OAuth) -> None:
        self.world = world
        self.oauth = oauth
        self.window = ShopWindow(world)

    def handlers(self) -> dict[str, Operate]:
        """Every operation about profiles and sales."""
        return {
            "getShopShippingProfiles": self._many("shipping"),
            "getShopShippingProfile": self._one("shipping", "shipping_profile_id", "shipping_profile_id"),
            "getShopReturnPolicies": self._many("returns"),
            "getShopReturnPolicy": self._one("returns", "return_policy_id", "return_policy_id"),
            "getShopReadinessStateDefinitions": self._many("readiness"),
            "getShopReadinessStateDefinition": self._one("readiness", _READINESS, "readiness_state_id"),
            "createShopReadinessStateDefinition": self._new_readiness,
            "getShopProductionPartners": self._many("partner"),
            "getShopSections": self._nothing,
            "getReviewsByListing": self._nothing,
            "getReviewsByShop": self._nothing,
            "getShopReceipts": self._receipts,
            "getShopReceipt": self._receipt,
            "getShopReceiptTransactionsByShop": self._transactions,
            "getShopReceiptTransactionsByListing": self._transactions,
            "getShopReceiptTransactionsByReceipt": self._transactions,
            "tokenScopes": self._scopes,
        }

    def _many(self, kind: str) -> Operate:
        def operate(_call: Call, checked: Checked) -> Answer:
            if kind != "returns":
                own_shop(checked)
            return page_of(self.window.profiles(kind), checked)

        return operate

    def _one(self, kind: str, asked: str, field: str) -> Operate:
        def operate(_call: Call, checked: Checked) -> Answer:
            own_shop(checked)
            for profile in self.window.profiles(kind):
                if profile[field] == checked.values[asked]:
                    return answer_json(200, profile)
            raise missing()

        return operate

    def _nothing(self, _call: Call, _checked: Checked) -> Answer:
        return answer_json(200, {"count": 0, "results": []})

    def _new_readiness(self, call: Call, checked: Checked) -> Answer:
        """A new processing profile; the same one twice is a conflict that names the first."""
        own_shop(checked)
        asked = checked.body
        days = 7 if asked.get("processing_time_unit") == "weeks" else 1
        low, high = asked["min_processing_time"] * days, asked["max_processing_time"] * days
        if low > high:
            text = "There was a problem with /min_processing_time : must not be above max_processing_time"
            raise Refuse(answer_json(400, {"error": text}))
        wanted = (asked["readiness_state"], low, high)
        known = self.window.profiles("readiness")
        for profile in known:
            if (profile["readiness_state"], profile["min_processing_days"], profile["max_processing_days"]) == wanted:
                place = f"{call.path}/{profile['readiness_state_id']}"
                raise Refuse(answer_json(409, {"error": "Processing profile exists."}, {"content-location": place}))
        number = max(profile["readiness_state_id"] for profile in known) + 1
        made: dict[str, Any] = {
            "shop_id": accounts.ETSY_SHOP,
            "readiness_state_id": number,
            "readiness_state": wanted[0],
        }
        made |= {"min_processing_days": low, "max_processing_days": high}
        made["processing_days_display_label"] = f"{low}-{high} days"
        self.world.run("insert into profiles values (?, 'readiness', ?)", number, dumps(made))
        return answer_json(201, made)

    def _all_receipts(self) -> list[dict[str, Any]]:
        return [loads(row[0]) for row in self.world.rows("select doc from receipts order by receipt_id desc")]

    def _receipts(self, _call: Call, checked: Checked) -> Answer:
        own_shop(checked)
        asked = checked.values
        tests: dict[str, Callable[[dict[str, Any]], bool]] = {
            "min_created": lambda receipt: receipt["created_timestamp"] >= asked["min_created"],
            "max_created": lambda receipt: receipt["created_timestamp"] <= asked["max_created"],
            "min_last_modified": lambda receipt: receipt["updated_timestamp"] >= asked["min_last_modified"],
            "max_last_modified": lambda receipt: receipt["updated_timestamp"] <= asked["max_last_modified"],
            "was_paid": lambda receipt: receipt["is_paid"] is asked["was_paid"],
            "was_shipped": lambda receipt: receipt["is_shipped"] is asked["was_shipped"],
        }
        used = [test for name, test in tests.items() if asked.get(name) is not None]
        return page_of([receipt for receipt in self._all_receipts() if all(test(receipt) for test in used)], checked)

    def _receipt(self, _call: Call, checked: Checked) -> Answer:
        own_shop(checked)
        for receipt in self._all_receipts():
            if receipt["receipt_id"] == checked.values["receipt_id"]:
                return answer_json(200, receipt)
        raise missing()

    def _transactions(self, _call: Call, checked: Checked) -> Answer:
        own_shop(checked)
        wanted = {name: checked.values[name] for name in ("listing_id", "receipt_id") if name in checked.values}
        every = [item for receipt in self._all_receipts() for item in receipt["transactions"]]
        return page_of([item for item in every if all(item[name] == value for name, value in wanted.items())], checked)

    def _scopes(self, _call: Call, checked: Checked) -> Answer:
        found = self.oauth.holder(checked.body["token"])
        if found is None or not found[1]:
            raise Refuse(answer_json(401, {"error": "invalid_token", "error_description": "access token is not valid"}))
        return answer_json(200, {"scopes": found[0].split()})
