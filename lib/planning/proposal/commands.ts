import { type Author, appendAudit } from "../../audit/index.ts";
import type { ContributionSource } from "../../contribution/judged/queries.ts";
import type { Clock, Failure } from "../../core/index.ts";
import { err, ok, type Result, toIso } from "../../core/index.ts";
import { type Transaction, withTransaction } from "../../db/client.ts";
import type { Prisma } from "../../db/generated/client.ts";
import { parseWindow, type WindowRequest } from "../../hotness/parseWindow.ts";
import { checkNames, gatherFacts } from "./facts/queries.ts";
import { findTriggers } from "./findTriggers.ts";
import { proposeInThread } from "./inThread/commands.ts";
import { joinProposals } from "./joinProposals.ts";
import type { ProposalAnswer, ProposalContent, ProposalProgress, ProposalState } from "./proposalAnswer.ts";
import type { ProposalBody } from "./proposalBody.ts";
import { getProposal } from "./queries.ts";
import { createTeller, type Teller } from "./teller/commands.ts";

export interface ProposalSource extends ContributionSource {
  readonly clock: Clock;
}

/** Puts a proposal down as running; its number. `malformed` for a window that is none, `invalid` for names that are none. */
export async function beginProposal(
  tx: Transaction,
  author: Author,
  body: ProposalBody,
): Promise<Result<number, Failure>> {
  const request = windowOf(body);
  if (!request.ok) return request;
  const checked = await checkNames(tx, body);
  if (!checked.ok) return checked;
  const region =
    body.region === undefined ? null : await tx.region.findUnique({ where: { name: body.region } });
  const { id } = await tx.proposal.create({
    data: { ...newRow(author, body), regionId: region?.id ?? null },
    select: { id: true },
  });
  await appendAudit(tx, author, [
    { action: "proposal.asked", thing: "proposal", thingName: String(id), after: { ...body } },
  ]);
  return ok(id);
}

function newRow(author: Author, body: ProposalBody) {
  const at = new Date(author.atMs);
  return {
    // Parsed from JSON: plain data.
    request: body as Prisma.InputJsonObject,
    state: "running" satisfies ProposalState,
    createdAt: at,
    createdBy: author.actor,
    toldAt: at,
  };
}

function windowOf({ window }: ProposalBody): Result<WindowRequest, Failure> {
  return parseWindow(typeof window === "object" ? window : { window });
}

