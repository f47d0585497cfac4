-- Where Citus distributes the telemetry, its tables are not tried: what it answers to a policy that asks another table is not
-- the same error on a coordinator that holds parts itself. As in 20261122110500_limits_on_citus but for that.
create or replace function limit_regions() returns boolean language plpgsql as $$
declare
  one record;
begin
  if is_telemetry_distributed() then return false; end if;
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
  when insufficient_privilege or unique_violation or duplicate_object or lock_not_available or deadlock_detected then
    return false;
end
$$;

create function is_telemetry_distributed() returns boolean language plpgsql stable as $$
declare
  answer boolean;
begin
  if to_regclass('pg_catalog.pg_dist_partition') is null then return false; end if;
  -- As text: where there is no Citus, there is no such table.
  execute 'select exists (select from pg_catalog.pg_dist_partition join pg_class on pg_class.oid = logicalrelid
    where relnamespace = ''telemetry''::regnamespace)' into answer;
  return answer;
end
$$;
