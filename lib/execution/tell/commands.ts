import { type Author, appendAudit } from "../../audit/index.ts";
import type { Transaction } from "../../db/client.ts";
import { namesTouched } from "../../planning/summarizePlan.ts";
import type { StoredVersion } from "../../planning/version/queries.ts";

/** Tells what became of a version that has no rows to run by yet, or no longer goes by them. */
export async function tellPlan(
  tx: Transaction,
  author: Author,
  told: {
    readonly base: StoredVersion;
    readonly action: "plan.expired" | "plan.submitted" | "plan.superseded";
    readonly from: string;
    readonly to: string;
    readonly facts: object;
    readonly reason?: string | null;
  },
): Promise<void> {
  const { base, action, from, to, facts, reason } = told;
  const thingName = `${base.plan.id}@${base.version}`;
  const event = { action, thing: "plan", thingName, before: { state: from } } as const;
  const because = typeof reason === "string" ? { reason } : {};
  const { stamps } = namesTouched(base.content);
  const { window } = base.content;
  const context = { plan: base.plan.id, version: base.version, stamps, window, model: modelOf(base) };
  await appendAudit(tx, author, [{ ...event, after: { state: to, ...facts }, ...because, context }]);
}

/** How far the models that the version was judged by are to be trusted. */
function modelOf({ assessment }: StoredVersion) {
  return { computedAt: assessment.computedAt, pools: assessment.snapshot.models };
}
