import type { HeatState } from "#lib/charts/index.ts";

/** A pool's state as shown: the five of the heat scale, or unknown. */
export type ShownState = HeatState | "unknown";

/** Shapes grow corners and weight with heat, so that the state can be told without its colour. */
const SHAPES: Readonly<Record<HeatState, string>> = {
  cool: "M6 1.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9Z",
  normal: "M2 2h8v8H2Z",
  warm: "M6 .8 11.2 6 6 11.2 .8 6Z",
  hot: "M6 1 11.4 10.6H.6Z",
  critical: "M3.9 .9h4.2l3 3v4.2l-3 3H3.9l-3-3V3.9Z",
};

const FILLS: Readonly<Record<HeatState, string>> = {
  cool: "fill-heat-cool",
  normal: "fill-heat-normal",
  warm: "fill-heat-warm",
  hot: "fill-heat-hot",
  critical: "fill-heat-critical",
};

/** The shape alone; the outline keeps it 3 : 1 against any ground, however pale its colour. */
export function StateShape({ state, size = 12 }: { state: ShownState; size?: number }) {
  return (
    <svg viewBox="0 0 12 12" width={size} height={size} aria-hidden="true" className="shrink-0">
      {state === "unknown" ? (
        <path d="M2 2l8 8M10 2l-8 8" className="stroke-line-strong" strokeWidth="1.6" fill="none" />
      ) : (
        <path d={SHAPES[state]} className={`${FILLS[state]} stroke-line-strong`} strokeWidth="1" />
      )}
    </svg>
  );
}

/** State = colour + shape + word. */
export function StateBadge({ state, note }: { state: ShownState; note?: string }) {
  const isLoud = state === "hot" || state === "critical";
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={note}>
      <StateShape state={state} />
      <span className={isLoud ? "font-semibold text-ink" : "text-ink-soft"}>{state}</span>
    </span>
  );
}
