-- Tables that are distributed by Citus cannot be limited to regions by a policy: then nobody who is limited is let in, in words,
-- instead of no start at all. As in 20261122094500_region_limits but for that.
create or replace function limit_regions() returns boolean language plpgsql as $$
declare
  one record;
begin
  if not exists (select from pg_roles where rolname = 'ballast_limited') then
    create role ballast_limited nologin;
  end if;
  if not pg_has_role(current_user, 'ballast_limited', 'member') then
    execute format('grant ballast_limited to %I', current_user);
  end if;
  grant usage on schema public, telemetry to ballast_limited;
  grant usage on all sequences in schema public to ballast_limited;
  for one in select space, tab, seen, coalesce(changed, seen) as changed from limits.region_limit loop
    execute format('grant %s on %I.%I to ballast_limited',
      case when one.tab = 'audit_event' then 'select, insert' when one.changed = 'false' then 'select'
        else 'select, insert, update, delete' end,
      one.space, one.tab);
    perform limit_table(one.space, one.tab, one.seen, one.changed);
  end loop;
  return true;
exception
  when insufficient_privilege or unique_violation or duplicate_object or lock_not_available or deadlock_detected
      -- Citus takes no policy that asks another table.
      or feature_not_supported then
    return false;
end
$$;
