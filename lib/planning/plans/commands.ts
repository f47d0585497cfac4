import { type Author, appendAudit } from "../../audit/index.ts";
import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { Prisma } from "../../db/generated/client.ts";
import { windowOfBody } from "../../simulation/simulationBody.ts";
import { describeChanges } from "../describeChanges.ts";
import { judgeInThread } from "../draft/inThread/commands.ts";
import { CALLED_OFF, checkDraft, draftOfBody, prepareDraft } from "../draft/queries.ts";
import { evidenceOfPlan } from "../evidenceOfPlan.ts";
import { contentOfDraft, type PreparedPlan } from "../judgeDraft.ts";
import { placeInTable } from "../parsePlanTable.ts";
import type { PlanAnswer } from "../planAnswer.ts";
import type { PlanBody, PlanPatch } from "../planBody.ts";
import { draftOf, keptStamps, type PlanDraft } from "../planDraft.ts";
import { isSamePlan } from "../samePlan.ts";
import { namePlan, namesTouched, summarizePlan } from "../summarizePlan.ts";
import { findVersion, type StoredVersion } from "../version/queries.ts";
import { changesSince, getPlan, noPlan } from "./queries.ts";

/** Who asks, and when. */
export interface Asker {
  readonly author: Author;
  readonly nowMs: number;
  /** Aborted where nobody waits for the answer any longer. */
  readonly signal?: AbortSignal;
}

/** Checks and judges a new plan, without storing it: see draftOfBody and prepareDraft. */
export async function prepareNewPlan(
  source: ContributionSource,
  body: PlanBody,
  { author, nowMs, signal }: Asker,
): Promise<Result<PreparedPlan, Failure>> {
  const draft = await draftOfBody(source, body, nowMs);
  if (!draft.ok) return draft;
  const prepared = await prepareDraft(source, draft.value, {
    author: author.actor,
    nowMs,
    plan: null,
    signal,
  });
  return prepared.ok || body.csv === undefined ? prepared : err(placeInTable(prepared.error, body.csv));
}

interface NewPlan {
  readonly prepared: PreparedPlan;
  /** Left out: by what it does. */
  readonly name: string | undefined;
  /** Told where the plan is. */
  readonly reply: { header(name: string, value: string): void };
}

/** Stores a plan that was prepared, as its first version's draft. `invalid` where its region has been retired meanwhile. */
export async function createPlan(
  tx: Transaction,
  author: Author,
  { prepared, name, reply }: NewPlan,
): Promise<Result<PlanAnswer, Failure>> {
  const { content } = prepared;
  const region = await tx.region.findFirst({
    where: { name: content.region, retiredAt: null },
    select: { id: true },
  });
  if (region === null) return err({ code: "invalid", detail: `There is no region ${content.region}.` });
  const named = name ?? namePlan(content);
  const at = new Date(author.atMs);
  const plan = await tx.plan.create({
    data: { regionId: region.id, name: named, author: author.actor, createdAt: at },
  });
  await storeVersion(tx, author, { planId: plan.id, version: 1, name: named, prepared });
  const { source, phases } = content;
  await appendAudit(tx, author, [
    {
      action: "plan.created",
      thing: "plan",
      thingName: String(plan.id),
      after: { name: named, region: content.region, version: 1, source, ...countsOf(phases) },
      context: evidenceOfPlan(prepared),
    },
  ]);
  reply.header("location", `/api/v1/plans/${plan.id}`);
  return await getPlan(tx, { id: plan.id });
}

/** What a change of a draft comes to, and the version that it was made on. */
export interface PreparedChange {
  readonly base: StoredVersion;
  readonly prepared: PreparedPlan;
  readonly name: string;
  /** The draft is like that already: there is nothing to store. */
  readonly isSame: boolean;
}

/**
 * Checks and judges a change of a draft. `conflict` where the newest version is no draft, or has been saved since the
 * revision that was sent: its errors tell what has changed, and by whom. The same change sent again changes nothing. What
 * is overtaken, or called off, is not judged to its end.
 */
export async function prepareChange(
  source: ContributionSource,
  { id, patch }: { readonly id: number; readonly patch: PlanPatch },
  { author, nowMs, signal }: Asker,
): Promise<Result<PreparedChange, Failure>> {
  const { prisma } = source.database;
  const base = await findVersion(prisma, { id });
  if (base === null) return err(noPlan({ id }));
  if (base.state !== "draft") return err(noDraft(base));
  const draft = changedDraft(base, patch);
  if (!draft.ok) return draft;
  const checked = await checkDraft(source, draft.value, { author: author.actor, nowMs, plan: id });
  const name = patch.name ?? base.plan.name;
  const content = checked.ok ? contentOfDraft(checked.value) : checked;
  if (content.ok && isSamePlan({ name, content: content.value }, toldOf(base)))
    return ok({ base, prepared: base, name, isSame: true });
  // What has been saved since is told before what is wrong with the change: that may only be so since.
  if (base.revision !== patch.revision) return err(await savedSince(prisma, base, patch.revision));
  if (!checked.ok) return checked;
  const isNewest = async () => {
    const now = await prisma.planVersion.findFirst({
      where: { planId: id },
      orderBy: { version: "desc" },
      select: { id: true, state: true, revision: true },
    });
    return now?.id === base.key && now.state === "draft" && now.revision === base.revision;
  };
  const prepared = await judgeInThread(checked.value, { signal, isStillWanted: isNewest });
  if (prepared === null) return err((await isNewest()) ? CALLED_OFF : await lostRace(prisma, base));
  return prepared.ok ? ok({ base, prepared: prepared.value, name, isSame: false }) : prepared;
}

