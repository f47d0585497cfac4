import type { ReactNode } from "react";
import { formatCpu, formatFixed, formatPoints, formatRelativeChange, NO_VALUE } from "#lib/charts/index.ts";
import type { Bounded, PoolOutcome, Shift } from "./poolOutcome.ts";

/** A number and, under it, what it is to be read with. */
export function TwoLines({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <span className="block leading-tight">
      <span className="block">{first}</span>
      <span className="block text-xs text-ink-soft">{second}</span>
    </span>
  );
}

/** A predicted measure with its interval under it. */
export function AfterCell({ after, isStrong = false }: { after: Bounded | null; isStrong?: boolean }) {
  if (after === null) return <span className="text-ink-faint">{NO_VALUE}</span>;
  return (
    <TwoLines
      first={<span className={isStrong ? "font-semibold" : ""}>{formatCpu(after.value)}</span>}
      second={intervalText(after)}
    />
  );
}

/** `26–31`; of what is certain, nothing. */
export function intervalText({ low, high }: Bounded): string {
  return high > low ? `${formatFixed(low, 0)}–${formatFixed(high, 0)}` : "measured";
}

/** The change in points, and relative under it. */
export function ChangeCell({ shift, isTouched }: { shift: Shift; isTouched: boolean }) {
  if (!isTouched) return <span className="text-ink-faint">none</span>;
  if (shift.change === null || shift.after === null)
    return <span className="text-ink-faint">{NO_VALUE}</span>;
  return (
    <TwoLines
      first={<span className="font-semibold">{formatPoints(shift.change)}</span>}
      second={formatRelativeChange(shift.before, shift.after.value)}
    />
  );
}

/** `95.7 → 63.8 %`, with the interval under it. */
export function FromToCell({ shift, isTouched }: { shift: Shift; isTouched: boolean }) {
  const { before, after } = shift;
  if (!isTouched) return <span className="text-ink-soft">{formatCpu(before)}</span>;
  return (
    <TwoLines
      first={
        <>
          {before !== null && (
            <span className="text-ink-soft">
              {formatFixed(before, 1)}
              {" → "}
            </span>
          )}
          {formatCpu(after?.value ?? null)}
        </>
      }
      second={after === null ? "" : intervalText(after)}
    />
  );
}

/** How far it stays under its limit, or how far over. */
export function RoomCell({ pool }: { pool: Pick<PoolOutcome, "room" | "limit"> }) {
  const { room, limit } = pool;
  if (room === null) return <TwoLines first={`${limit}\u00a0%`} second="not known" />;
  const isOver = room < 0;
  return (
    <TwoLines
      first={`${limit}\u00a0%`}
      second={
        <span className={isOver ? "font-semibold text-ink" : ""}>
          {formatFixed(Math.abs(room), 1)} {isOver ? "over" : "under"}
        </span>
      }
    />
  );
}
