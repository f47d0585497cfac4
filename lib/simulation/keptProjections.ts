import type { FittedPool } from "../contribution/fittedPool.ts";
import type { LoadChange, PoolProjection, ProjectionInput } from "./types.ts";

/** Of each pool: when a move is added to others, all other pools are as they were asked about just before. */
const MOST_KEPT = 12;

const kept = new WeakMap<FittedPool, Map<string, PoolProjection | null>>();
const numbers = new WeakMap<object, number>();
let counted = 0;

/** What projectPool says, remembered for as long as the pool's model is kept: it follows from its input alone. */
export function keepProjection(
  input: ProjectionInput,
  projectPool: () => PoolProjection | null,
): PoolProjection | null {
  const { pool, leaving, arriving, hidden, seed, scenarios = 0 } = input;
  const known = kept.get(pool) ?? new Map<string, PoolProjection | null>();
  kept.set(pool, known);
  const key = `${seed} ${hidden} ${scenarios} ${namesOf(leaving)} ${namesOf(arriving)}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const projection = projectPool();
  known.set(key, projection);
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  return projection;
}

/** Loads and models by identity: a pool that was fitted anew brings new ones. */
function namesOf(changes: readonly LoadChange[]): string {
  return changes.map(({ load, home, hidden }) => `${numberOf(load)}:${numberOf(home)}:${hidden}`).join();
}

function numberOf(thing: object): number {
  const known = numbers.get(thing);
  if (known !== undefined) return known;
  numbers.set(thing, ++counted);
  return counted;
}
