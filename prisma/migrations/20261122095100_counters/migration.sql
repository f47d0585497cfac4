-- Counters of senders that report totals since a start (Prometheus, OpenTelemetry), and what was seen of their labels.
-- Units as in the migration that made the schema. Why it is so: lib/telemetry/counters/README.md.

-- The newest point of every series of a node (kind 0) or of a registry in a pool (1 = requests, 2 = bytes). A series goes
-- forward only: an interval between two points is counted once, whichever process counts it.
create table telemetry.counter_point (
  pool int not null,
  kind smallint not null,
  owner int not null,                 -- slot of the node, or id of the registry
  points bytea not null,              -- see lib/telemetry/counters/pointRow.ts
  primary key (pool, kind, owner)
) with (fillfactor = 70);

-- What the intervals of a minute add up to, by owner: it grows until every series has passed the minute.
create table telemetry.counter_minute (
  pool int not null,
  minute int not null,
  kind smallint not null,
  sums bytea not null,                -- see lib/telemetry/counters/sumRow.ts
  primary key (pool, minute, kind)
) partition by range (minute);

-- The label sets that came last, a bounded number of them: what a change of the mapping is tried on.
create table telemetry.seen_series (
  id text primary key,                -- digest of endpoint and labels
  endpoint text not null,
  source text not null,
  metric text not null,
  labels jsonb not null,
  last_seen_at timestamptz not null
);
create index seen_series_last on telemetry.seen_series (last_seen_at);

-- How many records of an access log have been counted, by who the log is: counted in the transaction of its totals.
create table telemetry.log_source (
  source text primary key,            -- as the sender names it, or the digest of a body that has no name
  position bigint not null,
  seen_at timestamptz not null
);
create index log_source_seen on telemetry.log_source (seen_at);

alter table telemetry.counter_point alter column points set storage external;
alter table telemetry.counter_minute alter column sums set storage external;

-- The application makes and drops partitions, and must own what it does that to.
select protect_audit();
