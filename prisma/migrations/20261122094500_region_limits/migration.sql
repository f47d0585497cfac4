-- A token may be limited to a region.
ALTER TABLE "api_token" ADD COLUMN     "region_id" INTEGER;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here on.

-- Limits to regions are kept by the database: whoever is limited is served by connections that work as the role
-- ballast_limited, which sees and changes rows of the regions that `ballast.regions` names and no other, whatever is asked.
-- See lib/auth/README.md. A table that is neither given a policy nor declared fleet-wide here cannot be read by that role.

-- The regions that this connection is limited to; null = none was named, so that nothing is seen.
create function ballast_regions() returns int[] language sql stable parallel safe as
  $$ select string_to_array(nullif(current_setting('ballast.regions', true), ''), ',')::int[] $$;

-- For whom a proposal was made: null = for the whole fleet.
alter table proposal add column limited_to int[] default ballast_regions();

-- What has to be known of the whole fleet, and nothing else of it, also where somebody is limited. Each runs with the rights
-- of its owner, on whom no limit is.
create function audit_head() returns table (id bigint, hash text)
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select id, hash from audit_event order by id desc limit 1 $$;
-- Starts of critical phases since an instant: at most so many an hour in the whole fleet.
create function critical_starts(since timestamptz) returns setof timestamptz
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select started_at from plan_phase where tier = 'critical' and started_at > since $$;
-- Registries that have a home in any region, and tenants that have any registry: what has none belongs to no region.
create function registries_somewhere() returns setof int
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select distinct registry_id from replica $$;
create function tenants_somewhere() returns setof int
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select distinct tenant_id from registry join replica on replica.registry_id = registry.id $$;
-- Those that are also at home outside of these regions: what is changed of them would be changed there too.
create function registries_beyond(regions int[]) returns setof int
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select distinct registry_id from replica where region_id <> all (regions) $$;
create function tenants_beyond(regions int[]) returns setof int
  language sql stable security definer set search_path = pg_catalog, public as
  $$ select distinct tenant_id from registry join replica on replica.registry_id = registry.id
     where region_id <> all (regions) $$;

-- Constraints name tenants, of whatever region: whoever is limited reads those names that they know.
create function seen_constraints(constraints jsonb) returns jsonb language sql stable as $$
  select case when current_user <> 'ballast_limited' or constraints -> 'mustNotShareWith' is null then constraints
    else jsonb_set(constraints, '{mustNotShareWith}', coalesce(
      (select jsonb_agg(named) from jsonb_array_elements_text(constraints -> 'mustNotShareWith') as named
        where named in (select name from tenant)), '[]')) end
$$;
-- And what they do not know of stays when they change the rest.
create function keep_unseen_constraints() returns trigger language plpgsql as $$
begin
  if current_user = 'ballast_limited' and old.constraints -> 'mustNotShareWith' is not null then
    new.constraints := jsonb_set(new.constraints, '{mustNotShareWith}', (
      select coalesce(jsonb_agg(distinct named order by named), '[]') from (
        select jsonb_array_elements_text(coalesce(new.constraints -> 'mustNotShareWith', '[]')) as named
        union all
        select named from jsonb_array_elements_text(old.constraints -> 'mustNotShareWith') as named
         where named not in (select name from tenant)) as kept));
  end if;
  return new;
end
$$;
create trigger replica_keep_unseen before update of constraints on replica
  for each row execute function keep_unseen_constraints();

