-- What the outside world remembers.
create table if not exists meta (key text primary key, value text not null) strict;
create table if not exists uploads (
    id text primary key,
    file_name text not null,
    width integer not null,
    height integer not null,
    size integer not null,
    mime text not null,
    at real not null,
    archived integer not null default 0,
    creates integer not null default 0 -- how many products were refused because it was too fresh
) strict;
create table if not exists products (
    seq integer primary key,
    id text not null unique,
    shop_id integer not null,
    title text not null,
    doc text not null, -- what the seller sent
    body blob not null, -- the answer's JSON but for its end
    tail blob not null, -- that end: external and is_locked
    deleted integer not null default 0,
    sku_keys text not null,
    revision integer not null default 1,
    published_revision integer,
    external text,
    lock_until real,
    outcome text, -- what the running publish will come to
    failure text, -- why the last one failed; no API tells it
    created_at real not null
) strict;
create index if not exists products_of_shop on products (shop_id, deleted, id);
create table if not exists listings (
    listing_id integer primary key,
    shop_id integer not null,
    state text not null,
    origin text not null, -- printify or etsy
    product_id text,
    created real not null,
    doc text not null,
    inventory text not null,
    images_due integer not null default 0 -- pictures that a fresh publish is still sending
) strict;
create index if not exists listings_of_shop on listings (shop_id, state, listing_id);
create table if not exists images (
    image_id integer primary key autoincrement, listing_id integer not null, place integer not null, doc text not null
) strict;
create index if not exists images_of_listing on images (listing_id, place, image_id);
create table if not exists profiles (id integer primary key, kind text not null, doc text not null) strict;
create table if not exists receipts (receipt_id integer primary key, created real not null, doc text not null) strict;
create table if not exists fees (
    id integer primary key, listing_id integer not null, cents integer not null, at real not null
) strict;
create table if not exists consents (id text primary key, doc text not null, at real not null) strict;
create table if not exists codes (
    code text primary key, doc text not null, expires real not null, used integer not null default 0
) strict;
create table if not exists tokens (
    token text primary key,
    kind text not null,
    grant_id integer not null,
    scope text not null,
    expires real not null,
    state text not null default 'live' -- live, rotated or revoked
) strict;
-- Printify's: a merchant's consent to an app.
create table if not exists app_consents (id text primary key, doc text not null, at real not null) strict;
create table if not exists app_codes (
    code text primary key, expires real not null, used integer not null default 0
) strict;
create table if not exists app_tokens (
    token text primary key,
    kind text not null,
    expires real, -- an access token's
    state text not null default 'live' -- live, rotated or revoked
) strict;
create table if not exists stripe (
    seq integer primary key autoincrement,
    book text not null, -- account and mode
    kind text not null, -- the object's own word, or what the sandbox keeps beside them
    id text not null,
    doc text not null,
    unique (book, kind, id)
) strict;
create index if not exists stripe_in_order on stripe (book, kind, seq);
create table if not exists openai_files (
    seq integer primary key, id text not null unique, doc text not null, content blob not null, expires real not null
) strict;
create table if not exists openai_batches (
    seq integer primary key, id text not null unique, doc text not null, kept integer not null -- how long its files are, in seconds
) strict;
