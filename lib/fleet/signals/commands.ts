import { type Author, appendAudit } from "../../audit/index.ts";
import type { Transaction } from "../../db/client.ts";
import { pairKey } from "../inventory/currentInventory.ts";
import { type SignalBody, type SignalReport, signalBodySchema } from "./signalBody.ts";

const MOST_ERRORS = 100;
/** A sender's clock may be ahead of ours by this much, as with samples. */
const MOST_AHEAD_MS = 5 * 60_000;

interface PlacedSignal extends SignalBody {
  readonly stampId: number;
  readonly poolId: number | null;
}

/**
 * Takes in signals: new ones are stored, known ones are brought up to what was sent, the same again is a duplicate.
 * Rows are taken one by one: a bad row is reported with its code and the others are stored.
 */
export async function reportSignals(
  tx: Transaction,
  author: Author,
  rows: readonly unknown[],
): Promise<SignalReport> {
  const places = await loadPlaces(tx);
  const errors: SignalReport["errors"] = [];
  let rejected = 0;
  const byKey = new Map<string, PlacedSignal>();
  for (const [index, row] of rows.entries()) {
    const placed = placeSignal(row, places, author.atMs);
    if ("code" in placed) {
      rejected += 1;
      if (errors.length < MOST_ERRORS) errors.push({ index, ...placed });
    } else {
      // Within a body the last row of a key wins.
      byKey.set(
        JSON.stringify([placed.stampId, placed.poolId, placed.kind, placed.source, placed.from]),
        placed,
      );
    }
  }
  const accepted = await upsertSignals(tx, [...byKey.values()], author.atMs);
  const duplicate = rows.length - rejected - accepted;
  if (accepted > 0) {
    const after = { accepted, duplicate, rejected, signals: [...byKey.values()].slice(0, 20).map(describe) };
    const context = { stamps: [...byKey.values()].map(({ stamp }) => stamp) };
    await appendAudit(tx, author, [
      { action: "signals.reported", thing: "signals", thingName: "", after, context },
    ]);
  }
  return { accepted, duplicate, rejected, rounded: 0, errors };
}

function describe({ stamp, pool, kind, severity, from, to }: PlacedSignal): object {
  return { stamp, pool: pool ?? null, kind, severity, from, to: to ?? null };
}

interface Places {
  readonly stamps: ReadonlyMap<string, number>;
  readonly pools: ReadonlyMap<string, number>;
}

/** Stamps and pools by the names they go by, former names too. */
async function loadPlaces(tx: Transaction): Promise<Places> {
  const stamps = await tx.$queryRaw<{ id: number; name: string }[]>`
    select former.thing_id as id, former.name from former_name former where former.thing = 'stamp'
    union all
    select id, name from stamp where retired_at is null`;
  const pools = await tx.$queryRaw<{ id: number; stamp_id: number; name: string }[]>`
    select id, stamp_id, name from pool where retired_at is null`;
  return {
    stamps: new Map(stamps.map((stamp) => [stamp.name, stamp.id])),
    pools: new Map(pools.map((pool) => [pairKey(String(pool.stamp_id), pool.name), pool.id])),
  };
}

interface Rejection {
  readonly code: "unknown_stamp" | "unknown_pool" | "malformed" | "in_the_future";
  readonly message: string;
}

function placeSignal(row: unknown, places: Places, nowMs: number): PlacedSignal | Rejection {
  const parsed = signalBodySchema.safeParse(row);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const keys = issue?.code === "unrecognized_keys" ? issue.keys.join(", ") : issue?.path.join(".");
    return { code: "malformed", message: `${keys ? `${keys}: ` : ""}${issue?.message ?? "is no signal"}` };
  }
  const signal = parsed.data;
  const stampId = places.stamps.get(signal.stamp);
  if (stampId === undefined) return { code: "unknown_stamp", message: `There is no stamp ${signal.stamp}.` };
  const poolId = signal.pool == null ? null : places.pools.get(pairKey(String(stampId), signal.pool));
  if (poolId === undefined) {
    return { code: "unknown_pool", message: `Stamp ${signal.stamp} has no pool ${signal.pool}.` };
  }
  if (signal.from > nowMs + MOST_AHEAD_MS)
    return { code: "in_the_future", message: "from lies in the future." };
  return { ...signal, stampId, poolId };
}

/** How many were new or changed. A signal sent without `to` leaves an end that is known as it is. */
async function upsertSignals(
  tx: Transaction,
  signals: readonly PlacedSignal[],
  nowMs: number,
): Promise<number> {
  if (signals.length === 0) return 0;
  const now = new Date(nowMs);
  const rows = signals.map((signal) => ({
    stamp_id: signal.stampId,
    pool_id: signal.poolId,
    kind: signal.kind,
    severity: signal.severity,
    from: new Date(signal.from),
    to: signal.to == null ? null : new Date(signal.to),
    keeps_end: signal.to === undefined,
    source: signal.source,
    note: signal.note,
  }));
  return await tx.$executeRaw`
    with sent as (
      select sent.*, known."to" as known_to
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as sent(stamp_id int, pool_id int, kind "SignalKind",
          severity "SignalSeverity", "from" timestamptz, "to" timestamptz, keeps_end boolean, source text, note text)
        left join signal known on known.stamp_id = sent.stamp_id and known.pool_id is not distinct from sent.pool_id
          and known.kind = sent.kind and known.source = sent.source and known."from" = sent."from"
    )
    insert into signal as known (stamp_id, pool_id, kind, severity, "from", "to", source, note, created_at, updated_at)
    select stamp_id, pool_id, kind, severity, "from", case when keeps_end then known_to else "to" end, source, note,
      ${now}, ${now}
    from sent
    on conflict (stamp_id, pool_id, kind, source, "from") do update
      set severity = excluded.severity, "to" = excluded."to", note = excluded.note, updated_at = excluded.updated_at
      where (known.severity, known."to", known.note)
        is distinct from (excluded.severity, excluded."to", excluded.note)`;
}
