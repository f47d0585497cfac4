import { hash } from "node:crypto";

/** Which share of its time a core spent in a state, 0 to 1, by `shareKey`. */
export type Shares = ReadonlyMap<string, number>;

/** What came of one node at one instant. */
export interface Instant {
  readonly tsMs: number;
  readonly shares: Shares;
}

/** Instants of a node that are kept for what is still under way of them. */
export const MOST_INSTANTS = 8;
/** Shares of one node: four thousand cores in ten states each. Beyond that, many nodes have one name. */
export const MOST_SHARES = 40_000;

const SEPARATOR = "\n";

/** A share by the names of its core and its state, which have no line feed. */
export function shareKey(core: string, state: string): string {
  return core + SEPARATOR + state;
}

export function stateOf(key: string): string {
  return key.slice(key.indexOf(SEPARATOR) + 1);
}

/** A number of a share's key that has nothing to do with those of others: sums of them tell sets of shares apart. */
export function digestOfShare(key: string): number {
  return Number.parseInt(hash("sha1", key, "hex").slice(0, 8), 16) | 0;
}

export function digestOf(keys: Iterable<string>): number {
  let sum = 0;
  for (const key of keys) sum = (sum + digestOfShare(key)) | 0;
  return sum;
}

/**
 * Instants with one more part, in the order in which they last came; without the oldest where there are too many. A part with
 * which its instant would have over `MOST_SHARES` stands in the place of what came before of it.
 */
export function addPart(kept: readonly Instant[], part: Instant): readonly Instant[] {
  const known = kept.find(({ tsMs }) => tsMs === part.tsMs);
  const shares = known === undefined ? part.shares : new Map([...known.shares, ...part.shares]);
  const whole = { tsMs: part.tsMs, shares: shares.size > MOST_SHARES ? part.shares : shares };
  const others = kept.filter((one) => one !== known);
  let room = MOST_SHARES - whole.shares.size;
  const fitting = others.toReversed().filter(({ shares }) => {
    room -= shares.size;
    return room >= 0;
  });
  return [...fitting.slice(0, MOST_INSTANTS - 1).reverse(), whole];
}

/** Every share that one of them has: what the node sends. */
export function keysOf(instants: readonly Instant[]): ReadonlySet<string> {
  return new Set(instants.flatMap(({ shares }) => [...shares.keys()]));
}

interface Core {
  idle: number;
  busy: number;
  hasIdle: boolean;
  hasBusy: boolean;
  lacksIdle: boolean;
  lacksBusy: boolean;
}

/**
 * Percent of the node: 100 × the mean over its cores of what they were not idle, or of what they did where they have no idle
 * state (`README.md` beside this). `expected`: every share that the node sends; a core that still lacks what decides is left
 * out. Null where no core is complete, or none has spent any time at all, as in a first reading.
 */
export function percentOf(
  shares: Shares,
  expected: Iterable<string>,
  isIdleState: (state: string) => boolean,
): number | null {
  let busy = 0;
  let counted = 0;
  for (const core of coresOf(shares, expected, isIdleState)) {
    const share = busyShareOf(core);
    if (share === null) continue;
    busy += share;
    counted++;
  }
  if (counted === 0) return null;
  const percent = (100 * busy) / counted;
  // A hair under 0 is rounding; more than that is for who takes it to refuse.
  return percent < 0 && percent > -0.5 ? 0 : percent;
}

function coresOf(
  shares: Shares,
  expected: Iterable<string>,
  isIdleState: (state: string) => boolean,
): Iterable<Core> {
  const cores = new Map<string, Core>();
  const none = { idle: 0, busy: 0, hasIdle: false, hasBusy: false, lacksIdle: false, lacksBusy: false };
  const take = (key: string, share: number | null) => {
    const cut = key.indexOf(SEPARATOR);
    const name = key.slice(0, cut);
    const core = cores.get(name) ?? { ...none };
    cores.set(name, core);
    if (isIdleState(stateOf(key))) {
      core.hasIdle = true;
      core.idle += share ?? 0;
      core.lacksIdle ||= share === null;
    } else {
      core.hasBusy = true;
      core.busy += share ?? 0;
      core.lacksBusy ||= share === null;
    }
  };
  for (const [key, share] of shares) take(key, share);
  for (const key of expected) if (!shares.has(key)) take(key, null);
  return cores.values();
}

/** Null: what decides is not there yet, or the core told of no time at all. */
function busyShareOf(core: Core): number | null {
  if (core.hasIdle ? core.lacksIdle : core.lacksBusy) return null;
  if (core.hasBusy && core.idle === 0 && core.busy === 0) return null;
  return core.hasIdle ? 1 - core.idle : core.busy;
}
