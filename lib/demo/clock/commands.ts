import { type Author, appendAudit } from "../../audit/index.ts";
import { forgetVerified } from "../../auth/index.ts";
import { err, type Failure, MINUTE_MS, MINUTES_PER_HOUR, ok, type Result, toIso } from "../../core/index.ts";
import { type DatabaseClient, type Transaction, withTransaction } from "../../db/client.ts";
import { feedDemo } from "../feed/commands.ts";
import { isDemo } from "../queries.ts";
import { type AdvanceClockBody, type DemoClock, MOST_ADVANCE_HOURS } from "./demoClockAnswer.ts";
import { nextSteps } from "./nextSteps.ts";
import { CLOCK_SCOPE, readClockAheadMs } from "./queries.ts";

/** What is put forward: the app's clock and what makes it up. */
export interface ClockedApp {
  readonly database: DatabaseClient;
  readonly clock: () => number;
  readonly clockAhead: { ms: number };
}

interface Advance {
  readonly author: Author;
  readonly by: AdvanceClockBody;
  /** Looks after plans and alerts, as the jobs of every minute do. */
  readonly watch: (nowMs: number) => Promise<unknown>;
  /** Aborted when nobody waits for it any more: it stops between two steps. */
  readonly signal?: AbortSignal;
}

/** One at a time: two would render the same hours twice. */
const running = new WeakSet<object>();

/**
 * Puts the demo's clock forward, step by step. Before each step its minutes are rendered from the homes as they are now and
 * stored, so that whoever asks the clock finds the data of every minute there; after it, plans and alerts are looked after.
 * `not_found` where the fleet is no demo, `invalid` for a time that is past or too far, `conflict` while another is under way.
 */
export async function advanceDemoClock(
  app: ClockedApp,
  { author, by, watch, signal }: Advance,
): Promise<Result<DemoClock, Failure>> {
  if (!(await isDemo(app.database)))
    return err({ code: "not_found", detail: "Only the clock of the demo fleet can be put forward." });
  const startMs = app.clock();
  const advanceToMs = by.advanceTo ?? startMs + (by.byMinutes ?? 0) * MINUTE_MS;
  const byMs = advanceToMs - startMs;
  if (byMs <= 0 || byMs > MOST_ADVANCE_HOURS * MINUTES_PER_HOUR * MINUTE_MS)
    return err({
      code: "invalid",
      detail: `advanceTo must be later than ${toIso(startMs)}, by at most ${MOST_ADVANCE_HOURS} h.`,
    });
  if (running.has(app.database))
    return err({ code: "conflict", detail: "The clock is being put forward: wait until it has arrived." });
  running.add(app.database);
  try {
    for (const toMs of nextSteps(startMs, advanceToMs)) {
      if (signal?.aborted === true) break;
      await feedDemo({ client: app.database, nowMs: toMs });
      await moveClock(app, author, toMs);
      await watch(app.clock());
    }
  } finally {
    running.delete(app.database);
  }
  return ok(demoClockOf(app));
}

/** People stay signed in for real days, and whoever has a session keeps it. */
async function moveClock(app: ClockedApp, author: Author, toMs: number): Promise<void> {
  const fromMs = app.clock();
  const byMs = Math.ceil(Math.max(0, toMs - fromMs));
  const aheadMs = app.clockAhead.ms + byMs;
  await withTransaction(app.database, async (tx) => {
    const value = { value: { aheadMs }, updatedAt: new Date(fromMs), updatedBy: author.actor };
    await tx.setting.upsert({
      where: { key_region_poolKind: CLOCK_SCOPE },
      create: { ...CLOCK_SCOPE, ...value },
      update: value,
    });
    await tx.$executeRaw`update session set expires_at = expires_at + ${byMs} * interval '1 millisecond'`;
    await appendAudit(tx, { ...author, atMs: fromMs }, [
      {
        action: "demo.clock_advanced",
        thing: "inventory",
        thingName: "demo",
        after: { from: toIso(fromMs), to: toIso(fromMs + byMs) },
      },
    ]);
  });
  app.clockAhead.ms = aheadMs;
  forgetVerified();
}

/** Where the clock was put to before the process began. Nothing where there is no demo. */
export async function restoreDemoClock(
  app: Pick<ClockedApp, "clockAhead"> & { readonly database: { readonly prisma: Transaction } },
): Promise<void> {
  app.clockAhead.ms = await readClockAheadMs(app.database.prisma);
}

export function demoClockOf(app: Pick<ClockedApp, "clock" | "clockAhead">): DemoClock {
  return { now: toIso(app.clock()), aheadSeconds: Math.round(app.clockAhead.ms / 1_000) };
}
