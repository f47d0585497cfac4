import type { Shift } from "./poolOutcome.ts";

/** Before and after on one scale of 0–100 %, with the interval and the limit: the numbers stand beside it. */
export function ShiftBar({ shift, limit }: { shift: Shift; limit: number }) {
  const { before, after } = shift;
  return (
    <span aria-hidden="true" className="relative block h-5 w-full min-w-24">
      <span className="absolute inset-x-0 top-1/2 h-px bg-line" />
      <span
        className="absolute top-0.5 bottom-0.5 w-0 border-l-2 border-dotted border-ink-soft"
        style={{ left: `${limit}%` }}
      />
      {before !== null && after !== null && (
        <span
          className="absolute top-1/2 h-px bg-ink-soft"
          style={{
            left: `${Math.min(before, after.value)}%`,
            width: `${Math.abs(after.value - before)}%`,
          }}
        />
      )}
      {after !== null && after.high > after.low && (
        <span
          className="absolute top-1/2 h-2 -translate-y-1/2 rounded-xs bg-accent/35"
          style={{ left: `${after.low}%`, width: `${after.high - after.low}%` }}
        />
      )}
      {before !== null && (
        <span
          className="absolute top-1/2 size-2.5 -translate-1/2 rounded-full border-[1.5px] border-ink-soft bg-surface"
          style={{ left: `${before}%` }}
        />
      )}
      {after !== null && (
        <span
          className="absolute top-1/2 size-2.5 -translate-1/2 rounded-full bg-accent"
          style={{ left: `${after.value}%` }}
        />
      )}
    </span>
  );
}
