import { err, type Failure, type FieldError, ok, type Result } from "../core/index.ts";
import type { FleetPool, FleetStamp } from "../fleet/types.ts";
import { phasesOfBody, type SimulationBody } from "./simulationBody.ts";
import type { Move, PlannedStamp } from "./types.ts";

/** Where a registry that was named stands. */
export interface KnownHome {
  /** Its present name. */
  readonly registry: string;
  readonly tenant: string;
  /** In the region, at the window's end; null = it had none there. */
  readonly stamp: string | null;
}

export interface MoveChecks {
  readonly body: SimulationBody;
  /** By the name that was asked for; one that is missing does not exist. */
  readonly homes: ReadonlyMap<string, KnownHome>;
  /** Of the whole fleet. */
  readonly stamps: readonly Pick<FleetStamp, "name" | "region">[];
  /** Of the region. */
  readonly pools: readonly Pick<FleetPool, "stamp" | "kind">[];
  /** Stamps that do not exist yet: those of the body, and those of the fleet that nobody has made yet. */
  readonly planned: readonly PlannedStamp[];
}

/** What is to be simulated, by present names. */
export interface CheckedMoves {
  readonly phases: readonly { readonly moves: readonly Move[] }[];
  readonly homes: ReadonlyMap<string, string>;
}

/** Refuses as a whole, naming every move that cannot be: `invalid`. */
export function checkMoves(checks: MoveChecks): Result<CheckedMoves, Failure> {
  const errors: FieldError[] = checkNewStamps(checks);
  const kinds = kindsByStamp(checks);
  const homes = new Map<string, string>();
  const phases = phasesOfBody(checks.body).map(({ moves }, phase) => {
    const seen = new Set<string>();
    return {
      moves: moves.flatMap((move, place): Move[] => {
        const path =
          checks.body.phases === undefined ? `moves[${place}]` : `phases[${phase}].moves[${place}]`;
        const known = checks.homes.get(move.registry);
        const wrong = refuseMove(move, { checks, known, kinds, seen });
        if (wrong !== null) errors.push({ path: `${path}.${wrong.field}`, message: wrong.message });
        if (wrong !== null || known === undefined || known.stamp === null) return [];
        seen.add(known.registry);
        homes.set(known.registry, known.stamp);
        return [{ registry: known.registry, to: move.to }];
      }),
    };
  });
  const [first] = errors;
  if (first === undefined) return ok({ phases, homes });
  const more = errors.length > 1 ? ` ${errors.length - 1} more of them are wrong.` : "";
  return err({ code: "invalid", detail: `${first.message}${more}`, errors: errors.slice(0, 100) });
}

interface MoveFacts {
  readonly checks: MoveChecks;
  readonly known: KnownHome | undefined;
  readonly kinds: ReadonlyMap<string, ReadonlySet<string>>;
  readonly seen: ReadonlySet<string>;
}

function refuseMove(
  { registry, to }: Move,
  { checks, known, kinds, seen }: MoveFacts,
): { readonly field: "registry" | "to"; readonly message: string } | null {
  const { region } = checks.body;
  const say = (field: "registry" | "to", message: string) => ({ field, message });
  if (known === undefined) return say("registry", `There is no registry ${registry}.`);
  if (known.stamp === null)
    return say("registry", `${registry} was at home nowhere in ${region} in these hours.`);
  if (seen.has(known.registry))
    return say("registry", `${registry} is moved twice at once: put its moves into phases.`);
  const there = kinds.get(to);
  if (there === undefined) {
    const elsewhere = checks.stamps.find(({ name }) => name === to)?.region;
    return say(
      "to",
      elsewhere === undefined
        ? `There is no stamp ${to}: one that is to be made is described in newStamps.`
        : `${to} is in ${elsewhere}: a geo-replica moves within its region only, and this is ${region}.`,
    );
  }
  const missing = [...(kinds.get(known.stamp) ?? [])].filter((kind) => !there.has(kind));
  if (missing.length > 0)
    return say(
      "to",
      `${to} has no pool of kind ${missing.join(", ")}, where part of the load of ${registry} goes.`,
    );
  return null;
}

function checkNewStamps({ body, stamps }: MoveChecks): FieldError[] {
  const taken = new Set(stamps.map(({ name }) => name));
  return body.newStamps.flatMap(({ name, pools }, place): FieldError[] => {
    const found: FieldError[] = [];
    if (taken.has(name))
      found.push({ path: `newStamps[${place}].name`, message: `There is a stamp ${name} already.` });
    taken.add(name);
    const kinds = new Set(pools.map((pool) => pool.kind ?? pool.name));
    if (kinds.size < pools.length)
      found.push({ path: `newStamps[${place}].pools`, message: `${name} has two pools of one kind.` });
    return found;
  });
}

/** Kinds of pool by stamp, of all stamps of the region that can be moved to. */
function kindsByStamp({ pools, planned }: MoveChecks): ReadonlyMap<string, ReadonlySet<string>> {
  const kinds = new Map<string, Set<string>>();
  const add = (stamp: string, kind: string) => kinds.set(stamp, (kinds.get(stamp) ?? new Set()).add(kind));
  for (const { stamp, kind } of pools) add(stamp, kind);
  for (const stamp of planned) for (const { kind } of stamp.pools) add(stamp.name, kind);
  return kinds;
}
