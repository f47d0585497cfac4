import { type Author, appendAudit } from "../../audit/index.ts";
import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { err, type Failure, ok, type Result, utcWords } from "../../core/index.ts";
import { type DatabaseClient, type Transaction, withTransaction } from "../../db/client.ts";
import type { Prisma } from "../../db/generated/client.ts";
import { lockInventory } from "../../fleet/freeze/commands.ts";
import { loadSettingOverrides } from "../../fleet/settings/queries.ts";
import { resolvePlanningSettings } from "../../fleet/settings.ts";
import { prepareDraft } from "../../planning/draft/queries.ts";
import type { PlanAssessment } from "../../planning/planAssessment.ts";
import { draftOf } from "../../planning/planDraft.ts";
import { findVersion, type StoredVersion } from "../../planning/version/queries.ts";
import type { RunActor } from "../commands.ts";
import { digestContent } from "../digestContent.ts";
import { findRunVersion } from "../load/queries.ts";
import { expireDraft } from "../revise/commands.ts";
import { tellPlan } from "../tell/commands.ts";
import { type BegunPhase, beginRun, expiryMs } from "./beginRun.ts";

/** A draft that was judged once more, as things stand now. */
export interface PreparedSubmission {
  readonly base: StoredVersion;
  /** Of the draft as it is, on the newest inventory. */
  readonly now: PlanAssessment;
}

/**
 * Judges a draft again before it is submitted: constraints, homes and stamps as they are now. `conflict` where it is no
 * draft, or its snapshot is too old, which ends it (`expired`).
 */
export async function prepareSubmission(
  source: ContributionSource & { readonly database: DatabaseClient },
  { id, author }: { readonly id: number; readonly author: Author },
): Promise<Result<PreparedSubmission, Failure>> {
  const { prisma } = source.database;
  const base = await findVersion(prisma, { id });
  if (base === null) return err({ code: "not_found", detail: `There is no plan ${id}.` });
  if (base.state !== "draft") return err(noDraft(base));
  const settings = resolvePlanningSettings(await loadSettingOverrides(prisma), base.plan.region);
  const untilMs = expiryMs(base.snapshotAt, settings.planExpiryHours);
  if (author.atMs >= untilMs) {
    await withTransaction(source.database, (tx) => expireDraft(tx, author, base));
    return err({
      code: "conflict",
      detail: `The snapshot of version ${base.version} was too old to start from at ${utcWords(untilMs)}: it has expired. Make a new version of it on newer hours.`,
    });
  }
  const asking = { author: base.author, nowMs: author.atMs, plan: id };
  const again = await prepareDraft(source, { ...draftOf(base.content), region: base.plan.region }, asking);
  return again.ok ? ok({ base, now: again.value.assessment }) : again;
}

function noDraft({ plan, version, state }: StoredVersion): Failure {
  return {
    code: "conflict",
    detail: `Version ${version} of plan ${plan.id} is ${state.replaceAll("_", " ")}: only a draft can be submitted.`,
  };
}

/**
 * Submits a draft: from here on its content never changes. `invalid` with everything that stands against it, `conflict`
 * where a step makes something worse and nobody who may stands for it, or the plan runs in another version.
 */
export async function submitPlan(
  tx: Transaction,
  { author, role }: RunActor,
  {
    prepared: { base, now },
    override,
  }: { readonly prepared: PreparedSubmission; readonly override: string | null },
): Promise<Result<undefined, Failure>> {
  const { id } = base.plan;
  await lockInventory(tx);
  await tx.$queryRaw`select id from plan where id = ${id} for update`;
  const alive = await findRunVersion(tx, { id });
  if (alive !== null && ["running", "paused", "rolling_back"].includes(alive.state))
    return err({
      code: "conflict",
      detail: `Version ${alive.version} of plan ${id} is ${alive.state}: another can be submitted when it has ended.`,
    });
  const against = refuseDoubts(base, now, { override, mayOverride: role === "approver" || role === "admin" });
  if (against !== null) return err(against);
  const { count } = await tx.planVersion.updateMany({
    where: { id: base.key, state: "draft", revision: base.revision },
    data: { state: "submitted" },
  });
  if (count !== 1)
    return err({
      code: "conflict",
      detail: "The draft was changed meanwhile: read it again, then submit it.",
    });
  const phases = beginRun(base.content, base.assessment);
  const stored = await storeRun(tx, author, { base, phases });
  if (!stored.ok) return stored;
  const digest = digestContent(base.content);
  if (now.broken !== null && override !== null)
    await tx.planDeviation.create({
      data: {
        planId: id,
        version: base.version,
        kind: "broken_prefix",
        phase: now.broken.phase,
        registry: now.broken.registry,
        actor: author.actor,
        approver: author.actor,
        reason: override,
        at: new Date(author.atMs),
      },
    });
  const skipped = phases.flatMap(({ moves }) => moves.filter(({ state }) => state === "skipped"));
  await tellPlan(tx, author, {
    base,
    action: "plan.submitted",
    from: "draft",
    to: "submitted",
    facts: {
      digest,
      window: base.content.window,
      phases: phases.length,
      skipped: skipped.map(({ registry }) => registry),
    },
    reason: override,
  });
  await tellSkipped(tx, author, { base, phases });
  return ok(undefined);
}

