/** Running sums of shares in rank order, 0–1; null once a share is missing, since what follows is not known. */
export function cumulateShares(shares: readonly (number | null)[]): (number | null)[] {
  let sum: number | null = 0;
  return shares.map((share) => {
    sum = sum === null || share === null ? null : Math.min(1, sum + share);
    return sum;
  });
}

/** The head of a ranking that carries most of the traffic. */
export interface CarryingHead {
  readonly count: number;
  readonly of: number;
  /** 0–1. */
  readonly share: number;
}

/** Above this share a head carries the traffic: what is left would change nothing (as PRODUCT.md has it of the top class). */
const CARRIES = 0.95;
/** Half of all or more is no head: then the traffic is spread, and there is nothing to say. */
const LARGEST_HEAD = 0.5;

/** The fewest from the top that together carry at least 95 %; null where that takes half of all or more, or is not known. */
export function findCarryingHead(cumulative: readonly (number | null)[]): CarryingHead | null {
  const of = cumulative.length;
  // Shares are sums of 32-bit amounts: a millionth is their noise.
  const at = cumulative.findIndex((share) => share !== null && share >= CARRIES - 1e-6);
  const share = cumulative[at] ?? null;
  if (at < 0 || share === null || at + 1 >= of * LARGEST_HEAD) return null;
  return { count: at + 1, of, share };
}
