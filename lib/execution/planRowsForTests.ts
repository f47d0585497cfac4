import { type DatabaseClient, withTransaction } from "../db/client.ts";
import type { Prisma } from "../db/generated/client.ts";
import { putInventory } from "../fleet/inventory/commands.ts";
import { inventoryBodySchema } from "../fleet/inventory/inventoryBody.ts";
import type { PlanAssessment } from "../planning/planAssessment.ts";
import type { PlanContent } from "../planning/planContent.ts";
import type { Tier } from "../planning/types.ts";
import { findVersion } from "../planning/version/queries.ts";
import { HOUR, START_MS } from "./runForTests.ts";
import { submitPlan } from "./submit/commands.ts";

/** A fleet of one region, without any measures: what runs is asked for nothing but homes. */
export async function putSmallFleet(
  client: DatabaseClient,
  homes: Readonly<Record<string, string>>,
  stamps: readonly string[],
): Promise<void> {
  const body = inventoryBodySchema.parse({
    regions: [{ name: "westus", stamps: stamps.map((name) => ({ name, pools: [{ name: "registry" }] })) }],
    registries: Object.entries(homes).map(([name, homeStamp]) => ({
      name,
      tenant: `${name}-ltd`,
      replicas: [{ region: "westus", homeStamp, boundAt: START_MS - 240 * HOUR }],
    })),
  });
  const put = await withTransaction(client, (tx) =>
    putInventory(tx, authorAt("setup", START_MS - 240 * HOUR), { body, prune: false }),
  );
  if (!put.ok) throw new Error(put.error.detail);
}

export function authorAt(actor: string, atMs: number, actorRole = "operator") {
  return { actor, actorRole, atMs, requestId: null };
}

interface PhaseOfRows {
  readonly tier: Tier;
  /** Registry, from, to. */
  readonly moves: readonly (readonly [string, string, string])[];
}

/** Stores a draft as if it had been judged, and submits it; answers its number. By ann. */
export async function submitRows(
  client: DatabaseClient,
  phases: readonly PhaseOfRows[],
  atMs = START_MS,
): Promise<number> {
  const content = contentOf(phases, atMs);
  const assessment = assessmentOf(phases);
  return await withTransaction(client, async (tx) => {
    const region = await tx.region.findUniqueOrThrow({ where: { name: "westus" } });
    const at = new Date(atMs);
    const plan = await tx.plan.create({
      data: { regionId: region.id, name: "a plan", author: "ann", createdAt: at },
    });
    await tx.planVersion.create({
      data: {
        planId: plan.id,
        version: 1,
        content: content as unknown as Prisma.InputJsonObject,
        assessment: assessment as unknown as Prisma.InputJsonObject,
        summary: {},
        snapshotAt: new Date(atMs - 6 * HOUR),
        author: "ann",
        createdAt: at,
        savedAt: at,
        savedBy: "ann",
      },
    });
    const base = await findVersion(tx, { id: plan.id });
    if (base === null) throw new Error("no version was made");
    const actor = { author: authorAt("ann", atMs), role: "operator" } as const;
    const done = await submitPlan(tx, actor, { prepared: { base, now: base.assessment }, override: null });
    if (!done.ok) throw new Error(done.error.detail);
    return plan.id;
  });
}

function contentOf(phases: readonly PhaseOfRows[], atMs: number): PlanContent {
  return {
    region: "westus",
    window: {
      from: new Date(atMs - 18 * HOUR).toISOString(),
      to: new Date(atMs - 6 * HOUR).toISOString(),
    },
    limitP95: null,
    startAt: null,
    newStamps: [],
    source: { kind: "moves" },
    triggers: [],
    verdicts: [],
    left: [],
    phases: phases.map(({ moves }, at) => ({
      name: `Phase ${at + 1}`,
      class: "tail",
      batch: at + 1,
      observationHours: 24,
      notBefore: null,
      shortened: null,
      moves: moves.map(([registry, from, to]) => ({
        registry,
        tenant: `${registry}-ltd`,
        from,
        to,
        reason: "",
        skipped: null,
      })),
    })),
  };
}

const TIER_ORDER: readonly Tier[] = ["low", "medium", "high", "critical"];

function assessmentOf(phases: readonly PhaseOfRows[]): PlanAssessment {
  const at = new Date(START_MS).toISOString();
  const gravest = Math.max(0, ...phases.map(({ tier }) => TIER_ORDER.indexOf(tier)));
  return {
    computedAt: at,
    window: { from: at, to: at },
    snapshot: { homesDigest: "", models: [], limits: [] },
    tier: TIER_ORDER[gravest] ?? null,
    broken: null,
    doubts: [],
    phases: phases.map(({ tier, moves }) => ({
      tier,
      radius: { trafficShare: 0, tenants: 0, headroomPoints: 30, firstOnStamp: false },
      moves: moves.map(([registry]) => ({
        registry,
        requestShare: null,
        byteShare: null,
        class: "tail" as const,
        source: null,
        destination: null,
        flags: [],
        broken: null,
      })),
      pools: [],
      schedule: null,
    })),
    pools: [],
    excess: { before: 0, after: 0 },
    caution: { smallestFirst: null, largestFirst: null },
    notes: [],
  };
}
