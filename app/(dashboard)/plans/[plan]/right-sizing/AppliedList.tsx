import { formatCpu, formatUtcDateTime } from "#lib/charts/index.ts";
import type { AppliedSize, SizedPoolAnswer } from "#lib/execution/rightSizing/rightSizingAnswer.ts";
import { Panel } from "../../../../_components/Panel.tsx";

/** Changes of minimums that were recorded, and what was measured since. */
export function AppliedList({ pools, now }: { pools: readonly SizedPoolAnswer[]; now: number }) {
  const applied = pools.flatMap(({ stamp, pool, applied: own }) =>
    own.map((one) => ({ ...one, name: `${stamp} ${pool}` })),
  );
  if (applied.length === 0) return null;
  const at = (iso: string) => `${formatUtcDateTime(Date.parse(iso), now)} UTC`;
  return (
    <Panel title="Recorded changes" note="each is verified when its time has run">
      <ul className="flex flex-col gap-1">
        {applied.map((one) => (
          <li key={one.id}>
            <span className="font-semibold">{one.name}</span>: {one.from ?? "none"} → {one.to},{" "}
            {at(one.appliedAt)} by {one.appliedBy}, {one.reference}; {describeVerified(one, at)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function describeVerified(
  { state, measuredP95, target, verifyAt }: AppliedSize,
  at: (iso: string) => string,
): string {
  if (state === "applied") return `verified ${at(verifyAt)}.`;
  return state === "verified"
    ? `verified: its peak came to ${formatCpu(measuredP95)}, its target is ${formatCpu(target)}.`
    : `missed: its peak came to ${formatCpu(measuredP95)}, over its target of ${formatCpu(target)}.`;
}
