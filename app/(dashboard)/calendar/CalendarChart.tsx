import { formatUtcDateTime, formatUtcDay } from "#lib/charts/index.ts";
import { MINUTE_MS, MINUTES_PER_DAY } from "#lib/core/index.ts";
import type { Calendar, CalendarEntry } from "#lib/execution/calendar/calendarAnswer.ts";
import { kindWords, placeEntry } from "./describeCalendar.ts";

const DAY_MS = MINUTES_PER_DAY * MINUTE_MS;
const MOST_TICKS = 8;

/** A line an entry over the days: running phases are full, scheduled ones hollow, what has no end fades out. */
export function CalendarChart({ calendar, now }: { calendar: Calendar; now: number }) {
  const span = spanOf(calendar, now);
  const drawn = calendar.entries.flatMap((entry) => {
    const place = placeEntry(entry, span);
    return place === null ? [] : [{ entry, place }];
  });
  return (
    <div className="relative flex flex-col gap-1 pt-6">
      <Ticks {...{ span, now }} />
      <ul className="relative flex flex-col gap-1">
        {drawn.map(({ entry, place }) => (
          <li
            key={`${entry.kind} ${entry.title} ${entry.from} ${entry.phase?.plan}`}
            className="relative h-9"
            title={describeEntry(entry, now)}
          >
            <span
              className={`absolute top-0 flex h-5 items-center bg-surface/80 text-xs whitespace-nowrap ${place.start < 0.6 ? "" : "justify-end"}`}
              style={
                place.start < 0.6
                  ? { left: `${place.start * 100}%`, maxWidth: `${(1 - place.start) * 100}%` }
                  : { right: `${(1 - place.end) * 100}%`, maxWidth: `${place.end * 100}%` }
              }
            >
              <span className="truncate">
                {entry.title}
                {stateOf(entry)}
              </span>
              {entry.conflicts.length > 0 && <span className="ml-1.5 font-semibold">in conflict</span>}
            </span>
            <span
              aria-hidden="true"
              className={`absolute bottom-1 h-2.5 rounded-sm border ${barOf(entry)} ${place.isOpen ? "border-r-0" : ""}`}
              style={{
                left: `${place.start * 100}%`,
                width: `max(4px, ${(place.end - place.start) * 100}%)`,
              }}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** From now, or what began before, to the last end that is known; at least a week. */
function spanOf({ from, entries }: Calendar, now: number) {
  const ends = entries.flatMap(({ to }) => (to === null ? [] : [Date.parse(to)]));
  return { fromMs: Date.parse(from), toMs: Math.max(now + 7 * DAY_MS, ...ends) + DAY_MS / 2 };
}

function barOf({ kind, phase }: CalendarEntry): string {
  if (phase !== null) {
    if (phase.isScheduled) return "border-dashed border-accent";
    return phase.state === "passed" ? "border-line-strong bg-sunken" : "border-accent bg-accent-soft";
  }
  return kind === "deployment" ? "border-line bg-sunken" : "hatch border-line-strong";
}

/** Of a phase that has begun. */
function stateOf({ phase }: CalendarEntry): string {
  if (phase === null || phase.isScheduled) return "";
  return phase.planState === "rolling_back" ? ", going back" : `, ${phase.state.replaceAll("_", " ")}`;
}

function describeEntry(entry: CalendarEntry, now: number): string {
  const at = (iso: string | null, open: string) =>
    iso === null ? open : formatUtcDateTime(Date.parse(iso), now);
  return `${entry.title}, ${kindWords(entry)}: ${at(entry.from, "since before now")} to ${at(entry.to, "no end known")}. ${entry.conflicts.join(" ")}`;
}

function Ticks({ span, now }: { span: { fromMs: number; toMs: number }; now: number }) {
  const days = (span.toMs - span.fromMs) / DAY_MS;
  const every = Math.max(1, Math.ceil(days / MOST_TICKS));
  const first = Math.ceil(span.fromMs / DAY_MS);
  const ticks = Array.from(
    { length: Math.floor(days / every) + 1 },
    (_, at) => (first + at * every) * DAY_MS,
  );
  const left = (atMs: number) => `${((atMs - span.fromMs) / (span.toMs - span.fromMs)) * 100}%`;
  return (
    <div aria-hidden="true" className="absolute inset-0 text-xs text-ink-soft">
      {ticks
        // The last day's name would not fit.
        .filter((atMs) => (atMs - span.fromMs) / (span.toMs - span.fromMs) < 0.94)
        .map((atMs) => (
          <span
            key={atMs}
            className="absolute inset-y-0 border-l border-line pl-1 whitespace-nowrap"
            style={{ left: left(atMs) }}
          >
            {formatUtcDay(atMs).slice(4)}
          </span>
        ))}
      <span className="absolute inset-y-0 border-l-2 border-accent" style={{ left: left(now) }} />
    </div>
  );
}
