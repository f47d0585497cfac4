import { readOtherHands } from "../../auth/index.ts";
import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import { windowOfBody } from "../../simulation/simulationBody.ts";
import { completePhases } from "../completePhases.ts";
import type { DraftToJudge, PreparedPlan } from "../judgeDraft.ts";
import { type ImportedPlan, parsePlanTable } from "../parsePlanTable.ts";
import type { PhaseBody, PlanBody } from "../planBody.ts";
import type { PlanPhase } from "../planContent.ts";
import { draftOfProposal, keptStamps, type PlanDraft } from "../planDraft.ts";
import { loadProposal } from "../proposal/queries.ts";
import { readPlanRegion } from "../region/queries.ts";
import { findContent } from "../version/queries.ts";
import { judgeInThread } from "./inThread/commands.ts";

/** Who asks, when, and for which plan; null = for a new one. */
export interface Asking {
  readonly author: string;
  readonly nowMs: number;
  readonly plan: number | null;
  /** Aborted where nobody waits for the answer any longer. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Checks a draft against its region, fills in what follows from it, and judges it. `invalid`, naming every place: see
 * checkDraft; `unavailable` where nobody waits for it any longer. Reads and computes alone; a plan of hundreds of moves
 * takes seconds.
 */
export async function prepareDraft(
  source: ContributionSource,
  draft: PlanDraft,
  asking: Asking,
): Promise<Result<PreparedPlan, Failure>> {
  const checked = await checkDraft(source, draft, asking);
  if (!checked.ok) return checked;
  return (await judgeInThread(checked.value, asking)) ?? err(CALLED_OFF);
}

export const CALLED_OFF: Failure = {
  code: "unavailable",
  detail: "The request was called off before the plan had been judged. Nothing was stored.",
};

/** A draft held against its region. `invalid`, naming every place: see readPlanRegion and completePhases. */
export async function checkDraft(
  source: ContributionSource,
  draft: PlanDraft,
  { author, nowMs, plan }: Asking,
): Promise<Result<DraftToJudge, Failure>> {
  const { request, phases: sent, isUnordered, ...decided } = draft;
  const read = await readPlanRegion(source, { ...draft, plan, nowMs });
  if (!read.ok) return isUnordered ? err(withoutPhases(read.error)) : read;
  const { region, names } = read.value;
  const named = byPresentNames(sent, names);
  const authors = [author, ...(await readOtherHands(source.database.prisma, [author]))];
  // The moves are checked as they were sent, before the rules order them: places are those that the sender knows.
  const checked = completePhases(named, region, authors);
  if (!checked.ok) return isUnordered ? err(withoutPhases(checked.error)) : checked;
  return ok({ decided, phases: named, isUnordered, region, authors, nowMs });
}

function byPresentNames(phases: readonly PhaseBody[], names: ReadonlyMap<string, string>): PhaseBody[] {
  return phases.map((phase) => ({
    ...phase,
    moves: phase.moves.map((move) => ({ ...move, registry: names.get(move.registry) ?? move.registry })),
  }));
}

/** Places of a list of moves, as they were sent: `moves[3].to`. */
function withoutPhases(failure: Failure): Failure {
  const errors = failure.errors?.map(({ path, message }) => ({
    path: path.replace(/^phases\[0\]\./, ""),
    message,
  }));
  return { ...failure, ...(errors === undefined ? {} : { errors }) };
}

/** What a body of POST /api/v1/plans asks for. `invalid` and `malformed` where it cannot be read as a plan. */
export async function draftOfBody(
  source: ContributionSource,
  body: PlanBody,
  nowMs: number,
): Promise<Result<PlanDraft, Failure>> {
  if (body.proposal !== undefined) return await draftFromProposal(source, body.proposal, { body, nowMs });
  const window = windowOfBody(body);
  if (!window.ok) return window;
  const decided = {
    request: window.value,
    limitP95: body.limitP95 ?? null,
    startAt: body.startAt ?? null,
    triggers: [],
    verdicts: [],
    left: [],
  };
  if (body.csv !== undefined) {
    const table = parsePlanTable(body.csv);
    if (!table.ok) return table;
    const imported = await draftFromTable(source, table.value);
    if (!imported.ok) return imported;
    const stamps = body.newStamps === undefined ? imported.value.newStamps : keptStamps(body.newStamps);
    return ok({ ...decided, ...imported.value, newStamps: stamps });
  }
  const moves = body.moves?.map((move) => ({ ...move, skipped: null }));
  return ok({
    ...decided,
    region: body.region ?? "",
    newStamps: keptStamps(body.newStamps ?? []),
    source: { kind: "moves" },
    phases: moves === undefined ? (body.phases ?? []) : [{ notBefore: null, shortened: null, moves }],
    isUnordered: moves !== undefined,
  });
}

async function draftFromProposal(
  { database }: ContributionSource,
  id: number,
  { body, nowMs }: { readonly body: PlanBody; readonly nowMs: number },
): Promise<Result<PlanDraft, Failure>> {
  const refuse = (message: string): Result<never, Failure> =>
    err({ code: "invalid", detail: message, errors: [{ path: "proposal", message }] });
  const proposal = await loadProposal(database.prisma, id, { nowMs });
  if (proposal === null) return refuse(`There is no proposal ${id}.`);
  const { region, window, state } = proposal;
  if (state === "running") return refuse(`Proposal ${id} is still being worked out: wait for its end.`);
  if (region === null || window === null) {
    const parts = proposal.proposals.map((part) => `${part.id} (${part.region})`).join(", ");
    return refuse(`Proposal ${id} is of several regions, and a plan is of one: take one of ${parts}.`);
  }
  if (proposal.phases.length === 0) return refuse(`Proposal ${id} moves nothing: there is nothing to plan.`);
  return ok({ ...draftOfProposal(proposal, { region, window }), startAt: body.startAt ?? null });
}

/**
 * A table as a draft. Stamps that do not exist yet, and who answers for a shortened wait, stand in no column: they are
 * taken from the version that the table was exported from, where that is known here.
 */
async function draftFromTable(
  { database }: ContributionSource,
  { origin, phases }: ImportedPlan,
): Promise<Result<Pick<PlanDraft, "region" | "newStamps" | "source" | "phases" | "isUnordered">, Failure>> {
  const regions = new Set(phases.flatMap(({ moves }) => moves.map(({ region }) => region)));
  const [region = ""] = regions;
  if (regions.size > 1) {
    const message = `The table is of ${[...regions].join(", ")}, and a plan is of one region: import one table for each.`;
    return err({ code: "invalid", detail: message, errors: [{ path: "region", message }] });
  }
  const found = origin === null ? null : await findContent(database.prisma, origin);
  const exported = found?.region === region ? found : null;
  return ok({
    region,
    newStamps: exported?.newStamps ?? [],
    source: { kind: "csv" },
    isUnordered: false,
    phases: phases.map(({ moves, ...phase }, place) => ({
      ...phase,
      shortened: sameWait(exported?.phases[place], phase.observationHours),
      moves: moves.map(({ registry, from, to, reason, skipped }) => ({
        registry,
        from,
        to,
        reason,
        skipped,
      })),
    })),
  });
}

function sameWait(exported: PlanPhase | undefined, observationHours: number): PlanPhase["shortened"] {
  return exported?.observationHours === observationHours ? exported.shortened : null;
}
