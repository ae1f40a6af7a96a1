"""The database's history. Numbered, only ever added to; `db.LATEST` is their count."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("podpusher")


def apply(connection: sqlite3.Connection) -> None:
    """Bring the database up to date, once, however many processes try at the same time."""
    from podpusher_cli.store.db import LATEST

    connection.execute("begin immediate")  # Migrations.apply alone races with another process
    try:
        migrations.apply(Database(connection))
        connection.execute(f"pragma user_version = {LATEST}")
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


@migrations()
def m001_the_spine(db: Database) -> None:
    """Settings, designs, products, runs, the journal, trends, notices."""
    for statement in _SPINE.split(";\n"):
        if statement.strip():
            db.execute(statement)


@migrations()
def m002_making(db: Database) -> None:
    """Generations with their items, and what was spent on them. The catalogue's answers are in the cache of all answers."""
    for statement in _MAKING.split(";\n"):
        db.execute(statement)


@migrations()
def m003_the_plan(db: Database) -> None:
    """The ledger of what a plan counts, and what is known of the subscription."""
    for statement in _PLAN.split(";\n"):
        db.execute(statement)


@migrations()
def m004_history(db: Database) -> None:
    """What signals add up to by hour, day and week; the keywords there were, to be searched; the key of the lists' cursors."""
    for statement in _HISTORY.split(";\n"):
        db.execute(statement)


@migrations()
def m005_feedback(db: Database) -> None:
    """What the seller thinks of ideas, designs and copy; the tags that designs were given."""
    for statement in _FEEDBACK.split(";\n"):
        db.execute(statement)


@migrations()
def m006_spending(db: Database) -> None:
    """What a request was expected to cost; the most that a run may spend; batches and what is known of each."""
    for statement in _SPENDING.split(";\n"):
        db.execute(statement)


@migrations()
def m007_ideas(db: Database) -> None:
    """Ideas with what speaks for each, and the paid searches that found them."""
    for statement in _IDEAS.split(";\n"):
        db.execute(statement)


@migrations()
def m008_listing_texts(db: Database) -> None:
    """What a listing's picture shows, and the listing in other languages."""
    for statement in _LISTING_TEXTS.split(";\n"):
        db.execute(statement)


@migrations()
def m009_prints(db: Database) -> None:
    """What was measured of each design's print file, and how it looks in 256 bits."""
    for statement in _PRINTS.split(";\n"):
        db.execute(statement)


@migrations()
def m010_decisions(db: Database) -> None:
    """What the seller lets pass of the warnings about a text, and why."""
    for statement in _DECISIONS.split(";\n"):
        db.execute(statement)


@migrations()
def m011_who_searches(db: Database) -> None:
    """Which process is at a paid search for ideas."""
    db.execute("alter table idea_searches add column holder text")


@migrations()
def m012_what_is_searched(db: Database) -> None:
    """What a paid search for ideas was asked about."""
    db.execute("alter table idea_searches add column subjects text not null default '[]'")


