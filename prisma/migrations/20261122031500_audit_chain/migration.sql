-- Audit events become a chain: each carries the hash of the one before and its own, over the canonical form of all that is
-- stored of it (lib/audit/README.md). Their numbers are given in the chain's order, by whoever writes it, without a gap.
ALTER TABLE "audit_event" ALTER COLUMN "id" DROP DEFAULT,
ADD COLUMN     "context" JSONB,
ADD COLUMN     "hash" TEXT,
ADD COLUMN     "prev_hash" TEXT;
DROP SEQUENCE "audit_event_id_seq";

-- Events of before this migration are chained at the next start, by code: only that can write the canonical form.
do $$
begin
  if not exists (select from audit_event) then
    alter table audit_event alter column prev_hash set not null, alter column hash set not null;
  end if;
end
$$;

-- CreateIndex
CREATE INDEX "audit_event_actor_id_idx" ON "audit_event"("actor", "id");

-- CreateIndex
CREATE INDEX "audit_event_action_id_idx" ON "audit_event"("action", "id");

-- CreateIndex
CREATE INDEX "audit_event_request_id_idx" ON "audit_event"("request_id");

-- CreateIndex
CREATE INDEX "audit_event_context_idx" ON "audit_event" USING GIN ("context" jsonb_path_ops);

-- By hand from here on.

-- Nothing edits or removes an event, whoever asks. The one exception gives an event of before its place in the chain, once.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if old.hash is null and new.hash is not null
      and to_jsonb(new) - array['hash', 'prev_hash'] = to_jsonb(old) - array['hash', 'prev_hash']
    then
      return new;
    end if;
  end if;
  raise exception 'audit events are never changed or removed' using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_event_keep_rows before update or delete on audit_event
  for each row execute function refuse_audit_change();
create trigger audit_event_keep_all before truncate on audit_event
  for each statement execute function refuse_audit_change();

-- The application works as the role ballast_app: it may do everything it needs, but of audit events only read and append.
-- Called here and again at every start at which something is not so: a user who may not make roles gets false, and the
-- role can be made for him later (`create role ballast_app nologin; grant ballast_app to <user>`).
create function protect_audit() returns boolean language plpgsql as $$
declare
  one record;
begin
  if not exists (select from pg_roles where rolname = 'ballast_app') then
    create role ballast_app nologin;
  end if;
  if not pg_has_role(current_user, 'ballast_app', 'member') then
    execute format('grant ballast_app to %I', current_user);
  end if;
  grant usage on schema public, telemetry to ballast_app;
  grant create on schema telemetry to ballast_app;
  grant all on all tables in schema public, telemetry to ballast_app;
  grant all on all sequences in schema public, telemetry to ballast_app;
  revoke all on audit_event, _prisma_migrations from ballast_app;
  grant select, insert on audit_event to ballast_app;
  grant select on _prisma_migrations to ballast_app;
  alter default privileges in schema public grant all on tables to ballast_app;
  alter default privileges in schema public grant all on sequences to ballast_app;
  alter default privileges in schema telemetry grant all on tables to ballast_app;
  alter default privileges in schema telemetry grant all on sequences to ballast_app;
  -- Partitions come and go at run time, and only the owner of a table may attach or drop one.
  for one in
    select relname from pg_class
     where relnamespace = 'telemetry'::regnamespace and relkind in ('r', 'p')
       and relowner <> (select oid from pg_roles where rolname = 'ballast_app')
  loop
    execute format('alter table telemetry.%I owner to ballast_app', one.relname);
  end loop;
  return true;
exception
  when insufficient_privilege or unique_violation or duplicate_object or lock_not_available or deadlock_detected then
    return false;
end
$$;
select protect_audit();
