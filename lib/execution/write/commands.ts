import { type AuditEvent, type Author, appendAudit } from "../../audit/index.ts";
import { toIso } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { Prisma } from "../../db/generated/client.ts";
import { rebindReplica } from "../../fleet/bindings/commands.ts";
import type { RunStep } from "../run/reducePlan.ts";
import type { Deed, HomeOrder } from "../run/runDraft.ts";
import { stampsOf } from "../run/startPlan.ts";
import type { RunMove, RunPhase, RunPlan, RunStamp } from "../types.ts";

/** Writes what a command has changed, with its homes and audit events, into the transaction. The plan's row is locked. */
export async function writeStep(
  tx: Transaction,
  author: Author,
  { before, step }: { readonly before: RunPlan; readonly step: RunStep },
): Promise<void> {
  const after = step.plan;
  const homes: AuditEvent[] = [];
  for (const home of step.homes) homes.push(await writeHome(tx, after, home));
  await writeStates(tx, after, step.deeds);
  await writePlan(tx, after);
  for (const [at, phase] of after.phases.entries()) {
    const old = before.phases[at];
    if (old === phase) continue;
    await writePhase(tx, after, phase);
    for (const [place, move] of phase.moves.entries())
      if (old?.moves[place] !== move) await writeMove(tx, move);
  }
  await writeRecords(tx, before, after);
  await writeHolding(tx, before, after);
  const basis = await readBasis(tx, after);
  await appendAudit(tx, author, [...homes, ...step.deeds.map((deed) => eventOf(after, deed, basis))]);
}

/** On what the version was judged: the hours, and which homes and models of when. */
interface Basis {
  readonly window: { readonly from: string; readonly to: string };
  readonly model: { readonly computedAt: string; readonly homesDigest: string };
}

async function readBasis(tx: Transaction, { id, version }: RunPlan): Promise<Basis> {
  const [row] = await tx.$queryRaw<Basis[]>`
    select assessment -> 'window' as window, jsonb_build_object('computedAt', assessment -> 'computedAt',
      'homesDigest', assessment -> 'snapshot' -> 'homesDigest') as model
    from plan_version where plan_id = ${id} and version = ${version}`;
  if (row === undefined) throw new Error(`there is no version ${id}@${version}, as there was a moment ago`);
  return row;
}

async function writeHome(tx: Transaction, plan: RunPlan, home: HomeOrder): Promise<AuditEvent> {
  const { move, registry, from, to, atMs } = home;
  const source = `plan ${plan.id}@${plan.version} move ${move}`;
  const isDone = await rebindReplica(tx, { ...home, source });
  // The reducer saw the same row under the same lock.
  if (!isDone) throw new Error(`the home of ${registry} is not ${from}, as it was a moment ago`);
  return {
    action: "replica.bound",
    thing: "replica",
    thingName: `${registry}/${plan.region}`,
    before: { stamp: from },
    after: { stamp: to, at: toIso(atMs) },
    reason: source,
    context: { plan: plan.id, version: plan.version },
  };
}

/** Step by step, each on top of the one before: the database refuses a change of a state that stands in no table. */
async function writeStates(tx: Transaction, { id, version }: RunPlan, deeds: readonly Deed[]): Promise<void> {
  for (const { thing, phase, move, transition } of deeds) {
    if (transition === null) continue;
    const { from, to } = transition;
    const count = {
      plan: () => tx.$executeRaw`
        update plan_version set state = ${to}::"PlanState"
        where plan_id = ${id} and version = ${version} and state = ${from}::"PlanState"`,
      phase: () => tx.$executeRaw`
        update plan_phase set state = ${to}::"PhaseState"
        where plan_id = ${id} and version = ${version} and phase = ${phase} and state = ${from}::"PhaseState"`,
      move: () => tx.$executeRaw`
        update plan_move set state = ${to}::"MoveState" where id = ${move} and state = ${from}::"MoveState"`,
    }[thing];
    if ((await count()) !== 1)
      throw new Error(`a ${thing} of plan ${id} is not ${from}, as it was a moment ago`);
  }
}

async function writePlan(tx: Transaction, after: RunPlan): Promise<void> {
  const key = { planId: after.id, version: after.version };
  await tx.planRun.update({
    where: { planId_version: key },
    data: {
      startedAt: dateOf(after.startedAtMs),
      finishedAt: dateOf(after.finishedAtMs),
      pause: jsonOf(after.pause),
      rollbackFrom: after.rollbackFrom,
      rollbackReason: after.rollbackReason,
    },
  });
}

async function writePhase(tx: Transaction, plan: RunPlan, phase: RunPhase): Promise<void> {
  await tx.planPhase.update({
    where: { planId_version_phase: { planId: plan.id, version: plan.version, phase: phase.phase } },
    data: {
      observationHours: phase.observationHours,
      startedAt: dateOf(phase.startedAtMs),
      cutOverAt: dateOf(phase.cutOverAtMs),
      observingSince: dateOf(phase.observingSinceMs),
      observeUntil: dateOf(phase.observeUntilMs),
      decidedAt: dateOf(phase.decidedAtMs),
      decidedBy: phase.decidedBy,
      reason: phase.reason,
      prediction: phase.prediction as unknown as Prisma.InputJsonArray,
      reassessment: jsonOf(phase.reassessment),
    },
  });
}

