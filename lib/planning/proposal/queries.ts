import { err, type Failure, MINUTE_MS, ok, type Result, toIso } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { joinProposals } from "./joinProposals.ts";
import {
  PROPOSAL_STATES,
  type ProposalAnswer,
  type ProposalContent,
  type ProposalState,
  proposalContentSchema,
  proposalProgressSchema,
} from "./proposalAnswer.ts";

/** After so long without a sign of life the process that made a proposal is taken to have ended. */
const GIVEN_UP_MS = 10 * MINUTE_MS;

const PARTS = { select: { id: true, answer: true, region: { select: { name: true } } } } as const;

/** A proposal as it stands, with the proposals of its regions joined; null = there is none. */
export async function loadProposal(
  db: Transaction,
  id: number,
  { nowMs }: { readonly nowMs: number },
): Promise<ProposalAnswer | null> {
  const row = await db.proposal.findUnique({
    where: { id },
    include: { region: { select: { name: true } }, parts: { ...PARTS, orderBy: { id: "asc" } } },
  });
  if (row === null) return null;
  const region = row.region?.name ?? null;
  const parts = row.parts.flatMap((part) => contentOf(part.answer) ?? []);
  const isGivenUp = row.state === "running" && nowMs - row.toldAt.getTime() > GIVEN_UP_MS;
  const content = contentOf(row.answer) ?? joinProposals(region, parts);
  return {
    ...content,
    id: row.id,
    state: isGivenUp ? "failed" : stateOf(row.state),
    failure: isGivenUp ? "The server that worked on it ended. Ask again." : row.failure,
    progress:
      isGivenUp || row.state !== "running" || row.progress === null
        ? null
        : proposalProgressSchema.parse(row.progress),
    createdAt: toIso(row.createdAt.getTime()),
    createdBy: row.createdBy,
    // Written by this module alone, from a parsed body.
    request: row.request as ProposalAnswer["request"],
    proposals:
      region === null
        ? row.parts.flatMap((part) =>
            part.region === null ? [] : [{ id: part.id, region: part.region.name }],
          )
        : [{ id: row.id, region }],
  };
}

/** `GET /api/v1/proposals/{id}`: also of one that still runs. `not_found` where there is none. */
export async function getProposal(
  db: Transaction,
  { id, nowMs }: { readonly id: number; readonly nowMs: number },
): Promise<Result<ProposalAnswer, Failure>> {
  const found = await loadProposal(db, id, { nowMs });
  return found === null ? err({ code: "not_found", detail: `There is no proposal ${id}.` }) : ok(found);
}

function contentOf(answer: unknown): ProposalContent | null {
  return answer === null ? null : proposalContentSchema.parse(answer);
}

function stateOf(state: string): ProposalState {
  return PROPOSAL_STATES.find((one) => one === state) ?? "failed";
}
