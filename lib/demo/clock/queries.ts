import { z } from "zod";
import type { Transaction } from "../../db/client.ts";

/** How far the demo's clock is ahead, milliseconds, kept as a setting so that a restart goes on from there. */
const storedClockSchema = z.strictObject({ aheadMs: z.number().int().min(0) });
export const CLOCK_SCOPE = { key: "demoClock", region: "", poolKind: "" };

/** 0 where nobody has put it forward. */
export async function readClockAheadMs(db: Transaction): Promise<number> {
  const row = await db.setting.findUnique({ where: { key_region_poolKind: CLOCK_SCOPE } });
  return row === null ? 0 : storedClockSchema.parse(row.value).aheadMs;
}