async function writeMove(tx: Transaction, move: RunMove): Promise<void> {
  await tx.planMove.update({
    where: { id: move.id },
    data: {
      boundAt: dateOf(move.boundAtMs),
      drainedAt: dateOf(move.drainedAtMs),
      verifiedAt: dateOf(move.verifiedAtMs),
      revertedAt: dateOf(move.revertedAtMs),
      skippedReason: move.skippedReason,
      drain: jsonOf(move.drain),
      confirmation: move.confirmation,
    },
  });
}

async function writeRecords(tx: Transaction, before: RunPlan, after: RunPlan): Promise<void> {
  const key = { planId: after.id, version: after.version };
  const voided = after.approvals.filter(({ isVoid }, at) => isVoid && before.approvals[at]?.isVoid === false);
  for (const phase of new Set(voided.map((one) => one.phase)))
    await tx.planApproval.updateMany({ where: { ...key, phase, isVoid: false }, data: { isVoid: true } });
  const given = after.approvals.slice(before.approvals.length);
  if (given.length > 0)
    await tx.planApproval.createMany({
      data: given.map(({ atMs, ...one }) => ({ ...key, ...one, at: new Date(atMs) })),
    });
  const deviations = after.deviations.slice(before.deviations.length);
  if (deviations.length > 0)
    await tx.planDeviation.createMany({
      data: deviations.map(({ atMs, ...one }) => ({ ...key, ...one, at: new Date(atMs) })),
    });
  for (const [at, stamp] of after.newStamps.entries())
    if (before.newStamps[at] !== stamp) await writeStamp(tx, after, stamp);
}

async function writeStamp(tx: Transaction, { id, version }: RunPlan, stamp: RunStamp): Promise<void> {
  await tx.planStamp.update({
    where: { planId_version_name: { planId: id, version, name: stamp.name } },
    data: {
      reference: stamp.reference,
      createdAt: dateOf(stamp.createdAtMs),
      createdBy: stamp.createdBy,
      healthyAt: dateOf(stamp.healthyAtMs),
      note: stamp.note,
    },
  });
}

const HOLDING: readonly RunPlan["state"][] = ["running", "paused", "rolling_back"];

/** A plan holds its stamps from its start to its end; the database refuses a second one on any of them. */
async function writeHolding(tx: Transaction, before: RunPlan, after: RunPlan): Promise<void> {
  const held = HOLDING.includes(before.state);
  const holds = HOLDING.includes(after.state);
  if (held && !holds) await tx.runningStamp.deleteMany({ where: { planId: after.id } });
  if (held || !holds) return;
  const names = stampsOf(after);
  const known = await tx.stamp.findMany({
    where: { name: { in: [...names] } },
    select: { id: true, name: true },
  });
  const ids = new Map(known.map(({ id, name }) => [name, id]));
  await tx.runningStamp.createMany({
    data: names.map((name) => {
      const stampId = ids.get(name) ?? null;
      return { planId: after.id, stampId, name: stampId === null ? name : null };
    }),
  });
}

function eventOf(plan: RunPlan, deed: Deed, basis: Basis): AuditEvent {
  const { id, version } = plan;
  const parts = [`${id}@${version}`, deed.phase, deed.registry].filter((part) => part !== null);
  return {
    action: deed.action,
    thing: deed.thing,
    thingName: parts.join("/"),
    before: deed.transition && { state: deed.transition.from },
    after: { ...(deed.transition && { state: deed.transition.to }), ...deed.facts },
    ...(deed.reason === null ? {} : { reason: deed.reason }),
    context: contextOf(plan, deed, basis),
  };
}

/** On which plan, stamps, hours and models it rests: a phase that was simulated again goes by those hours. */
function contextOf(plan: RunPlan, { phase: number, move: id }: Deed, basis: Basis) {
  const phase = plan.phases.find((one) => one.phase === number);
  const moves = (phase === undefined ? plan.phases : [phase]).flatMap(({ moves: own }) => own);
  const ends = moves.filter((one) => id === null || one.id === id).flatMap(({ from, to }) => [from, to]);
  return {
    plan: plan.id,
    version: plan.version,
    ...(number === null ? {} : { phase: number }),
    stamps: [...new Set(ends)].toSorted(),
    window: phase?.reassessment?.window ?? basis.window,
    model: basis.model,
  };
}

function dateOf(epochMs: number | null): Date | null {
  return epochMs === null ? null : new Date(epochMs);
}

/** Plain data, as its type says; Prisma's type of JSON knows no readonly arrays. */
function jsonOf(value: object | null): Prisma.InputJsonObject | typeof Prisma.DbNull {
  return value === null ? Prisma.DbNull : (value as unknown as Prisma.InputJsonObject);
}
