-- What the cores of a node said of the instants that came last, where one body did not bring all of them: parts of an instant
-- are put together whichever process takes them in. Why it is so: lib/telemetry/shares/README.md.
create table telemetry.node_shares (
  pool int not null,
  slot int not null,
  series int not null,                -- which shares the node sends, as a sum of their digests
  shares bytea not null,              -- see lib/telemetry/shares/shareRow.ts
  primary key (pool, slot)
) with (fillfactor = 70);

alter table telemetry.node_shares alter column shares set storage external;

-- The application makes and drops partitions, and must own what it does that to.
select protect_audit();
