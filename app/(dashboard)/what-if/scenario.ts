import { compareText } from "#lib/core/index.ts";

/** A pool of a stamp that does not exist yet; load goes between pools of one kind. */
export interface NewPool {
  readonly kind: string;
  /** Null = not known: nodes are taken as alike. */
  readonly vcpusPerNode: number | null;
  readonly instances: number;
}

/** A stamp that does not exist yet. */
export interface NewStamp {
  readonly name: string;
  readonly kind: "shared" | "isolated";
  /** By kind, each once. */
  readonly pools: readonly NewPool[];
}

/** A registry that was picked. */
export interface ScenarioMove {
  readonly registry: string;
  /** Name of a stamp; null = not decided yet. */
  readonly to: string | null;
}

/** What is asked: these registries on those stamps. Moves by registry, new stamps by name, each once. */
export interface Scenario {
  readonly moves: readonly ScenarioMove[];
  readonly newStamps: readonly NewStamp[];
}

export const EMPTY_SCENARIO: Scenario = { moves: [], newStamps: [] };

/** So many registries fit into an address that every browser and server takes. */
export const MOST_MOVES = 300;

/** A scenario in its one form: the same moves in any order are the same scenario. Of a registry or a stamp named twice the last one holds. */
export function makeScenario(moves: readonly ScenarioMove[], newStamps: readonly NewStamp[]): Scenario {
  const toOf = new Map(moves.map(({ registry, to }) => [registry, to]));
  const stampOf = new Map(newStamps.map((stamp) => [stamp.name, stamp]));
  return {
    moves: [...toOf]
      .map(([registry, to]) => ({ registry, to }))
      .sort((one, other) => compareText(one.registry, other.registry)),
    newStamps: [...stampOf.values()]
      .map((stamp) => ({ ...stamp, pools: inOrder(stamp.pools) }))
      .sort((one, other) => compareText(one.name, other.name)),
  };
}

function inOrder(pools: readonly NewPool[]): NewPool[] {
  return [...new Map(pools.map((pool) => [pool.kind, pool])).values()].sort((one, other) =>
    compareText(one.kind, other.kind),
  );
}

/** Picks registries; those that are picked already keep their destinations. */
export function addRegistries(
  scenario: Scenario,
  registries: readonly string[],
  to: string | null,
): Scenario {
  const picked = new Set(scenario.moves.map(({ registry }) => registry));
  const added = registries.filter((registry) => !picked.has(registry)).map((registry) => ({ registry, to }));
  return makeScenario([...scenario.moves, ...added], scenario.newStamps);
}

export function removeRegistries(scenario: Scenario, registries: readonly string[]): Scenario {
  const gone = new Set(registries);
  return { ...scenario, moves: scenario.moves.filter(({ registry }) => !gone.has(registry)) };
}

/** Sends picked registries to a stamp, or back to undecided. */
export function sendTo(scenario: Scenario, registries: readonly string[], to: string | null): Scenario {
  const sent = new Set(registries);
  return {
    ...scenario,
    moves: scenario.moves.map((move) => (sent.has(move.registry) ? { ...move, to } : move)),
  };
}

/** Adds a stamp, or puts it in the place of another one, whose registries it takes. */
export function putNewStamp(scenario: Scenario, stamp: NewStamp, replaced: string | null): Scenario {
  const moves = scenario.moves.map((move) =>
    replaced !== null && move.to === replaced ? { ...move, to: stamp.name } : move,
  );
  const others = scenario.newStamps.filter(({ name }) => name !== replaced && name !== stamp.name);
  return makeScenario(moves, [...others, stamp]);
}

/** Takes a new stamp away again; its registries are undecided then. */
export function removeNewStamp(scenario: Scenario, name: string): Scenario {
  return {
    moves: scenario.moves.map((move) => (move.to === name ? { ...move, to: null } : move)),
    newStamps: scenario.newStamps.filter((stamp) => stamp.name !== name),
  };
}

/** Registries without a destination. */
export function undecidedOf({ moves }: Scenario): string[] {
  return moves.flatMap(({ registry, to }) => (to === null ? [registry] : []));
}
