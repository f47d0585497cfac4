import { cache } from "react";
import { authorize, type Caller } from "#lib/auth/index.ts";
import { readDemoFrame } from "#lib/demo/frame/queries.ts";
import { getExecution } from "#lib/execution/queries.ts";
import { resolveSettings } from "#lib/fleet/settings.ts";
import type { Thresholds } from "#lib/hotness/types.ts";
import { pageApp } from "#lib/http/page.ts";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { getPlan, listEdits } from "#lib/planning/plans/queries.ts";
import type { PlanView } from "./planView.ts";

/** An address names a plan by digits that the database can hold; anything else names none. */
const ID = /^\d{1,9}$/;

/** A version of a plan; the newest where none is named. Null when there is no such plan or version. Read once a request. */
export const loadPlan = cache(async (id: string, version: number | null): Promise<PlanAnswer | null> => {
  if (!ID.test(id)) return null;
  const key = { id: Number(id), ...(version === null ? {} : { version }) };
  const plan = await getPlan((await pageApp()).database.prisma, key);
  return plan.ok ? plan.value : null;
});

const FIRST_EDITS = 20;

/** Everything that the page of a plan shows. */
export async function loadPlanPage(plan: PlanAnswer, caller: Caller): Promise<PlanView> {
  const context = await pageApp();
  const { prisma } = context.database;
  const nowMs = context.clock();
  const [execution, demo, authors] = await Promise.all([
    getExecution(prisma, plan, nowMs),
    readDemoFrame(prisma, caller),
    readAuthors(plan),
  ]);
  const edits = await listEdits(context.database.prisma, plan.id, {
    version: plan.version,
    limit: FIRST_EDITS,
  });
  return {
    plan,
    edits: edits.ok ? edits.value.edits : [],
    nextEdits: edits.ok ? edits.value.nextCursor : null,
    thresholds: await loadThresholds(plan),
    mayEdit: authorize(caller.role, "operator"),
    person: { name: caller.actor, role: caller.role },
    authors,
    execution,
    isDemo: demo !== null,
    readMs: nowMs,
  };
}

async function readAuthors(plan: PlanAnswer): Promise<string[]> {
  const { prisma } = (await pageApp()).database;
  const edits = await prisma.planEdit.findMany({
    where: { version: { planId: plan.id, version: plan.version } },
    distinct: ["author"],
    select: { author: true },
  });
  return [...new Set([plan.versionAuthor, ...edits.map(({ author }) => author)])];
}

/** Where states begin, by kind of pool, as set for the plan's region. */
async function loadThresholds({ region, assessment }: PlanAnswer): Promise<Record<string, Thresholds>> {
  const { overrides } = await (await pageApp()).shape.current();
  const kinds = new Set(assessment.pools.map(({ kind }) => kind));
  return Object.fromEntries(
    [...kinds].map((poolKind) => [poolKind, resolveSettings(overrides, { region, poolKind }).thresholds]),
  );
}
