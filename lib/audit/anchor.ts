import { z } from "zod";
import { isoInstantSchema } from "../core/index.ts";
import { GENESIS_HASH, sha256OfCanonical } from "./eventHash.ts";

const hashSchema = z.string().regex(/^[0-9a-f]{64}$/);

/** The head of the chain as it was at an instant, kept where whoever can write the database cannot. */
export const anchorSchema = z.strictObject({
  at: isoInstantSchema,
  eventId: z.string().regex(/^\d{1,18}$/),
  hash: hashSchema.describe("of that event"),
  count: z.int().min(1).describe("events up to and with it"),
  previousAnchorHash: hashSchema.describe("SHA-256 of the canonical form of the anchor before"),
});

export type Anchor = z.output<typeof anchorSchema>;

export function hashOfAnchor(anchor: Anchor): string {
  return sha256OfCanonical(anchor);
}

/** What an anchor file holds. */
export interface AnchorChain {
  readonly anchors: readonly Anchor[];
  /** The line from which on the file is not what was written to it, counted from 1; null = it is all there. */
  readonly brokenLine: number | null;
  /** Lines that are no anchor: a write that a crash cut off leaves one. They count for nothing. */
  readonly unreadable: number;
}

/**
 * Reads the lines of an anchor file. Each anchor names the hash of the one before, so that one that was changed, taken
 * out or moved shows in the next. From the first such place on nothing is believed.
 */
export function readAnchorChain(text: string): AnchorChain {
  const anchors: Anchor[] = [];
  let unreadable = 0;
  let expected = GENESIS_HASH;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const anchor = parseAnchor(line);
    if (anchor === null) {
      unreadable += 1;
      continue;
    }
    if (anchor.previousAnchorHash !== expected) return { anchors, brokenLine: index + 1, unreadable };
    anchors.push(anchor);
    expected = hashOfAnchor(anchor);
  }
  return { anchors, brokenLine: null, unreadable };
}

function parseAnchor(line: string): Anchor | null {
  try {
    return anchorSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
