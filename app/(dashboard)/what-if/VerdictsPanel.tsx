"use client";

import { formatCount, formatCpu, formatFixed } from "#lib/charts/index.ts";
import { Panel } from "../../_components/Panel.tsx";
import { describeReasons, joinWords } from "../stamps/describeReasons.ts";
import { describeInaction } from "./describeOutcome.ts";
import type { NewStamp } from "./scenario.ts";
import { VerdictHead } from "./VerdictHead.tsx";
import type { ScenarioOutcome, WhatIfView } from "./whatIfView.ts";

type Verdict = ScenarioOutcome["verdicts"][number];

interface VerdictsPanelProps {
  readonly outcome: ScenarioOutcome;
  readonly view: WhatIfView;
  /** Opens a new stamp of this size. */
  readonly onNewStamp: (size: Pick<NewStamp, "kind" | "pools">) => void;
}

/** What would help each hot stamp, with what that rests on. */
export function VerdictsPanel({ outcome, view, onNewStamp }: VerdictsPanelProps) {
  const { verdicts } = outcome;
  const hasMoves = outcome.pools.some(({ role }) => role !== "untouched");
  return (
    <Panel
      title="Verdict on each hot stamp"
      note={hasMoves ? "what would help it, and why, with these moves made" : "what would help it, and why"}
    >
      {verdicts.length === 0 ? (
        <p className="text-ink-soft">No stamp of {view.region} is hot in these hours.</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {verdicts.map((verdict) => (
            <li key={verdict.stamp} className="flex flex-col gap-1 py-3 first:pt-0 last:pb-0">
              <VerdictWords verdict={verdict} outcome={outcome} view={view} onNewStamp={onNewStamp} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function VerdictWords({
  verdict,
  outcome,
  view,
  onNewStamp,
}: VerdictsPanelProps & { readonly verdict: Verdict }) {
  const { stamp, evidence } = verdict;
  const { isolation, destinationsOverLimit } = evidence;
  const isTouched = outcome.pools.some((pool) => pool.stamp === stamp && pool.role !== "untouched");
  return (
    <>
      <VerdictHead verdict={verdict} />
      <p className="text-ink-soft">
        It is hot: {describeReasons(evidence.reasons)}.
        {evidence.pool !== null && evidence.before !== null && (
          <>
            {" "}
            {evidence.pool}: {formatCpu(evidence.before)}
            {isTouched ? <>, after the moves {formatCpu(evidence.after)}</> : ""}, limit {evidence.limit}
            &nbsp;%.
          </>
        )}
        {isTouched && destinationsOverLimit.length > 0 && (
          <>
            {" "}
            The moves would bring{" "}
            {joinWords(
              destinationsOverLimit.map(
                ({ stamp: name, pool, after }) => `${name} ${pool} to ${formatCpu(after)}`,
              ),
            )}
            .
          </>
        )}
      </p>
      {isolation !== undefined && isolation.length > 0 && (
        <Isolation stamp={stamp} isolation={isolation} view={view} onNewStamp={onNewStamp} />
      )}
    </>
  );
}

interface IsolationProps extends Omit<VerdictsPanelProps, "outcome"> {
  readonly stamp: string;
  readonly isolation: NonNullable<Verdict["evidence"]["isolation"]>;
}

function Isolation({ stamp, isolation, view, onNewStamp }: IsolationProps) {
  const sizes = isolation.map(({ pool, nodes, hotNodeP95, hotNodeP95High }) =>
    nodes === null
      ? `more than a hundred nodes of ${pool}`
      : `${formatCount(nodes)} nodes of ${pool} (${formatCpu(hotNodeP95)}${hotNodeP95High === null ? "" : `, up to ${formatFixed(hotNodeP95High, 0)}`})`,
  );
  // Room in one of the pools alone is no room.
  const roomy = (isolation[0]?.isolatedStampsWithRoom ?? []).filter((name) =>
    isolation.every(({ isolatedStampsWithRoom }) => isolatedStampsWithRoom.includes(name)),
  );
  const own = view.stamps.find(({ name }) => name === stamp)?.pools ?? [];
  const pools = isolation.flatMap(({ kind, nodes }) =>
    nodes === null
      ? []
      : [
          {
            kind,
            instances: nodes,
            vcpusPerNode: own.find((pool) => pool.kind === kind)?.vcpusPerNode ?? null,
          },
        ],
  );
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="text-ink-soft">
        {roomy.length > 0 && (
          <>
            {joinWords(roomy)}, isolated, {roomy.length > 1 ? "have" : "has"} room for it.{" "}
          </>
        )}
        A stamp of its own would need {joinWords(sizes)}.
      </p>
      {pools.length === isolation.length && (
        <button type="button" className="control h-7" onClick={() => onNewStamp({ kind: "isolated", pools })}>
          Try such a stamp
        </button>
      )}
    </div>
  );
}

/** Every pool that is over its limit, and how it goes on. */
export function DoNothingPanel({ outcome }: { outcome: ScenarioOutcome }) {
  const { doNothing } = outcome;
  return (
    <Panel title="If nothing is done" note="every pool over its limit in these hours, the most first">
      {doNothing.length === 0 ? (
        <p className="text-ink-soft">No pool is over its limit in these hours.</p>
      ) : (
        <ul className="flex list-disc flex-col gap-1.5 pl-4 marker:text-ink-faint">
          {doNothing.map((left) => (
            <li key={`${left.stamp} ${left.pool}`}>{describeInaction(left)}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