/** Moves that the content skips are skipped from the start: that too is an event of each. */
async function tellSkipped(
  tx: Transaction,
  author: Author,
  { base, phases }: { readonly base: StoredVersion; readonly phases: readonly BegunPhase[] },
): Promise<void> {
  const { id: plan } = base.plan;
  const { version } = base;
  const events = phases.flatMap(({ phase, moves }) =>
    moves
      .filter(({ state }) => state === "skipped")
      .map(({ registry, from, to, skippedReason }) => ({
        action: "move.skipped" as const,
        thing: "move" as const,
        thingName: `${plan}@${version}/${phase}/${registry}`,
        before: { state: "pending" },
        after: { state: "skipped", from, to },
        reason: skippedReason ?? "",
        context: { plan, version, phase, stamps: [from, to] },
      })),
  );
  await appendAudit(tx, author, events);
}

function refuseDoubts(
  base: StoredVersion,
  now: PlanAssessment,
  { override, mayOverride }: { readonly override: string | null; readonly mayOverride: boolean },
): Failure | null {
  if (base.assessment.tier === null)
    return { code: "invalid", detail: "The plan moves nothing: there is nothing to submit." };
  if (now.doubts.length > 0)
    return {
      code: "invalid",
      detail: `${now.doubts.length} thing(s) stand against this plan; the first: ${now.doubts[0]?.detail ?? ""}`,
      errors: now.doubts.slice(0, 100).map(({ phase, registry, detail }) => ({
        path: `phases[${phase - 1}].moves.${registry}`,
        message: detail,
      })),
    };
  const broken = now.broken ?? base.assessment.broken;
  if (broken === null || (override !== null && mayOverride)) return null;
  return {
    code: override === null ? "conflict" : "forbidden",
    detail: `The move of ${broken.registry} in phase ${broken.phase} brings ${broken.stamp} ${broken.pool} to ${broken.value ?? "what cannot be told"}, over ${broken.bound}. An approver may submit it all the same, with \`override\` as the reason.`,
  };
}

async function storeRun(
  tx: Transaction,
  author: Author,
  { base, phases }: { readonly base: StoredVersion; readonly phases: readonly BegunPhase[] },
): Promise<Result<undefined, Failure>> {
  const { id } = base.plan;
  const { version, content } = base;
  const key = { planId: id, version };
  const edits = await tx.planEdit.findMany({ where: { versionId: base.key }, select: { author: true } });
  await tx.planRun.create({
    data: {
      ...key,
      authors: [...new Set([base.author, ...edits.map((edit) => edit.author)])].sort(),
      tier: base.assessment.tier ?? "critical",
      digest: digestContent(content),
      submittedAt: new Date(author.atMs),
      submittedBy: author.actor,
    },
  });
  await tx.planPhase.createMany({
    data: phases.map(({ moves: _, notBeforeMs, prediction, ...phase }) => ({
      ...key,
      ...phase,
      notBefore: notBeforeMs === null ? null : new Date(notBeforeMs),
      prediction: prediction as unknown as Prisma.InputJsonArray,
    })),
  });
  return await storeMoves(tx, base, phases);
}

async function storeMoves(
  tx: Transaction,
  base: StoredVersion,
  phases: readonly BegunPhase[],
): Promise<Result<undefined, Failure>> {
  const { id: planId, region } = base.plan;
  const { version } = base;
  const moves = phases.flatMap(({ phase, moves: list }) => list.map((move) => ({ ...move, phase })));
  const rows = JSON.stringify(moves);
  const stored = await tx.$executeRaw`
    insert into plan_move (plan_id, version, phase, place, registry, tenant, replica_id, from_stamp_id, to_stamp_id,
      to_stamp, state, skipped_reason)
    select ${planId}, ${version}, move.phase, move.place, move.registry, move.tenant, replica.id, source.id, target.id,
      move."to", move.state::"MoveState", move."skippedReason"
    from jsonb_to_recordset(${rows}::jsonb) as move(phase int, place int, registry text, tenant text, "from" text,
        "to" text, state text, "skippedReason" text)
      join registry on registry.name = move.registry
      join region on region.name = ${region}
      join replica on replica.registry_id = registry.id and replica.region_id = region.id
      join stamp source on source.name = move."from"
      left join stamp target on target.name = move."to"`;
  if (stored !== moves.length)
    return err({
      code: "conflict",
      detail: "A registry or a stamp of the plan is known by another name now: change the draft.",
    });
  await tx.$executeRaw`
    insert into plan_stamp (plan_id, version, name, note)
    select distinct ${planId}::int, ${version}::int, move.to_stamp, 'it is to be created'
    from plan_move move left join stamp on stamp.id = move.to_stamp_id
    where move.plan_id = ${planId} and move.version = ${version} and (stamp.id is null or stamp.planned)`;
  return ok(undefined);
}
