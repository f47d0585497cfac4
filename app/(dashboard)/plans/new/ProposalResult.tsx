"use client";

import { useMemo } from "react";
import { formatCount, formatCpu, formatFixed, formatUtcWindow } from "#lib/charts/index.ts";
import { minuteOf } from "#lib/core/index.ts";
import type { ProposalAnswer } from "#lib/planning/proposal/proposalAnswer.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import { outcomeColumns } from "../../what-if/outcomeColumns.tsx";
import { arrangeOutcomes } from "../../what-if/poolOutcome.ts";
import { LeftPanel } from "../[plan]/LeftPanel.tsx";
import { outcomeOf } from "../[plan]/planPools.ts";
import { WhyPanel } from "../[plan]/WhyPanel.tsx";
import { countOf } from "../planWords.ts";
import type { NewPlanView } from "./newPlanView.ts";
import { ProposedPhases } from "./ProposedPhases.tsx";

interface ProposalResultProps {
  readonly view: NewPlanView;
  readonly proposal: ProposalAnswer;
}

/** What is proposed: why, what would help, in which phases, what it comes to, and what is left and why. */
export function ProposalResult({ view, proposal }: ProposalResultProps) {
  const region = proposal.region ?? "the fleet";
  return (
    <>
      <WhyPanel
        content={proposal}
        untriggered="Nothing is over its limit, under a signal of high severity or dominated in these hours."
      />
      {proposal.phases.length > 0 && <ProposedPhases phases={proposal.phases} region={region} />}
      <ProposedPools view={view} proposal={proposal} />
      <Neighbours proposal={proposal} />
      <LeftPanel left={proposal.left} />
      <SearchWords proposal={proposal} now={view.readMs} />
    </>
  );
}

function ProposedPools({ view, proposal }: ProposalResultProps) {
  const rows = useMemo(
    () =>
      arrangeOutcomes(
        (proposal.simulation?.pools ?? [])
          .filter(({ role }) => role !== "untouched")
          .map((pool) => outcomeOf(pool, view.thresholds)),
      ),
    [proposal.simulation, view.thresholds],
  );
  const columns = useMemo(() => {
    const made = new Set(proposal.newStamps.map(({ name }) => name));
    return outcomeColumns(({ stamp }) => made.has(stamp));
  }, [proposal.newStamps]);
  if (rows.length === 0) return null;
  return (
    <Panel
      title="Pools before and after"
      note="after all phases; under each prediction the bounds that hold it in nine of ten cases"
      isFlush
    >
      <DataTable
        caption="Pools that the proposal changes, before and after"
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        rowHeight={48}
        emptyText="It changes no pool."
      />
    </Panel>
  );
}

/** What those gain who stay. */
function Neighbours({ proposal: { neighbours } }: Pick<ProposalResultProps, "proposal">) {
  if (neighbours.length === 0) return null;
  return (
    <Panel title="What the neighbours gain" note="tenants that stay on the stamps that are relieved">
      <ul className="flex list-disc flex-col gap-1 pl-4 marker:text-ink-faint">
        {neighbours.map(({ stamp, pool, before, after, tenants }) => (
          <li key={`${stamp} ${pool}`}>
            {countOf(tenants, "tenant", "tenants")} on {stamp} {pool}: {formatCpu(before)} →{" "}
            {formatCpu(after)}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** How it was found, so that it can be judged how good it is. */
function SearchWords({
  proposal: { search, window, id, createdBy },
  now,
}: {
  readonly proposal: ProposalAnswer;
  readonly now: number;
}) {
  const hours =
    window === null
      ? "each region's own hours"
      : formatUtcWindow(minuteOf(Date.parse(window.from)), minuteOf(Date.parse(window.to)), now);
  return (
    <p className="text-xs text-ink-soft">
      Proposal {id}, asked by {createdBy}, on the minutes of {hours}.
      {search !== null && (
        <>
          {" "}
          {formatCount(search.evaluations)} placements weighed in{" "}
          {formatFixed(search.milliseconds / 1_000, 1)}
          &nbsp;s, seed {search.seed}
          {search.lowerBound !== null &&
            `; no placement can leave less than ${formatFixed(search.lowerBound, 1)} points over the limits`}
          {search.complete ? "" : "; cut off before its end"}
          {search.verified ? "" : "; not every destination stays under its limit with its whole interval"}.
        </>
      )}
    </p>
  );
}