export interface ProposalWork {
  readonly id: number;
  readonly author: Author;
  readonly body: ProposalBody;
  /** Cuts the search off; what it has is kept, as incomplete. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ProposalProgress) => void;
}

/**
 * Asks whoever works on a proposal, in whatever process, to stop: what it has by then is kept, as incomplete. How it stands
 * is answered. `not_found` where there is none, `conflict` once it has ended.
 */
export async function stopProposal(
  tx: Transaction,
  author: Author,
  id: number,
): Promise<Result<ProposalAnswer, Failure>> {
  const asked = await tx.proposal.updateMany({
    where: { id, state: "running" satisfies ProposalState, stopAskedAt: null },
    data: { stopAskedAt: new Date(author.atMs) },
  });
  if (asked.count > 0)
    await appendAudit(tx, author, [
      {
        action: "proposal.stopped",
        thing: "proposal",
        thingName: String(id),
        after: { stopAskedAt: toIso(author.atMs) },
      },
    ]);
  const found = await getProposal(tx, { id, nowMs: author.atMs });
  if (!found.ok || found.value.state === "running") return found;
  return err({
    code: "conflict",
    detail: `Proposal ${id} is ${found.value.state}: there is nothing to stop.`,
  });
}

/**
 * Works a proposal out that was begun, region by region, and keeps what comes of it. Whatever is thrown on the way is thrown
 * on, once the proposal is marked as failed.
 */
export async function workOutProposal(
  source: ProposalSource,
  asked: ProposalWork,
): Promise<Result<ProposalAnswer, Failure>> {
  const { prisma } = source.database;
  const stopped = new AbortController();
  const work = { ...asked, signal: AbortSignal.any([asked.signal, stopped.signal]) };
  try {
    const tell = createTeller(source, { ...work, stop: () => stopped.abort() });
    const parts = await proposeRegions(source, work, tell);
    if (!parts.ok) {
      await markFailed(source, work.id, parts.error.detail);
      return parts;
    }
    await finish(source, work, parts.value);
  } catch (error) {
    await markFailed(source, work.id, "The server met a mistake of its own.").catch(() => undefined);
    throw error;
  }
  return await getProposal(prisma, { id: work.id, nowMs: source.clock() });
}

interface RegionPart {
  readonly region: string;
  readonly content: ProposalContent;
}

async function proposeRegions(
  source: ProposalSource,
  work: ProposalWork,
  tell: Teller,
): Promise<Result<readonly RegionPart[], Failure>> {
  const { body, author, signal } = work;
  const request = windowOf(body);
  if (!request.ok) return request;
  const { regions } = await source.shape.current();
  const names = body.region === undefined ? regions.map(({ name }) => name) : [body.region];
  const parts: RegionPart[] = [];
  for (const region of names) {
    if (signal.aborted) break;
    tell({ ...MEASURING, region });
    const facts = await gatherFacts(source, { region, request: request.value, body, nowMs: author.atMs });
    if (!facts.ok) return facts;
    // Of the fleet, only regions where there is something to be done.
    if (body.region === undefined && findTriggers(facts.value).length === 0) continue;
    const made = await proposeInThread(facts.value, { signal, onProgress: tell });
    parts.push({ region, content: { ...made, limitP95: body.limitP95 ?? null } });
  }
  await tell.settled();
  return ok(parts);
}

const MEASURING = {
  step: "measuring",
  round: 0,
  evaluations: 0,
  mostEvaluations: 0,
  excess: null,
  moves: null,
} as const;

async function finish(
  { database }: ProposalSource,
  { id, author, body, signal }: ProposalWork,
  parts: readonly RegionPart[],
): Promise<void> {
  const joined = joinProposals(
    body.region ?? null,
    parts.map(({ content }) => content),
  );
  const isCut = parts.some(({ content }) => content.search?.complete === false);
  const isShort = signal.aborted && body.region === undefined;
  const state: ProposalState = isCut || isShort ? "incomplete" : "complete";
  await withTransaction(database, async (tx) => {
    const [only] = parts;
    const answer = body.region === undefined || only === undefined ? null : only.content;
    const done = await tx.proposal.updateMany({
      where: { id, state: "running" },
      data: { state, ...(answer === null ? {} : { answer: answer as unknown as Prisma.InputJsonObject }) },
    });
    if (done.count !== 1) throw new Error(`proposal ${id} was no longer running`);
    if (body.region === undefined) await keepParts(tx, { id, author, body, parts });
    await appendAudit(tx, author, [
      {
        action: "proposal.made",
        thing: "proposal",
        thingName: String(id),
        after: {
          state,
          regions: parts.map(({ region }) => region),
          moves: joined.phases.reduce((sum, { moves }) => sum + moves.length, 0),
          excess: joined.excess,
        },
      },
    ]);
  });
}

async function keepParts(
  tx: Transaction,
  made: Pick<ProposalWork, "id" | "author" | "body"> & { readonly parts: readonly RegionPart[] },
): Promise<void> {
  for (const { region, content } of made.parts) {
    const found = await tx.region.findUnique({ where: { name: region }, select: { id: true } });
    await tx.proposal.create({
      data: {
        ...newRow(made.author, { ...made.body, region }),
        parentId: made.id,
        regionId: found?.id ?? null,
        // Plain data, as its schema says.
        answer: content as unknown as Prisma.InputJsonObject,
        state: content.search?.complete === false ? "incomplete" : "complete",
      },
    });
  }
}

async function markFailed({ database }: ProposalSource, id: number, failure: string): Promise<void> {
  await database.prisma.proposal.updateMany({
    where: { id, state: "running" },
    data: { state: "failed", failure },
  });
}
