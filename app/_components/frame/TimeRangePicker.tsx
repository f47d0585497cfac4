"use client";

import { Popover } from "@base-ui/react/popover";
import { Check, ChevronDown, Clock } from "lucide-react";
import { type FormEvent, useState } from "react";
import {
  PEAK,
  parseTimeRange,
  type TimeRange,
  timeRangeLabel,
  timeRangeParameters,
} from "#lib/charts/index.ts";
import { minuteToIso } from "#lib/core/index.ts";
import { useScope } from "../scope/useScope.ts";

const CHOICES: readonly { readonly range: TimeRange; readonly label: string; readonly note?: string }[] = [
  { range: PEAK, label: "Peak 12 h", note: "the region's busiest 12 hours of the last 24" },
  { range: { kind: "relative", minutes: 60 }, label: "Last 1 h" },
  { range: { kind: "relative", minutes: 180 }, label: "Last 3 h" },
  { range: { kind: "relative", minutes: 720 }, label: "Last 12 h" },
  { range: { kind: "relative", minutes: 1_440 }, label: "Last 24 h" },
  { range: { kind: "relative", minutes: 2_880 }, label: "Last 2 d" },
  { range: { kind: "relative", minutes: 10_080 }, label: "Last 7 d" },
];

/** Peak, relative or absolute, always UTC; in the URL. */
export function TimeRangePicker({ now }: { now: number }) {
  const { range, setRange } = useScope();
  const [isOpen, setIsOpen] = useState(false);
  const written = JSON.stringify(timeRangeParameters(range));

  function choose(next: TimeRange) {
    setIsOpen(false);
    void setRange(next);
  }

  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger className="control min-w-0" aria-label={`Time range: ${timeRangeLabel(range, now)}`}>
        <Clock size={14} aria-hidden="true" className="shrink-0 text-ink-soft" />
        <span className="truncate">{timeRangeLabel(range, now)}</span>
        <ChevronDown size={14} aria-hidden="true" className="shrink-0 text-ink-soft" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={4} align="start" className="z-50">
          <Popover.Popup className="popup w-72 p-1" aria-label="Time range">
            <ul>
              {CHOICES.map((choice) => (
                <li key={choice.label}>
                  <button
                    type="button"
                    className="menu-item w-full text-left hover:bg-hover"
                    onClick={() => choose(choice.range)}
                  >
                    <span className="flex w-4 justify-center">
                      {JSON.stringify(timeRangeParameters(choice.range)) === written && (
                        <Check size={14} aria-label="chosen" />
                      )}
                    </span>
                    <span>
                      {choice.label}
                      {choice.note !== undefined && (
                        <span className="block text-xs text-ink-soft">{choice.note}</span>
                      )}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            <AbsoluteRange range={range} now={now} onChoose={choose} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** As text, not the browser's date field: that writes 12 hours or 24, month or day first, as the machine is set. */
const PATTERN = "\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}";

function toText(minute: number): string {
  return minuteToIso(minute).slice(0, 16).replace("T", " ");
}

function toInstant(typed: FormDataEntryValue | null): string {
  return typeof typed === "string" ? `${typed.trim().replace(" ", "T")}:00Z` : "";
}

interface AbsoluteRangeProps {
  readonly range: TimeRange;
  readonly now: number;
  readonly onChoose: (range: TimeRange) => void;
}

function AbsoluteRange({ range, now, onChoose }: AbsoluteRangeProps) {
  const nowMinute = Math.floor(now / 60_000);
  const shown = range.kind === "absolute" ? range : { fromMinute: nowMinute - 720, toMinute: nowMinute };
  const [problem, setProblem] = useState<string | null>(null);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const next = parseTimeRange({ from: toInstant(form.get("from")), to: toInstant(form.get("to")) });
    if (next.kind === "absolute") onChoose(next);
    else setProblem("The end must be a time after the start.");
  }

  return (
    <form onSubmit={submit} className="mt-1 flex flex-col gap-2 border-t border-line px-2.5 pt-2 pb-2">
      <TimeField label="From" name="from" minute={shown.fromMinute} />
      <TimeField label="To" name="to" minute={shown.toMinute} />
      <div className="flex items-center justify-between">
        <span className="text-xs text-ink-soft">{problem ?? "Times are UTC."}</span>
        <button type="submit" className="control control-primary">
          Show
        </button>
      </div>
    </form>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly name: "from" | "to";
  readonly minute: number;
}

function TimeField({ label, name, minute }: TimeFieldProps) {
  return (
    <label className="flex items-center justify-between gap-2 text-ink-soft">
      {label}
      <input
        type="text"
        inputMode="numeric"
        pattern={PATTERN}
        title="Year-month-day hour:minute, UTC"
        autoComplete="off"
        name={name}
        required
        defaultValue={toText(minute)}
        className="field w-44"
      />
    </label>
  );
}
