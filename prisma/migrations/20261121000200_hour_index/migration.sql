-- The fleet is read by the hour: every pool of thirteen hours out of a month. The primary key leads with the pool, so
-- that alone would be a descent for each pool, and before PostgreSQL 18 a scan of the whole month.
-- Seven bytes a row of sixty minutes. An hour that is rewritten keeps its place here, and its update touches no index.
create index pool_hour_by_hour on telemetry.pool_hour (hour);
