import { nameSchema } from "#lib/fleet/inventory/inventoryBody.ts";
import {
  MOST_MOVES,
  makeScenario,
  type NewPool,
  type NewStamp,
  type Scenario,
  type ScenarioMove,
} from "./scenario.ts";

/*
 * A scenario in an address: `wus-c/alpha/beta//./gamma//../wus-new/i/dataproxy/8x3/registry/x2` says that alpha and beta
 * go to wus-c, gamma is picked without a destination, and wus-new is an isolated stamp to be made. No name of the fleet
 * holds a slash or is `.` or `..` (nameSchema), so nothing has to be escaped and a person can read it.
 */
const PART = "/";
const GROUP = "//";
const UNDECIDED = ".";
const NEW_STAMP = "..";
const KINDS = { i: "isolated", s: "shared" } as const;
const MOST_NEW_STAMPS = 20;
const MOST_POOLS = 20;
const MOST_COUNT = 10_000;

/** The text of a scenario; equal scenarios have equal texts. */
export function encodeScenario({ moves, newStamps }: Scenario): string {
  const byDestination = Map.groupBy(moves, ({ to }) => to ?? UNDECIDED);
  const groups = [...byDestination]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([to, group]) => [to, ...group.map(({ registry }) => registry)].join(PART));
  const stamps = newStamps.map(({ name, kind, pools }) =>
    [NEW_STAMP, name, kind === "isolated" ? "i" : "s", ...pools.flatMap(encodePool)].join(PART),
  );
  // Not an empty text: an address may lose an empty parameter, and a scenario without moves is one all the same.
  return [...groups, ...stamps].join(GROUP) || UNDECIDED;
}

function encodePool({ kind, vcpusPerNode, instances }: NewPool): string[] {
  return [kind, `${vcpusPerNode ?? ""}x${instances}`];
}

/** The inverse of `encodeScenario`. What makes no sense is left out: a page never fails on a mistyped address. */
export function decodeScenario(text: string): Scenario {
  const moves: ScenarioMove[] = [];
  const newStamps: NewStamp[] = [];
  for (const group of text.split(GROUP)) {
    const [head = "", ...rest] = group.split(PART);
    if (head === NEW_STAMP) newStamps.push(...decodeStamp(rest));
    else if (head === UNDECIDED || isName(head))
      moves.push(
        ...rest.filter(isName).map((registry) => ({ registry, to: head === UNDECIDED ? null : head })),
      );
  }
  return makeScenario(moves.slice(0, MOST_MOVES), newStamps.slice(0, MOST_NEW_STAMPS));
}

function decodeStamp([name = "", kind = "", ...sizes]: readonly string[]): NewStamp[] {
  if (!isName(name) || (kind !== "i" && kind !== "s")) return [];
  const pools: NewPool[] = [];
  for (let at = 0; at + 1 < sizes.length; at += 2) {
    const [, vcpus = "", count = ""] = /^(\d{0,5})x(\d{1,5})$/.exec(sizes[at + 1] ?? "") ?? [];
    const poolKind = sizes[at] ?? "";
    const instances = Number(count);
    const vcpusPerNode = vcpus === "" ? null : Number(vcpus);
    if (isName(poolKind) && isCount(instances) && (vcpusPerNode === null || isCount(vcpusPerNode)))
      pools.push({ kind: poolKind, vcpusPerNode, instances });
  }
  return pools.length === 0 ? [] : [{ name, kind: KINDS[kind], pools: pools.slice(0, MOST_POOLS) }];
}

function isName(text: string): boolean {
  return nameSchema.safeParse(text).success;
}

function isCount(value: number): boolean {
  return value >= 1 && value <= MOST_COUNT;
}
