-- Telemetry: its own schema, out of Prisma's sight, because Prisma cannot express partitions.
-- Units: `minute` = minutes since 1970-01-01T00:00Z, `hour` = minute / 60 (floor), CPU in hundredths of a point
-- (0..10000), -1 = no data. Vectors are little-endian int16. Why it is laid out so: ARCHITECTURE.md, "Storage".
-- The distribution column (pool, or stamp for outcomes) leads every primary key.

create schema telemetry;

-- A node exists from its first sample on. `slot` is its place in the packed vectors of its pool, given once.
create table telemetry.node (
  pool int not null,
  slot smallint not null,
  name text not null,
  first_minute int not null,
  primary key (pool, slot),
  unique (pool, name)
);

-- All nodes of a pool in one minute. Slot of values[i] = first_slot + i.
create table telemetry.pool_minute (
  pool int not null,
  minute int not null,
  first_slot smallint not null,
  present smallint not null,          -- nodes with data
  hot smallint not null,              -- greatest node-minute
  average smallint not null,          -- mean over the nodes present
  hottest smallint not null,          -- slot of the hottest node (ties: lowest name)
  values bytea not null,              -- int16 per slot
  seconds bytea not null,             -- which seconds of the minute were reported, see lib/telemetry/cpu/minuteRow.ts
  primary key (pool, minute)
) partition by range (minute);

-- The same, an hour in a row, 60 bins each: what every percentile, ranking and fleet heat map reads.
-- Always written in the transaction that writes the minutes, so it is never behind them.
create table telemetry.pool_hour (
  pool int not null,
  hour int not null,
  first_slot smallint not null,
  hot bytea not null,                 -- 60 × int16, -1 = no data
  average bytea not null,             -- 60 × int16, -1 = no data
  hottest bytea not null,             -- 60 × int16 slot, -1 = no data
  presence bytea not null,            -- per slot 8 bytes: bit b of byte b/8 = the node reported in bin b; two bytes = all of so many slots did
  primary key (pool, hour)
) partition by range (hour);

-- Registry load of a pool and minute, totals of the minute, packed: see lib/telemetry/load/loadRow.ts.
create table telemetry.load_minute (
  pool int not null,
  minute int not null,
  entries bytea not null,
  primary key (pool, minute)
) partition by range (minute);

-- What customers felt, per stamp and minute; each measure null where not reported.
create table telemetry.outcome_minute (
  stamp int not null,
  minute int not null,
  pull_p95_ms real,
  error_rate real,
  throughput_bytes double precision,
  primary key (stamp, minute)
) partition by range (minute);

-- Which hours a committed write touched, so that caches in any process can tell what they must read again.
-- A reader that asks for xid >= the snapshot xmin of its last look misses no commit. Pruned after minutes.
create table telemetry.change (
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  kind text not null,                 -- 'cpu' | 'load' | 'outcome'
  hours int[] not null,
  pools int[] not null
);
create index change_xid on telemetry.change (xid);

-- Operational counts for Data health, added up by the receiving process about once a second.
create table telemetry.intake (
  source text not null,               -- who sent: the token's or file's name
  endpoint text not null,
  pool int not null,
  received bigint not null default 0, -- valid rows, those known already among them
  duplicate bigint not null default 0, -- counted for the whole body, under pool 0
  rounded bigint not null default 0,
  late bigint not null default 0,     -- arrived more than 5 minutes after its time
  last_sample_at timestamptz,
  last_received_at timestamptz not null,
  primary key (pool, source, endpoint)
);
create table telemetry.rejection (
  source text not null,
  endpoint text not null,
  stamp text not null,                -- as sent
  pool text not null,                 -- as sent
  code text not null,
  count bigint not null default 0,
  last_message text not null,
  last_received_at timestamptz not null,
  primary key (source, endpoint, stamp, pool, code)
);

-- Partition values are noisy numbers: trying to compress them costs time and saves nothing.
alter table telemetry.pool_minute alter column values set storage external, alter column seconds set storage external;
alter table telemetry.pool_hour alter column hot set storage external, alter column average set storage external,
  alter column hottest set storage external, alter column presence set storage external;
