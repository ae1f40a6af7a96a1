"""The words of the root, in the order of its help page: the module of commands/ that has each, and what it is for."""

from __future__ import annotations

from typing import NamedTuple

from podpusher_cli.core.text import N_


class Word(NamedTuple):
    """A word: the module that mounts it, imported only when the word is used, and its line on the root's help page."""

    module: str
    help: str


WORDS = {
    "connect": Word("connect", N_("Connect a provider: etsy, printify, stripe or openai.")),
    "trends": Word("trends", N_("Trends: what rises now, ranked, and where each was seen.")),
    "ideas": Word("ideas", N_("Ideas: find, list, keep and drop them.")),
    "generate": Word("generate", N_("Make print-ready designs and their listings, of your ideas or of trends.")),
    "publish": Word(
        "publish", N_("Publish products through Printify to Etsy, or carry on where the last try stopped.")
    ),
    "status": Word("accounts", N_("Show how the connections stand.")),
    "plan": Word("plan", N_("Show the plan: what it costs and includes.")),
    "quota": Word("quota", N_("Show what is used of the plan's limits.")),
    "upgrade": Word("plan", N_("Buy a plan at Stripe, or change the one you have.")),
    "billing": Word("billing", N_("The plan at Stripe: portal, sync, events.")),
    "disconnect": Word("accounts", N_("Forget a connection.")),
    "profile": Word("profiles", N_("Profiles: one for each shop, with its own state.")),
    "bulk": Word("bulk", N_("Many products from one file.")),
    "designs": Word("designs", N_("Designs: list, show and review them.")),
    "feedback": Word(
        "feedback", N_("Say what is good and what is not, so that what comes next is better; list what was said.")
    ),
    "products": Word("products", N_("Products: list, show, edit and remove them.")),
    "check": Word(
        "check", N_("Check a text for false claims, other people's names, forbidden things and broken rules.")
    ),
    "prompts": Word("prompts", N_("Prompts: what models are asked with.")),
    "blueprints": Word("blueprints", N_("Blueprints: the blanks that Printify prints on.")),
    "runs": Word("runs", N_("Runs: list and show them, or take up the rest of one.")),
    "settings": Word("settings", N_("Settings of a profile: list, get and set them.")),
    "notifications": Word("notifications", N_("Notices of what happened meanwhile.")),
    "doctor": Word("doctor", N_("Look over this machine, your data and your connections.")),
    "db": Word("db", N_("The profile's database: back up, restore, export.")),
    "schema": Word("schema", N_("Print the JSON Schema of what a command prints with --json.")),
    "completion": Word("completion", N_("Print the script that completes podpusher's words in your shell.")),
    "sandbox": Word("sandbox", N_("The sandbox: Etsy, Printify and the trend sites on this machine, to rehearse in.")),
    "demo": Word("demo", N_("Watch the whole job, on a sandbox: nothing reaches a real shop.")),
}
