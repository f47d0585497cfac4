import type { Transaction } from "../db/client.ts";
import { type AnchorChain, readAnchorChain } from "./anchor.ts";
import { readAnchorFile } from "./anchorFile.ts";
import { type ChainFinding, ChainWalk } from "./chainWalk.ts";
import { readStoredEvents } from "./queries.ts";
import type { Verification } from "./verification.ts";

/** Small, so that a process that verifies goes on answering in between. */
const BATCH = 500;

export interface VerifyOptions {
  /** null = no anchors are kept in a file. */
  readonly anchorFile: string | null;
  readonly nowMs: number;
}

/**
 * Recomputes the whole chain and holds it against the anchors. Reads in batches, so it needs the same memory for any number
 * of events, and no lock: events are committed in the order of their numbers, so those written meanwhile come at the end.
 */
export async function verifyAudit(db: Transaction, options: VerifyOptions): Promise<Verification> {
  const startedAt = performance.now();
  const { anchorFile } = options;
  // Before the events: an anchor of after must not be taken for one that is ahead of the chain.
  const chain = anchorFile === null ? null : await readAnchorFile(anchorFile);
  const { anchors } = chain ?? readAnchorChain("");
  const walk = new ChainWalk(anchors);
  const finding = await walkAll(db, walk);
  const last = anchors.at(-1);
  const result = {
    at: new Date(options.nowMs).toISOString(),
    isIntact: finding === null && (chain?.brokenLine ?? null) === null,
    events: walk.count,
    lastEventId: String(walk.last.id),
    lastHash: walk.last.hash,
    finding,
    anchors: chain && {
      count: anchors.length,
      lastAt: last?.at ?? null,
      lastEventId: last?.eventId ?? null,
      unreadable: chain.unreadable,
      brokenLine: chain.brokenLine,
    },
  };
  return { ...result, sentence: sentenceOf(result, chain), milliseconds: performance.now() - startedAt };
}

async function walkAll(db: Transaction, walk: ChainWalk): Promise<ChainFinding | null> {
  // Below every number there can be: an event that was put in before the first is found like any other.
  let afterId = "-9223372036854775808";
  for (;;) {
    const rows = await readStoredEvents(db, { afterId, limit: BATCH });
    for (const row of rows) {
      const finding = walk.check(row);
      if (finding !== null) return finding;
      afterId = row.id;
    }
    if (rows.length < BATCH) return walk.end();
  }
}

function sentenceOf(
  result: Pick<Verification, "finding" | "events" | "lastEventId" | "anchors">,
  chain: AnchorChain | null,
): string {
  const broken =
    chain === null || chain.brokenLine === null
      ? ""
      : ` The file of anchors was changed: from line ${chain.brokenLine} on it is not what was written to it.`;
  if (result.finding !== null) return `${result.finding.sentence}${broken}`;
  if (result.events === 0) return `There is no event yet.${broken}`;
  const whole = `All ${result.events} events up to ${result.lastEventId} are as they were written`;
  const anchored = result.anchors?.lastEventId ?? null;
  if (broken !== "") return `${whole}, as far as they tell themselves.${broken}`;
  if (anchored === null)
    return `${whole}, as far as they tell themselves: no anchor outside the database says which is the newest.`;
  return `${whole}; the newest anchor is of event ${anchored}.`;
}
