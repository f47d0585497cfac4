import { z } from "zod";
import type { DatabaseClient } from "../../db/client.ts";

const askedSchema = z.looseObject({ plan: z.number(), version: z.number(), move: z.number() });

/**
 * Whether a move that a control plane is to be asked for is still to be made: `due`, `paused` with its plan (it may go on), or
 * `over`. Asked at each attempt, since hours may have passed since it was put into the outbox.
 */
export async function readMoveStanding(
  prisma: DatabaseClient["prisma"],
  payload: unknown,
): Promise<"due" | "paused" | "over"> {
  const asked = askedSchema.safeParse(payload);
  if (!asked.success) return "over";
  const { plan, version, move } = asked.data;
  const found = await prisma.planMove.findFirst({ where: { id: move, planId: plan, version } });
  const run = await prisma.planVersion.findFirst({ where: { planId: plan, version } });
  if (found?.state !== "pending" || run === null) return "over";
  if (run.state === "paused") return "paused";
  return run.state === "running" ? "due" : "over";
}
