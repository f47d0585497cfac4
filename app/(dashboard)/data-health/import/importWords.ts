import { formatBytes, formatCount, formatDuration } from "#lib/charts/index.ts";
import type { Session } from "#lib/imports/session/sessionBody.ts";

/** Why rows were not stored, as people say it. */
const REASONS: Readonly<Record<string, string>> = {
  unknown_stamp: "name a stamp that is not in the inventory",
  unknown_pool: "name a pool that its stamp does not have",
  unknown_registry: "name a registry that is not in the inventory",
  out_of_range: "are out of range",
  not_a_number: "hold no number",
  too_old: "are past the retention",
  in_the_future: "lie in the future",
  malformed: "cannot be read",
};

/** Each reason with how many rows it holds for, the most frequent first. */
export function reasonLines({ counts }: Pick<Session, "counts">): readonly string[] {
  return Object.entries(counts.reasons)
    .toSorted(([, left], [, right]) => right - left)
    .map(([code, rows]) => `${formatCount(rows)} ${REASONS[code] ?? code.replaceAll("_", " ")}`);
}

/** How much of the file is in, 0–1. */
export function shareDone({ state, file, filePosition }: Session): number {
  if (state === "complete") return 1;
  return file.bytes === 0 ? 0 : Math.min(1, filePosition / file.bytes);
}

/** What has become of a file, in one sentence. */
export function outcomeWords(session: Session): string {
  const { accepted, duplicate, rejected, rounded } = session.counts;
  const done = session.dryRun ? "would be stored" : "stored";
  const parts = [
    `${formatCount(accepted)} ${done}`,
    `${formatCount(duplicate)} known already`,
    `${formatCount(rejected)} refused`,
  ];
  if (rounded > 0) parts.push(`${formatCount(rounded)} of them a little over 100 % and taken for 100`);
  return `${parts.join(", ")}.`;
}

export interface Pace {
  readonly startedMs: number;
  readonly fromBytes: number;
  readonly fromRows: number;
}

/** How fast it goes since it was begun or gone on with, and how long it will still take. */
export function paceWords(session: Session, pace: Pace, nowMs: number): string {
  const seconds = Math.max(0.001, (nowMs - pace.startedMs) / 1_000);
  const bytes = session.filePosition - pace.fromBytes;
  if (bytes <= 0 || seconds < 1) return "";
  const rate = bytes / seconds;
  const rows = Math.round((session.rows - pace.fromRows) / seconds);
  const left = (session.file.bytes - session.filePosition) / rate;
  return `${formatBytes(rate)}/s, ${formatCount(rows)} rows/s, ${formatDuration(Math.ceil(left))} left`;
}
