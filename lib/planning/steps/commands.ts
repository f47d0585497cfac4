import { type Author, appendAudit } from "../../audit/index.ts";
import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { windowOfBody } from "../../simulation/simulationBody.ts";
import { prepareDraft } from "../draft/queries.ts";
import { evidenceOfPlan } from "../evidenceOfPlan.ts";
import type { PreparedPlan } from "../judgeDraft.ts";
import type { PlanAnswer } from "../planAnswer.ts";
import { draftOf } from "../planDraft.ts";
import { type Asker, countsOf, noDraft, storeVersion } from "../plans/commands.ts";
import { getPlan, noPlan } from "../plans/queries.ts";
import { findVersion } from "../version/queries.ts";

/** A new version that is checked and judged, and the one that it was made from. */
export interface PreparedVersion {
  readonly from: number;
  readonly prepared: PreparedPlan;
}

/**
 * Checks and judges a new draft made from a version of a plan, by default the newest, on the same snapshot or another.
 * `conflict` where the plan has a draft already.
 */
export async function prepareVersion(
  source: ContributionSource,
  {
    id,
    body,
  }: {
    readonly id: number;
    readonly body: {
      readonly from?: number | undefined;
      readonly window?: Parameters<typeof windowOfBody>[0]["window"];
    };
  },
  { author, nowMs, signal }: Asker,
): Promise<Result<PreparedVersion, Failure>> {
  const { prisma } = source.database;
  const key = { id, version: body.from };
  const base = await findVersion(prisma, key);
  if (base === null) return err(noPlan(key));
  const newest = await findVersion(prisma, { id });
  if (newest?.state === "draft") return err(hasDraft(id, newest.version));
  const kept = draftOf(base.content);
  const window = body.window === undefined ? ok(kept.request) : windowOfBody({ window: body.window });
  if (!window.ok) return window;
  const draft = {
    ...kept,
    region: base.plan.region,
    request: window.value,
    source: { kind: "version" as const, version: base.version },
  };
  const prepared = await prepareDraft(source, draft, { author: author.actor, nowMs, plan: id, signal });
  return prepared.ok ? ok({ from: base.version, prepared: prepared.value }) : prepared;
}

/** Stores a new version as the plan's draft. `conflict` where somebody else began one first. */
export async function createVersion(
  tx: Transaction,
  author: Author,
  { id, made }: { readonly id: number; readonly made: PreparedVersion },
): Promise<Result<PlanAnswer, Failure>> {
  await lockPlan(tx, id);
  const newest = await findVersion(tx, { id });
  if (newest === null) return err(noPlan({ id }));
  if (newest.state === "draft") return err(hasDraft(id, newest.version));
  const version = newest.version + 1;
  const { prepared, from } = made;
  await storeVersion(tx, author, { planId: id, version, name: newest.plan.name, prepared });
  await appendAudit(tx, author, [
    {
      action: "plan.version_created",
      thing: "plan",
      thingName: String(id),
      after: { version, from, ...countsOf(prepared.content.phases) },
      context: evidenceOfPlan(prepared),
    },
  ]);
  return await getPlan(tx, { id });
}

/** Ends a draft for good; it can still be read, and be the beginning of a new version. `conflict` where it is none. */
export async function abortDraft(
  tx: Transaction,
  author: Author,
  { id, reason }: { readonly id: number; readonly reason: string },
): Promise<Result<PlanAnswer, Failure>> {
  await lockPlan(tx, id);
  const newest = await findVersion(tx, { id });
  if (newest === null) return err(noPlan({ id }));
  const { count } = await tx.planVersion.updateMany({
    where: { id: newest.key, state: "draft" },
    data: { state: "aborted", savedAt: new Date(author.atMs), savedBy: author.actor },
  });
  if (count !== 1) return err(noDraft(newest));
  const { version } = newest;
  await appendAudit(tx, author, [
    {
      action: "plan.aborted",
      thing: "plan",
      thingName: String(id),
      before: { version, state: "draft" },
      after: { version, state: "aborted" },
      reason,
    },
  ]);
  return await getPlan(tx, { id, version });
}

/** Adds a comment to a plan, in whatever state it is; nothing takes one away. */
export async function addComment(
  tx: Transaction,
  author: Author,
  {
    id,
    text,
    version,
  }: { readonly id: number; readonly text: string; readonly version?: number | undefined },
): Promise<Result<PlanAnswer, Failure>> {
  const key = { id, version };
  const about = await findVersion(tx, key);
  if (about === null) return err(noPlan(key));
  await tx.planComment.create({
    data: { planId: id, version: about.version, author: author.actor, at: new Date(author.atMs), text },
  });
  await appendAudit(tx, author, [
    {
      action: "plan.commented",
      thing: "plan",
      thingName: String(id),
      after: { version: about.version, text },
    },
  ]);
  return await getPlan(tx, key);
}

/** Versions of a plan begin and end one at a time. */
async function lockPlan(tx: Transaction, id: number): Promise<void> {
  await tx.$queryRaw`select id from plan where id = ${id} for update`;
}

function hasDraft(id: number, version: number): Failure {
  return {
    code: "conflict",
    detail: `Version ${version} of plan ${id} is a draft: change that, or abort it first.`,
  };
}
