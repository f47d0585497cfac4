-- A writer finds its hours by pool and hour together. With an index of the hour alone the planner, once it had statistics,
-- took that one and read the hour of every pool for each row that it updated: thirty times the work. With both columns
-- either index answers at once. Updates still touch none of them.
drop index telemetry.pool_hour_by_hour;
create index pool_hour_by_hour on telemetry.pool_hour (hour, pool);
