"""What can keep a product from being published: found before anything is sent, or told by the providers."""

from __future__ import annotations

from podpusher_cli.core.errors import BadInput, Busy, PodpusherError
from podpusher_cli.core.text import N_


class Unpublishable(BadInput):
    """Found before anything is sent."""

    code = "publish.invalid"


class NoSuchVariant(Unpublishable):
    code = "publish.variants"
    message = N_("Printify has no variant “{words}” for this blueprint and print provider.")
    hint = N_("podpusher blueprints show {blueprint}")


class TooManyVariants(Unpublishable):
    code = "publish.too_many_variants"
    message = N_("{count} variants are more than the 100 that one listing can have.")
    hint = N_("podpusher products edit {product} --variants …")


class BelowCost(Unpublishable):
    code = "publish.below_cost"
    message = N_("The price {price} is below Printify's cost of {cost}.")
    hint = N_("podpusher products edit {product} --price …")


class BadListing(Unpublishable):
    code = "publish.listing"
    message = N_("Etsy would refuse the listing: {problem}")
    hint = N_("podpusher products edit {product} …")


class NotMade(Unpublishable):
    code = "publish.blueprint"
    message = N_("Printify has no blueprint {blueprint} from print provider {print_provider}.")
    hint = N_("podpusher products edit {product} …")


class OtherBlank(Unpublishable):
    """Printify takes another blueprint or print provider without a word, and ignores it (reference/printify.md, section 4.4)."""

    code = "publish.other_blank"
    message = N_("Printify cannot change the blueprint or the print provider of a product that it has.")
    hint = N_("Delete the product at Printify, then: podpusher publish {product}")


class BadPrintFile(Unpublishable):
    code = "publish.print_file"
    message = N_("The design cannot be printed well: {problem}")
    hint = N_("podpusher products edit {product} --design …")


class NoFile(Unpublishable):
    code = "publish.file_missing"
    message = N_("The design's file is gone: {path}")
    hint = N_("podpusher products edit {product} --design …")


class Incomplete(BadInput):
    code = "publish.incomplete"
    message = N_("“{title}” lacks: {missing}.")
    hint = N_("podpusher products edit {product} …")


class DraftAtEtsy(BadInput):
    """Nobody has seen Printify put a draft on sale by another publish (reference/printify.md, section 6.3)."""

    code = "publish.draft_at_etsy"
    message = N_("“{title}” is a draft at Etsy already; nothing was sent.")
    hint = N_("Put it on sale at Etsy: Shop Manager, Listings, Drafts, listing {listing}.")


class SeveralMatches(PodpusherError):
    code = "publish.several_matches"
    exit_status = 2
    message = N_("Printify has several products that could be this one: {found}.")
    hint = N_("Delete all but one of them at Printify, then: podpusher publish {product}")


class PublishFailed(PodpusherError):
    code = "publish.failed"
    exit_status = 2
    message = N_("Printify could not put it on Etsy and gives no reason.")
    hint = N_("Open the product at Printify: it shows a publishing error. Then: podpusher publish {product}")


class PublishPending(PodpusherError):
    """Neither done nor failed when the run's patience ended."""

    code = "publish.pending"
    exit_status = 7
    message = N_("Printify is still working on it.")
    hint = N_("podpusher publish looks again.")


class PublishInDoubt(PodpusherError):
    """A live publish is never sent twice without being asked for twice."""

    code = "publish.in_doubt"
    exit_status = 7
    message = N_("It is not certain that Printify heard the order to publish it live, which costs a fee.")
    hint = N_("Look at Printify; if it is not there: podpusher publish {product} --live")


class TakenOver(Busy):
    """This process stood still for so long that it was taken for dead."""

    message = N_("Another run has taken over what this one was working on.")


class Deleted(PodpusherError):
    code = "publish.deleted"
    exit_status = 4
    message = N_("It was deleted at Printify while it was being published.")
    hint = N_("To have it made again: podpusher publish {product}")


class OtherShop(PodpusherError):
    """A shop that is connected to Etsy anew has another number, and none of its products (reference/printify.md, section 6.3)."""

    code = "publish.other_shop"
    exit_status = 7
    message = N_(
        "Printify shop {shop} was asked to publish it, and another one is connected now: it may be on Etsy already."
    )
    hint = N_("Look at Etsy; if it is not there: podpusher publish {product}")


class ListedAlready(PodpusherError):
    code = "publish.listed_already"
    exit_status = 2
    message = N_(
        "It is on Etsy as listing {listing}, but this Printify shop does not have it: it would be listed twice."
    )
    hint = N_(
        "Delete that listing at Etsy, or connect the Printify shop it came from; then: podpusher publish {product}"
    )


class ListingUnseen(PodpusherError):
    code = "publish.listing_unseen"
    exit_status = 7
    message = N_("Printify says that it is on Etsy, but Etsy does not show listing {listing}.")
    hint = N_("podpusher publish looks again.")


class CreateInDoubt(PodpusherError):
    code = "publish.create_in_doubt"
    exit_status = 7
    message = N_("It is not yet certain whether Printify made it.")
    hint = N_("podpusher publish looks again before it makes anything.")