_SPINE = """
create table settings (key text primary key, value text not null) strict;

create table designs (
    seq integer primary key, id text not null unique, idea text not null, file text not null, sha256 text not null,
    width integer not null, height integer not null, dpi integer not null, source text not null, model text not null,
    layout text, palette text, fonts text not null default '[]', seed integer, cost_amount integer, cost_currency text,
    garment text not null default 'dark', trend text, created_at real not null
) strict;
create index designs_by_content on designs (sha256);

create table products (
    seq integer primary key, id text not null unique, state text not null,
    title text not null, description text not null, tags text not null, design_id text references designs (id),
    blueprint_id integer, print_provider_id integer, variants text not null, price integer, currency text,
    run_id text, source_file text, source_row integer, import_key text unique,
    sku_key text not null unique, live integer not null default 0,
    stage text not null default 'new', attempt integer not null default 0, sent_at real, body_hash text, seen_locked integer not null default 0,
    printify_shop text, printify_id text, etsy_listing text, etsy_state text, etsy_url text,
    error_code text, error_message text, error_hint text, retry_at real,
    claim_run text, claim_holder text, claim_until real,
    created_at real not null, updated_at real not null
) strict;
create index products_by_state on products (state, seq);
create index products_by_claim on products (claim_run, seq) where claim_run is not null;
create index products_by_run on products (run_id, seq);

create table runs (
    seq integer primary key, id text not null unique, command text not null, state text not null, live integer not null default 0,
    holder text not null, started_at real not null, ended_at real, counts text not null default '{}'
) strict;

create table run_items (
    run_id text not null references runs (id), product_id text not null, outcome text, primary key (run_id, product_id)
) strict, without rowid;

create table journal (
    id integer primary key, run_id text not null, product_id text not null, step text not null, attempt integer not null,
    state text not null, intent text not null, answer text, begun_at real not null, ended_at real
) strict;
create index journal_by_product on journal (product_id, id);

create table artwork (
    account text not null, sha256 text not null, image_id text not null, uploaded_at real not null, primary key (account, sha256)
) strict, without rowid;

create table catalog (key text primary key, body text not null, fetched_at real not null) strict, without rowid;

create table variant_costs (
    blueprint_id integer not null, print_provider_id integer not null, variant_id integer not null, cost integer not null,
    seen_at real not null, primary key (blueprint_id, print_provider_id, variant_id)
) strict, without rowid;

create table signals (
    id integer primary key, source text not null, route text not null, keyword text not null, key text not null, kind text not null,
    category text, metric_name text, metric_value integer, metric_scale text not null, rank integer, region text not null,
    observed_at real not null, extra text not null default '{}'
) strict;
create unique index signals_by_time on signals (source, region, observed_at, key);

create table notices (
    seq integer primary key, id text not null unique, kind text not null, message text not null, fields text not null default '{}',
    created_at real not null, read_at real
) strict
"""


_MAKING = """
create table generations (run_id text primary key references runs (id), key text not null, wanted text not null) strict, without rowid;
create index generations_by_key on generations (key);

create table generation_items (
    run_id text not null references generations (run_id), place integer not null, design_id text not null, idea text not null, trend text,
    trend_key text, seed integer not null, state text not null default 'planned', product_id text,
    error_code text, error_message text, error_hint text, perhaps_billed integer not null default 0, primary key (run_id, place)
) strict, without rowid;
create index generation_items_by_trend on generation_items (trend_key) where trend_key is not null;
create index generation_items_by_idea on generation_items (idea);

create table spends (
    id integer primary key, item text not null, purpose text not null, provider text not null, model text not null, prompt text not null,
    seed integer not null, state text not null, text_in integer not null default 0, text_out integer not null default 0,
    image_in integer not null default 0, image_out integer not null default 0, micros integer, request_id text, at real not null
) strict;
create index spends_by_item on spends (item, purpose);

drop table catalog
"""


_PLAN = """
create table quota (
    id text primary key, item text not null, resource text not null, run_id text, command text not null, holder text not null,
    metered integer not null default 0, state text not null, reserved_at real not null, settled_at real, unique (item, resource)
) strict, without rowid;
create index quota_by_time on quota (resource, reserved_at, state);

create table quota_told (
    resource text not null, period_start real not null, most integer not null, percent integer not null,
    primary key (resource, period_start, most, percent)
) strict, without rowid;

create table subscription (
    only integer primary key check (only = 1), account text, livemode integer not null, customer text, doc text not null, as_of real not null
) strict;

create table stripe_events (
    seq integer primary key, id text not null unique, type text not null, created real not null, livemode integer not null, account text,
    api_version text, customer text, source text not null, seen_at real not null, applied_at real, outcome text
) strict;
create index stripe_events_waiting on stripe_events (seq) where applied_at is null;

create table stripe_cursors (
    account text not null, livemode integer not null, event text not null, created real not null, primary key (account, livemode)
) strict, without rowid;

create table checkouts (
    intent text primary key, price text not null, session text, url text, state text not null, created_at real not null, ended_at real
) strict, without rowid;

create table meter_outbox (
    identifier text primary key, event_name text not null, value integer not null, at real not null, sent_at real, refused text
) strict, without rowid
"""


