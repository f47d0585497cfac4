import type { Pool } from "pg";
import { MINUTE_MS } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { PlanContent } from "../../planning/planContent.ts";
import type { RunStamp } from "../types.ts";
import { judgeNewStamp } from "./judgeNewStamp.ts";

/** What is seen of a stamp that was created for a plan: whether all of its nodes report, and nothing is wrong with it. */
export async function readNewStamp(
  { prisma, pools: { read } }: { readonly prisma: Transaction; readonly pools: { readonly read: Pool } },
  {
    stamp,
    content,
    nowMs,
  }: { readonly stamp: RunStamp; readonly content: PlanContent; readonly nowMs: number },
): Promise<{ readonly isHealthy: boolean; readonly note: string }> {
  const pools = await prisma.pool.findMany({
    where: { stamp: { name: stamp.name }, retiredAt: null },
    select: { id: true, name: true, minInstances: true },
    orderBy: { name: "asc" },
  });
  const signals = await prisma.signal.count({
    where: {
      stamp: { name: stamp.name },
      severity: { in: ["high", "critical"] },
      from: { lte: new Date(nowMs) },
      OR: [{ to: null }, { to: { gt: new Date(nowMs) } }],
    },
  });
  const planned = content.newStamps.find(({ name }) => name === stamp.name);
  const end = Math.floor(nowMs / MINUTE_MS);
  const { rows } = await read.query<{ pool: number; minute: number; present: number }>(
    `select pool, minute, present from telemetry.pool_minute
     where pool = any($1) and minute >= $2 and minute < $3 order by pool, minute`,
    [pools.map(({ id }) => id), end - 30, end],
  );
  return judgeNewStamp({
    endMinute: end,
    hasSignal: signals > 0,
    pools: pools.map(({ id, name, minInstances }) => ({
      name,
      expected: planned?.pools.find((one) => one.name === name)?.instances ?? minInstances ?? 1,
      minutes: rows.filter(({ pool }) => pool === id),
    })),
  });
}
