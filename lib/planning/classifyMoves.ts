import { compareText } from "../core/index.ts";
import type { ClassifiedMove, MoveCandidate, MoveClass } from "./types.ts";

/** What divides the classes (PRODUCT.md, Plans): shares of the moved set, 0–1. */
export interface ClassRules {
  readonly tailShare: number;
  readonly topShare: number;
  readonly topAloneShare: number;
}

export const CLASS_RULES: ClassRules = { tailShare: 0.005, topShare: 0.95, topAloneShare: 0.05 };

/** Sums of shares are compared with this much room, so that 0.5 % made of ten parts is 0.5 %. */
const ROUNDING = 1e-9;

/**
 * Moves with their class, smallest first: by the greater of request and byte share, ties by name.
 * Tail: the longest head whose sums are both at most `tailShare`. Top: the fewest from the end whose sums are both at least
 * `topShare`; of these only the ones that are `topAloneShare` alone, since what is small by itself is watched in a batch.
 * Medium: the rest. A measure that nobody reports is left out; one registry with traffic is top; no traffic at all is tail.
 */
export function classifyMoves(
  moves: readonly MoveCandidate[],
  rules: ClassRules = CLASS_RULES,
): ClassifiedMove[] {
  const shared = sortBySize(shareTraffic(moves));
  const tail = countTail(shared, rules.tailShare);
  const top = shared.length - tail === 0 ? 0 : countTop(shared, rules.topShare);
  return shared.map((move, place): ClassifiedMove => {
    const fromEnd = shared.length - place;
    const isTop = fromEnd <= top && sizeOf(move) >= rules.topAloneShare - ROUNDING;
    const kind: MoveClass = place < tail ? "tail" : isTop ? "top" : "medium";
    return { ...move, class: kind };
  });
}

type SharedMove = Omit<ClassifiedMove, "class">;

function shareTraffic(moves: readonly MoveCandidate[]): SharedMove[] {
  // Added up by size, so that the sum does not hang on how the moves were listed.
  const total = (name: "requests" | "bytes") =>
    moves
      .map(({ traffic }) => traffic[name] ?? 0)
      .sort((a, b) => a - b)
      .reduce((sum, amount) => sum + amount, 0);
  const requests = total("requests");
  const bytes = total("bytes");
  return moves.map((move) => ({
    ...move,
    requestShare: requests > 0 ? (move.traffic.requests ?? 0) / requests : null,
    byteShare: bytes > 0 ? (move.traffic.bytes ?? 0) / bytes : null,
  }));
}

/** The greater share of a move; 0 where nothing is known of any. */
export function sizeOf({ requestShare, byteShare }: Pick<SharedMove, "requestShare" | "byteShare">): number {
  return Math.max(requestShare ?? 0, byteShare ?? 0);
}

/** Smallest first: by size, then by name (code units). */
export function sortBySize<Move extends Pick<SharedMove, "registry" | "requestShare" | "byteShare">>(
  moves: readonly Move[],
): Move[] {
  return moves.toSorted((a, b) => sizeOf(a) - sizeOf(b) || compareText(a.registry, b.registry));
}

function countTail(sorted: readonly SharedMove[], share: number): number {
  let requests = 0;
  let bytes = 0;
  let count = 0;
  for (const move of sorted) {
    requests += move.requestShare ?? 0;
    bytes += move.byteShare ?? 0;
    if (Math.max(requests, bytes) > share + ROUNDING) break;
    count++;
  }
  return count;
}

function countTop(sorted: readonly SharedMove[], share: number): number {
  const reports = (name: "requestShare" | "byteShare") => sorted.some((move) => move[name] !== null);
  const enough = {
    requests: reports("requestShare") ? share - ROUNDING : 0,
    bytes: reports("byteShare") ? share - ROUNDING : 0,
  };
  let requests = 0;
  let bytes = 0;
  let count = 0;
  for (const move of sorted.toReversed()) {
    if (requests >= enough.requests && bytes >= enough.bytes) break;
    requests += move.requestShare ?? 0;
    bytes += move.byteShare ?? 0;
    count++;
  }
  return count;
}
