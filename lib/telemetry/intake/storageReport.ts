import { type EpochMinute, MINUTES_PER_DAY } from "../../core/index.ts";

/** Which retention a table of partitions goes by: minutes of every node and of every registry are raw, the rest are rollups, but for what is only counted with. */
const RETENTION_OF = {
  pool_minute: "rawDays",
  load_minute: "rawDays",
  pool_hour: "rollupDays",
  outcome_minute: "rollupDays",
  // Days: a counter's points are counted for one.
  counter_minute: 1,
} as const;

export type KeptTable = keyof typeof RETENTION_OF;

/** What a writer that still goes by yesterday's retention may reach is left for another day. */
export const SLACK_DAYS = 1;

export interface Retention {
  readonly rawDays: number;
  readonly rollupDays: number;
}

/** How many days a table keeps under what is set. */
export function daysKept(table: KeptTable, retention: Retention): number {
  const kept = RETENTION_OF[table];
  return typeof kept === "number" ? kept : retention[kept];
}

/** One relation on disk, as the server's catalog tells it: a table, or a partition of one. */
export interface StoredRelation {
  readonly table: string;
  readonly bytes: number;
  /** The server's estimate; null = it has made none yet. */
  readonly rows: number | null;
  /** Null = the table is not parted by day. */
  readonly partition: { readonly fromMinute: EpochMinute; readonly toMinute: EpochMinute } | null;
}

/** One table of telemetry on disk. */
export interface StoredTable {
  readonly name: string;
  readonly bytes: number;
  /** About so many: the server's estimate. Null = it has made none yet. */
  readonly rowsEstimate: number | null;
  /** Null for a table that is not partitioned. */
  readonly partitions: {
    readonly count: number;
    readonly fromMinute: EpochMinute;
    readonly toMinute: EpochMinute;
  } | null;
  /** How long its rows are kept, days; null = as long as there is the thing they tell of, or minutes. */
  readonly keptDays: number | null;
  /** Bytes of its newest whole partition, a day; where none is whole, of the one that runs. Null = too early to tell. */
  readonly bytesPerDay: number | null;
  /** What it comes to at that rate once the oldest day is dropped for every new one. */
  readonly bytesWhenFull: number | null;
}

export interface StorageReport {
  /** The greatest first. */
  readonly tables: readonly StoredTable[];
  /** Everything in the database, with what is not telemetry. */
  readonly databaseBytes: number;
}

interface Known {
  readonly nowMinute: EpochMinute;
  readonly retention: Retention;
  /** The first minute with data in the running partition of a table, where it is known: it need not be the partition's own. */
  readonly firstMinutes: ReadonlyMap<string, EpochMinute>;
}

/** Under an hour of data there is no rate to speak of. */
const LEAST_DAYS = 1 / 24;

/** The tables, the greatest first; of equals, by name. */
export function summarizeStorage(relations: readonly StoredRelation[], known: Known): StoredTable[] {
  return [...Map.groupBy(relations, ({ table }) => table)]
    .map(([name, parts]) => summarizeTable(name, parts, known))
    .toSorted((one, other) => other.bytes - one.bytes || (one.name < other.name ? -1 : 1));
}

function summarizeTable(name: string, parts: readonly StoredRelation[], known: Known): StoredTable {
  const days = parts.flatMap(({ partition }) => partition ?? []);
  const keptDays = isKept(name) ? daysKept(name, known.retention) : null;
  const bytesPerDay = growthOf(name, parts, known);
  const estimates = parts.flatMap(({ rows }) => rows ?? []);
  return {
    name,
    bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    rowsEstimate: estimates.length === 0 ? null : estimates.reduce((sum, rows) => sum + rows, 0),
    partitions:
      days.length === 0
        ? null
        : {
            count: days.length,
            fromMinute: Math.min(...days.map(({ fromMinute }) => fromMinute)),
            toMinute: Math.max(...days.map(({ toMinute }) => toMinute)),
          },
    keptDays,
    bytesPerDay,
    bytesWhenFull: bytesPerDay === null || keptDays === null ? null : bytesPerDay * (keptDays + SLACK_DAYS),
  };
}

function isKept(name: string): name is KeptTable {
  return Object.hasOwn(RETENTION_OF, name);
}

function growthOf(name: string, parts: readonly StoredRelation[], known: Known): number | null {
  const { nowMinute, firstMinutes } = known;
  const whole = parts
    .filter(({ partition }) => partition !== null && partition.toMinute <= nowMinute)
    .toSorted((one, other) => (other.partition?.toMinute ?? 0) - (one.partition?.toMinute ?? 0))[0];
  const running = parts.find(
    ({ partition }) =>
      partition !== null && partition.fromMinute <= nowMinute && nowMinute < partition.toMinute,
  );
  const measured = whole ?? running;
  if (measured?.partition === undefined || measured.partition === null) return null;
  const { fromMinute, toMinute } = measured.partition;
  const begin =
    measured === running ? Math.max(fromMinute, firstMinutes.get(name) ?? fromMinute) : fromMinute;
  const days = (Math.min(toMinute, nowMinute) - begin) / MINUTES_PER_DAY;
  return days < LEAST_DAYS ? null : measured.bytes / days;
}
