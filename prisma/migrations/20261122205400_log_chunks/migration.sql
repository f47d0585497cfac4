-- Which records of an access log are counted, where that is not all of them up to a point: records that were refused are
-- counted when they come again, and so are those of a piece that comes after a later one. Beside log_source.position, before
-- which every record is taken for counted.
create table telemetry.log_chunk (
  source text not null,
  chunk bigint not null,              -- records chunk × 8192 and the 8191 after it
  counted bytea not null,             -- a bit a record; '' = all of them
  seen_at timestamptz not null,
  primary key (source, chunk)
);
create index log_chunk_seen on telemetry.log_chunk (seen_at);

-- The application makes and drops partitions, and must own what it does that to.
select protect_audit();