-- Every table with what of it may be seen, and what a changed or new row must be besides (null = the same). `true` = it is of
-- the whole fleet, and seen by everybody who is let in. Regions are named where they are kept by name, former names too.
-- A later migration declares its tables with declare_limit() or declare_fleet_wide().
create schema limits;
create table limits.region_limit (
  space text not null,
  tab text not null,
  seen text not null,
  changed text,
  primary key (space, tab)
);
insert into limits.region_limit (space, tab, seen, changed)
  select 'public', tab, seen, changed from (values
    ('region', 'id = any ((select ballast_regions())::int[])', null),
    ('stamp', 'region_id = any ((select ballast_regions())::int[])', null),
    ('pool', 'stamp_id in (select id from stamp)', null),
    ('replica', 'region_id = any ((select ballast_regions())::int[])', null),
    ('binding', 'replica_id in (select id from replica)',
      'replica_id in (select id from replica) and stamp_id in (select id from stamp)'),
    ('registry',
      'id in (select registry_id from replica) or id not in (select registries_somewhere())',
      'id not in (select registries_beyond((select ballast_regions())))'),
    ('tenant',
      'id in (select tenant_id from registry) or id not in (select tenants_somewhere())',
      'id not in (select tenants_beyond((select ballast_regions())))'),
    ('former_name',
      'case thing when ''region'' then thing_id in (select id from region)
         when ''stamp'' then thing_id in (select id from stamp)
         when ''registry'' then thing_id in (select id from registry)
         when ''tenant'' then thing_id in (select id from tenant) else false end', null),
    ('signal', 'stamp_id in (select id from stamp)', null),
    ('setting', 'region = '''' or region in (select name from region)', 'region in (select name from region)'),
    ('freeze', 'true', null),
    ('idempotency_key', 'true', null),
    ('state_transition', 'true', null),
    ('api_token', 'region_id = any ((select ballast_regions())::int[])', null),
    ('session', 'token_id in (select id from api_token)', null),
    -- Nothing of the fleet: everybody has an account, and reads their own; others' are for those of the whole fleet.
    ('person', 'true', null),
    ('person_account', 'true', null),
    ('person_session', 'true', null),
    ('person_verification', 'true', null),
    ('person_second_factor', 'true', null),
    ('person_key', 'true', null),
    ('prediction_result', 'region_id = any ((select ballast_regions())::int[])', null),
    -- The parts of a fleet's proposal, and its request, speak of every region of whoever asked.
    ('proposal',
      'coalesce(limited_to <@ (select ballast_regions())::int[], false)
         or (region_id = any ((select ballast_regions())::int[]) and parent_id is null)',
      'region_id is null or region_id = any ((select ballast_regions())::int[])'),
    ('plan', 'region_id = any ((select ballast_regions())::int[])', null),
    ('plan_version', 'plan_id in (select id from plan)', null),
    ('plan_edit', 'version_id in (select id from plan_version)', null),
    ('plan_comment', 'plan_id in (select id from plan)', null),
    ('plan_run', 'plan_id in (select id from plan)', null),
    ('plan_phase', 'plan_id in (select id from plan)', null),
    ('plan_move', 'plan_id in (select id from plan)', null),
    ('plan_approval', 'plan_id in (select id from plan)', null),
    ('plan_deviation', 'plan_id in (select id from plan)', null),
    ('plan_stamp', 'plan_id in (select id from plan)', null),
    ('gate_reading', 'plan_id in (select id from plan)', null),
    ('running_stamp', 'plan_id in (select id from plan)', null),
    ('right_sizing', 'plan_id in (select id from plan)', null),
    ('alert_rule',
      'coalesce(rule ->> ''region'', '''') = '''' or rule ->> ''region'' in (select name from region)',
      'rule ->> ''region'' in (select name from region)'),
    ('alert_watch', 'region in (select name from region
       union all select name from former_name where thing = ''region'')', null),
    ('alert', 'region in (select name from region
       union all select name from former_name where thing = ''region'')', null),
    ('outgoing_channel', 'regions <> ''{}'' and regions <@ array(select name from region)', null),
    ('outgoing_delivery',
      'channel_id in (select id from outgoing_channel)
         or (channel_id is null and payload ->> ''plan'' in (select id::text from plan))', null),
    -- Of a kind of thing that is not known here nothing is told.
    ('audit_event',
      'case thing
         when ''region'' then thing_name in (select name from region)
         when ''stamp'' then thing_name in (select name from stamp
           union all select name from former_name where thing = ''stamp'')
         when ''pool'' then split_part(thing_name, ''/'', 1) in (select name from stamp
           union all select name from former_name where thing = ''stamp'')
         when ''registry'' then thing_name in (select name from registry
             union all select name from former_name where thing = ''registry'')
           and (action <> ''registry.merged'' or after ->> ''into'' in (select name from registry))
           and coalesce(before ->> ''tenant'', '''') in (select name from tenant union all select '''')
           and coalesce(after ->> ''tenant'', '''') in (select name from tenant union all select '''')
         when ''replica'' then regexp_replace(thing_name, ''^.*/'', '''') in (select name from region
             union all select name from former_name where thing = ''region'')
           and seen_constraints(before -> ''constraints'') is not distinct from before -> ''constraints''
           and seen_constraints(after -> ''constraints'') is not distinct from after -> ''constraints''
         when ''tenant'' then thing_name in (select name from tenant)
         when ''freeze'' then true
         when ''signals'' then context -> ''stamps'' is not null and not exists (
           select from jsonb_array_elements_text(context -> ''stamps'') as named(stamp)
            where named.stamp not in (select name from stamp))
         when ''setting'' then strpos(thing_name, '' in '') = 0
           or regexp_replace(thing_name, ''^.* in '', '''') in (select name from region)
         when ''token'' then coalesce(after ->> ''id'', before ->> ''id'') in (select id::text from api_token)
         when ''channel'' then thing_name in (select name from outgoing_channel)
         when ''alert_rule'' then coalesce(before ->> ''region'', '''') in (select name from region union all select '''')
           and coalesce(after ->> ''region'', '''') in (select name from region union all select '''')
         when ''alert'' then thing_name in (select id::text from alert)
         when ''proposal'' then thing_name in (select id::text from proposal)
         when ''plan'' then split_part(thing_name, ''@'', 1) in (select id::text from plan)
         when ''phase'' then split_part(thing_name, ''@'', 1) in (select id::text from plan)
         when ''move'' then split_part(thing_name, ''@'', 1) in (select id::text from plan)
         when ''evidence'' then split_part(thing_name, ''@'', 1) in (select id::text from plan)
         else false end', 'true')
  ) as declared (tab, seen, changed);

-- Telemetry is read alone: what samples say is stored by connections that are not limited.
insert into limits.region_limit (space, tab, seen, changed)
  select 'telemetry', tab, seen, 'false' from (values
    ('node', 'pool in (select id from public.pool)'),
    ('pool_minute', 'pool in (select id from public.pool)'),
    ('pool_hour', 'pool in (select id from public.pool)'),
    ('load_minute', 'pool in (select id from public.pool)'),
    ('outcome_minute', 'stamp in (select id from public.stamp)'),
    ('intake', 'pool in (select id from public.pool)'),
    ('rejection', 'stamp in (select name from public.stamp)')
  ) as declared (tab, seen);

-- Makes the role and its limits, as protect_audit() does its own: here, and at every start at which something is missing. A user
-- who may not make roles gets false, and nobody who is limited is let in until `create role ballast_limited nologin;
-- grant ballast_limited to <user>` was done for him. May be called again at any time: it sets what it says and nothing else.
create function limit_regions() returns boolean language plpgsql as $$
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
  when insufficient_privilege or unique_violation or duplicate_object or lock_not_available or deadlock_detected then
    return false;
end
$$;

-- For everybody else all rows stay as they were; the limits come on top, for that role alone.
create function limit_table(space text, tab text, seen text, changed text) returns void language plpgsql as $$
declare
  old name;
begin
  execute format('alter table %I.%I enable row level security', space, tab);
  for old in select policyname from pg_policies where schemaname = space and tablename = tab loop
    execute format('drop policy %I on %I.%I', old, space, tab);
  end loop;
  execute format('create policy whole on %I.%I using (true) with check (true)', space, tab);
  if seen = 'true' then return; end if;
  execute format('create policy seen on %I.%I as restrictive for select to ballast_limited using (%s)', space, tab, seen);
  execute format('create policy added on %I.%I as restrictive for insert to ballast_limited with check (%s)',
    space, tab, changed);
  execute format('create policy changed on %I.%I as restrictive for update to ballast_limited using (%s) with check (%s)',
    space, tab, seen, changed);
  execute format('create policy removed on %I.%I as restrictive for delete to ballast_limited using (%s)',
    space, tab, changed);
end
$$;
-- Whether the limits stand, all of them, and this user may work under them.
create function are_regions_limited() returns boolean language sql stable as $$
  select to_regrole('ballast_limited') is not null
    and coalesce((select pg_has_role(current_user, oid, 'member') from pg_roles where rolname = 'ballast_limited'), false)
    and (select count(*) from limits.region_limit where seen <> 'true')
      = (select count(*) from pg_policies where policyname = 'seen' and 'ballast_limited' = any (roles))
$$;

-- For later migrations: a table of public, and what of it a limited caller sees and may change; or that it has no region.
create function declare_limit(tab text, seen text, changed text default null) returns boolean language sql as $$
  insert into limits.region_limit (space, tab, seen, changed) values ('public', tab, seen, changed)
    on conflict (space, tab) do update set seen = excluded.seen, changed = excluded.changed;
  select limit_regions();
$$;
create function declare_fleet_wide(tab text) returns boolean language sql as $$ select declare_limit(tab, 'true') $$;
select limit_regions();