function changedDraft({ plan, content }: StoredVersion, patch: PlanPatch): Result<PlanDraft, Failure> {
  const kept = { ...draftOf(content), region: plan.region };
  const isNewSnapshot = patch.window !== undefined || patch.from !== undefined || patch.to !== undefined;
  const window = isNewSnapshot ? windowOfBody(patch) : ok(kept.request);
  if (!window.ok) return window;
  return ok({
    ...kept,
    request: window.value,
    ...(patch.phases === undefined ? {} : { phases: patch.phases }),
    ...(patch.newStamps === undefined ? {} : { newStamps: keptStamps(patch.newStamps) }),
    ...(patch.limitP95 === undefined ? {} : { limitP95: patch.limitP95 }),
    ...(patch.startAt === undefined ? {} : { startAt: patch.startAt }),
  });
}

/** Stores a change of a draft: its revision goes up by one. `conflict` where another was stored first. */
export async function saveChange(
  tx: Transaction,
  author: Author,
  { base, prepared, name, isSame }: PreparedChange,
): Promise<Result<PlanAnswer, Failure>> {
  const { id } = base.plan;
  if (isSame) return await getPlan(tx, { id, version: base.version });
  const revision = base.revision + 1;
  const { count } = await tx.planVersion.updateMany({
    where: { id: base.key, state: "draft", revision: base.revision },
    data: { ...columnsOf(author, prepared), revision },
  });
  if (count !== 1) return err(await lostRace(tx, base));
  if (name !== base.plan.name) await tx.plan.update({ where: { id }, data: { name } });
  await storeEdit(tx, author, { versionId: base.key, revision, name, prepared });
  const after = { name, content: prepared.content };
  await appendAudit(tx, author, [
    {
      action: "plan.edited",
      thing: "plan",
      thingName: String(id),
      before: { version: base.version, revision: base.revision },
      after: { version: base.version, revision, changes: describeChanges(toldOf(base), after).slice(0, 100) },
      context: evidenceOfPlan(prepared),
    },
  ]);
  return await getPlan(tx, { id, version: base.version });
}

/** Another change, or the end of the draft, was committed between the two halves of this one. */
async function lostRace(db: Transaction, base: StoredVersion): Promise<Failure> {
  const now = await findVersion(db, { id: base.plan.id, version: base.version });
  return now === null || now.state !== "draft"
    ? noDraft(now ?? base)
    : await savedSince(db, now, base.revision);
}

export function noDraft({ plan, version, state }: StoredVersion): Failure {
  return {
    code: "conflict",
    detail: `Version ${version} of plan ${plan.id} is ${state.replaceAll("_", " ")}: only a draft can be changed. POST /api/v1/plans/${plan.id}/versions makes a new one of it.`,
  };
}

async function savedSince(db: Transaction, now: StoredVersion, sent: number): Promise<Failure> {
  const errors = await changesSince(db, { key: now.key, revision: sent });
  return {
    code: "conflict",
    detail: `You sent revision ${sent} of this draft, and it is at ${now.revision}: ${now.savedBy} saved it at ${now.savedAt.toISOString()}. Read it again, and make your change on that.`,
    errors: errors.slice(0, 100),
  };
}

function toldOf({ plan, content }: StoredVersion) {
  return { name: plan.name, content };
}

/** Stores a version as a draft, with its first revision. */
export async function storeVersion(
  tx: Transaction,
  author: Author,
  {
    planId,
    version,
    name,
    prepared,
  }: {
    readonly planId: number;
    readonly version: number;
    readonly name: string;
    readonly prepared: PreparedPlan;
  },
): Promise<void> {
  const stored = await tx.planVersion.create({
    data: {
      ...columnsOf(author, prepared),
      planId,
      version,
      author: author.actor,
      createdAt: new Date(author.atMs),
    },
    select: { id: true },
  });
  await storeEdit(tx, author, { versionId: stored.id, revision: 1, name, prepared });
}

function columnsOf(author: Author, { content, assessment }: PreparedPlan) {
  return {
    // Plain data, as their schemas say; Prisma's type of JSON knows no readonly arrays.
    content: content as unknown as Prisma.InputJsonObject,
    assessment: assessment as unknown as Prisma.InputJsonObject,
    summary: summarizePlan(content, assessment),
    ...namesTouched(content),
    snapshotAt: new Date(content.window.to),
    savedAt: new Date(author.atMs),
    savedBy: author.actor,
  };
}

async function storeEdit(
  tx: Transaction,
  author: Author,
  {
    versionId,
    revision,
    name,
    prepared,
  }: {
    readonly versionId: number;
    readonly revision: number;
    readonly name: string;
    readonly prepared: PreparedPlan;
  },
): Promise<void> {
  const content = prepared.content as unknown as Prisma.InputJsonObject;
  const at = new Date(author.atMs);
  await tx.planEdit.create({ data: { versionId, revision, name, content, author: author.actor, at } });
}

export function countsOf(phases: PreparedPlan["content"]["phases"]) {
  return { phases: phases.length, moves: phases.reduce((sum, { moves }) => sum + moves.length, 0) };
}