_HISTORY = """
alter table signals add column word text not null default '';
alter table signals add column days integer not null default 0;
update signals set word = coalesce(extra ->> '$.tag', ''), days = coalesce(cast(extra ->> '$.period' as integer), 0);

create table trend_hours (
    bucket integer not null, source text not null, region text not null, key text not null, metric text not null, scale text not null,
    word text not null, days integer not null, seen integer not null, best_rank integer, low integer, high integer,
    last_at real not null, value integer, primary key (bucket, source, region, key, metric, scale, word, days)
) strict, without rowid;

create table trend_days (
    key text not null, region text not null, source text not null, metric text not null, scale text not null,
    word text not null, days integer not null, bucket integer not null, seen integer not null, best_rank integer,
    low integer, high integer, last_at real not null, value integer,
    primary key (key, region, source, metric, scale, word, days, bucket)
) strict, without rowid;

create table trend_weeks (
    key text not null, region text not null, source text not null, metric text not null, scale text not null,
    word text not null, days integer not null, bucket integer not null, seen integer not null, best_rank integer,
    low integer, high integer, last_at real not null, value integer,
    primary key (key, region, source, metric, scale, word, days, bucket)
) strict, without rowid;

create table trend_marks (
    only integer primary key check (only = 1), upto integer not null, since real not null, cursor_key text not null
) strict;
insert into trend_marks values (1, 0, 0, lower(hex(randomblob(32))));

create table keywords (id integer primary key, key text not null unique, keyword text not null, folded text not null) strict;
create virtual table keyword_words using fts5(folded, content='', tokenize='trigram')
"""


_FEEDBACK = """
create table feedback (
    seq integer primary key, id text not null unique, about text not null, text text not null, verdict text, reason text,
    because text, rating integer, note text, at real not null
) strict;
create index feedback_by_subject on feedback (about, seq);

create table design_tags (
    design_id text not null references designs (id), tag text not null, primary key (design_id, tag)
) strict, without rowid;
create index designs_by_tag on design_tags (tag, design_id)
"""


_SPENDING = """
alter table spends add column estimate integer;
alter table spends add column guessed integer not null default 0;
alter table spends add column batch text;
create index spends_by_time on spends (at);
create index spends_by_batch on spends (batch, state) where batch is not null;

alter table generations add column cap integer;

create table batches (
    seq integer primary key, id text not null unique, run_id text not null references generations (run_id), purpose text not null,
    model text not null, state text not null, remote_id text, input_file text, output_file text, error_file text,
    code text, problem text, made_at real not null, creating_at real, submitted_at real, expires_at real, looked_at real, ended_at real
) strict;
create index batches_by_run on batches (run_id, seq)
"""


_IDEAS = """
create table ideas (
    seq integer primary key, id text not null unique, text text not null, key text not null unique, language text not null,
    source text not null, trend text, occasion text, evidence text not null default '[]', niche text, pattern text,
    score integer not null, reasons text not null default '[]', model text not null, prompt text, seed integer not null,
    search text, state text not null, because text, created_at real not null, decided_at real
) strict;
create index ideas_by_score on ideas (state, score, seq);
create index ideas_by_kind on ideas (state, niche, pattern);

create table idea_searches (
    id text primary key, key text not null, state text not null, begun_at real not null
) strict, without rowid;
create index idea_searches_by_key on idea_searches (key, state)
"""


_LISTING_TEXTS = """
alter table products add column alt text not null default '';

create table translations (
    product_id text not null references products (id) on delete cascade, language text not null, title text not null,
    description text not null, tags text not null, alt text not null, at real not null, primary key (product_id, language)
) strict, without rowid
"""


_PRINTS = """
create table design_prints (
    design_id text primary key references designs (id), version integer not null, look text, facts text not null, ink text,
    changes text not null default '[]', original text, original_sha256 text, measured_at real not null
) strict;
create index design_prints_by_original on design_prints (original_sha256) where original_sha256 is not null
"""


_DECISIONS = """
create table decisions (
    seq integer primary key, id text not null unique, key text not null, text text not null, field text not null, reason text not null,
    allowed text not null, sources text not null, at real not null
) strict;
create index decisions_by_key on decisions (key)
"""
