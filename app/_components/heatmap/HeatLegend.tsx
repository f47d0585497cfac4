import { bandOf, formatFixed, HEAT_STATES, type StateThresholds } from "#lib/charts/index.ts";
import { StateShape } from "../StateBadge.tsx";

/** The five states with their thresholds, and no data. The band's own colours, so that it can be read like a ruler. */
export function HeatLegend({ thresholds }: { thresholds: StateThresholds }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-soft" aria-label="Colours">
      {HEAT_STATES.map((state) => {
        const band = bandOf(state, thresholds);
        return (
          <li key={state} className="flex items-center gap-1.5">
            <StateShape state={state} />
            <span>
              {state} {formatFixed(band.from, 0)}–{formatFixed(band.to, 0)}
            </span>
          </li>
        );
      })}
      <li className="flex items-center gap-1.5">
        <span aria-hidden="true" className="hatch size-3 rounded-[2px] border border-line-strong" />
        no data
      </li>
    </ul>
  );
}
