import { MINUTE_MS, MINUTES_PER_DAY, toIso } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { getFreeze } from "../../fleet/freeze/queries.ts";
import { loadFleetShape, loadReplicas } from "../../fleet/queries.ts";
import { findVersion } from "../../planning/version/queries.ts";
import { listRuns, loadRun } from "../load/queries.ts";
import type { Calendar, CalendarEntry, CalendarQuery } from "./calendarAnswer.ts";
import { findConflicts } from "./findConflicts.ts";
import { placePhases } from "./placePhases.ts";

const DAY_MS = MINUTES_PER_DAY * MINUTE_MS;
const DEFAULT_DAYS = 30;

type Entry = Omit<CalendarEntry, "conflicts">;

/** `GET /api/v1/calendar`: phases that run or are to run, freezes, deployments, and where they are in each other's way. */
export async function readCalendar(db: Transaction, query: CalendarQuery, nowMs: number): Promise<Calendar> {
  const fromMs = query.from ?? nowMs - DAY_MS;
  const toMs = query.to ?? Math.max(fromMs, nowMs) + DEFAULT_DAYS * DAY_MS;
  const entries = [
    ...(await listPhases(db, nowMs)),
    ...(await listFreezes(db)),
    ...(await listChangeFreezes(db, query.region)),
    ...(await listDeployments(db)),
  ];
  // Conflicts are found among all that are not over: one that is not shown is in the way all the same, one that is past is not.
  const isOver = ({ to }: Entry) => to !== null && Date.parse(to) <= nowMs;
  const over = entries.filter(isOver).map((entry) => ({ ...entry, conflicts: [] }));
  const shown = [...over, ...findConflicts(entries.filter((entry) => !isOver(entry)))].filter(
    ({ from, to, region }) =>
      (from === null || Date.parse(from) < toMs) &&
      (to === null || Date.parse(to) > fromMs) &&
      (query.region === undefined || region === null || region === query.region),
  );
  return {
    from: toIso(fromMs),
    to: toIso(toMs),
    entries: shown.sort((a, b) => startOf(a) - startOf(b) || (a.title < b.title ? -1 : 1)),
  };
}

function startOf({ from }: Entry): number {
  return from === null ? 0 : Date.parse(from);
}

async function listPhases(db: Transaction, nowMs: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const key of await listRuns(db, ["submitted", "approved", "running", "paused", "rolling_back"])) {
    const loaded = await loadRun(db, key);
    const stored = await findVersion(db, key);
    if (loaded !== null && stored !== null)
      entries.push(...placePhases(loaded.run, stored.assessment.phases, nowMs));
  }
  return entries;
}

async function listFreezes(db: Transaction): Promise<Entry[]> {
  const { current, history } = await getFreeze(db);
  return [...(current === null ? [] : [current]), ...history].map(
    ({ pressedAt, pressedBy, reason, liftedAt }) => ({
      kind: "freeze",
      title: `${pressedBy}: ${reason}`,
      from: pressedAt,
      to: liftedAt,
      region: null,
      stamps: [],
      registries: [],
      phase: null,
    }),
  );
}

async function listChangeFreezes(db: Transaction, region: string | undefined): Promise<Entry[]> {
  const replicas = await loadReplicas(db, { region, freezes: true });
  const all = replicas.flatMap(({ registry, region: where, constraints }) =>
    constraints.freezes.map(({ from, to, why }) => ({
      registry,
      why,
      region: where,
      from: toIso(Date.parse(from)),
      to: toIso(Date.parse(to)),
    })),
  );
  // One release freezes many registries at once: one entry for all of them.
  const groups = Map.groupBy(all, ({ why, region: where, from, to }) =>
    JSON.stringify([where, from, to, why]),
  );
  return [...groups.values()].flatMap((group): Entry[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { from, to, why, region: where } = first;
    const registries = group.map(({ registry }) => registry).sort();
    const who = registries.length === 1 ? (registries[0] ?? "") : `${registries.length} registries`;
    const title = `${who}: ${why}`;
    return [{ kind: "change_freeze", title, from, to, region: where, stamps: [], registries, phase: null }];
  });
}

async function listDeployments(db: Transaction): Promise<Entry[]> {
  const { stamps } = await loadFleetShape(db);
  return stamps
    .filter(({ inDeployment }) => inDeployment)
    .map(({ name, region }) => ({
      kind: "deployment",
      title: `An update is rolling over ${name}`,
      from: null,
      to: null,
      region,
      stamps: [name],
      registries: [],
      phase: null,
    }));
}
