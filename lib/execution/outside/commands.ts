import type { Author } from "../../audit/index.ts";
import type { Failure, Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { runCommand } from "../commands.ts";

/** What plans write as the source of a home: see write/commands.ts. */
const BY_A_PLAN = "plan %";

/**
 * Runs a change of the inventory, and pauses in the same transaction every running plan whose registries or stamps it has
 * touched. Homes that this very transaction has written are told by their rows' transaction id.
 */
export async function watchHomes<Answer>(
  tx: Transaction,
  author: Author,
  change: () => Promise<Result<Answer, Failure>>,
): Promise<Result<Answer, Failure>> {
  const answer = await change();
  if (answer.ok) await pauseDisturbed(tx, author);
  return answer;
}

interface Disturbed {
  readonly plan: number;
  readonly version: number;
  readonly registry: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly homes: number;
}

async function pauseDisturbed(tx: Transaction, author: Author): Promise<void> {
  for (const { plan, version, registry, from, to, homes } of await readDisturbed(tx)) {
    const more = homes > 1 ? ` and ${homes - 1} more` : "";
    const what = `${registry}${more} changed home from ${from ?? "nowhere"} to ${to ?? "nowhere"} by ${author.actor}, not by this plan`;
    await runCommand(
      tx,
      { author, role: "system" },
      { key: { id: plan, version }, command: { kind: "outside", what } },
    );
  }
}

/** Plans that hold a stamp or move a registry of which this transaction has changed a home; the first of each by name. */
async function readDisturbed(tx: Transaction): Promise<readonly Disturbed[]> {
  return await tx.$queryRaw<Disturbed[]>`
    with changed as (
      select replica_id, stamp_id, unbound_at from binding
      where xmin = pg_current_xact_id()::xid and (unbound_at is not null or source not like ${BY_A_PLAN})
    ), touched as (
      select distinct version.plan_id, version.version, changed.replica_id
      from plan_version version, changed
      where version.state in ('running', 'paused')
        and (changed.stamp_id in (select stamp_id from running_stamp where plan_id = version.plan_id)
          or changed.replica_id in (
            select replica_id from plan_move
            where plan_id = version.plan_id and version = version.version and state <> 'skipped'))
    )
    select distinct on (touched.plan_id) touched.plan_id as plan, touched.version, registry.name as registry,
      source.name as "from", target.name as "to",
      (count(*) over (partition by touched.plan_id))::int as homes
    from touched
      join replica on replica.id = touched.replica_id
      join registry on registry.id = replica.registry_id
      left join changed gone on gone.replica_id = touched.replica_id and gone.unbound_at is not null
      left join changed come on come.replica_id = touched.replica_id and come.unbound_at is null
      left join stamp source on source.id = gone.stamp_id
      left join stamp target on target.id = come.stamp_id
    order by touched.plan_id, registry.name collate "C"`;
}
