"use client";

import { formatCpu, formatFixed, NO_VALUE } from "#lib/charts/index.ts";
import type { AssessedMove } from "#lib/planning/planAssessment.ts";
import type { PlanMove, PlanPhase } from "#lib/planning/planContent.ts";
import { registryHref, stampHref, tenantHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { TwoLines } from "../../what-if/ShiftCell.tsx";
import { sharePercent } from "../planWords.ts";
import { type MoveRow, mindWords } from "./moveWords.ts";

/** The columns of a phase's moves. */
export function moveColumns(phase: PlanPhase): DataColumn<MoveRow>[] {
  return [
    {
      id: "number",
      header: "#",
      width: 48,
      align: "right",
      meaning: "In running order, over all phases",
      cell: ({ number }) => <span className="text-ink-faint">{number}</span>,
    },
    {
      id: "registry",
      header: "Registry",
      width: 184,
      isRowHeader: true,
      cell: ({ move }) => <Registry move={move} />,
    },
    {
      id: "way",
      header: "From → to",
      width: 176,
      cell: ({ move }) => (
        <span className={move.skipped === null ? "" : "line-through"}>
          <Stamp name={move.from} /> → <Stamp name={move.to} />
        </span>
      ),
    },
    {
      id: "share",
      header: "Share",
      width: 92,
      align: "right",
      meaning: "Of the traffic of everything that the plan moves: requests, and bytes under them",
      cell: ({ assessed }) => (
        <TwoLines
          first={sharePercent(assessed?.requestShare ?? null)}
          second={<>{sharePercent(assessed?.byteShare ?? null)} bytes</>}
        />
      ),
    },
    endColumn("source", "Source P95"),
    endColumn("destination", "Destination P95"),
    {
      id: "mind",
      header: "To mind",
      width: 168,
      meaning: "What has to be known beside the numbers",
      cell: (row) => <ToMind row={row} phase={phase} />,
    },
    {
      id: "reason",
      header: "Why",
      width: 260,
      cell: ({ move }) => (
        <span className="line-clamp-2 leading-tight whitespace-normal text-ink-soft" title={move.reason}>
          {move.reason === "" ? NO_VALUE : move.reason}
        </span>
      ),
    },
  ];
}

function Registry({ move }: { move: PlanMove }) {
  return (
    <span className="block leading-tight">
      <ScopedLink
        href={registryHref(move.registry)}
        className={`name-link block truncate ${move.skipped === null ? "" : "line-through"}`}
        title={move.registry}
      >
        {move.registry}
      </ScopedLink>
      <ScopedLink
        href={tenantHref(move.tenant)}
        className="block truncate text-xs text-ink-soft hover:text-accent hover:underline"
      >
        {move.tenant}
      </ScopedLink>
    </span>
  );
}

function Stamp({ name }: { name: string }) {
  return (
    <ScopedLink href={stampHref(name)} className="text-ink-soft hover:text-accent hover:underline">
      {name}
    </ScopedLink>
  );
}

function endColumn(end: "source" | "destination", header: string): DataColumn<MoveRow> {
  return {
    id: end,
    header,
    width: 148,
    align: "right",
    meaning:
      "Of the stamp’s pool with the highest projected P95, after all moves up to this one; under it the bounds that hold it in nine of ten cases",
    cell: ({ assessed }) => <End end={assessed?.[end] ?? null} />,
  };
}

function End({ end }: { end: AssessedMove["source"] }) {
  if (end === null) return <span className="text-ink-faint">{NO_VALUE}</span>;
  const { pool, before, after, low, high } = end;
  const interval =
    low === null || high === null || high <= low ? "" : `, ${formatFixed(low, 0)}–${formatFixed(high, 0)}`;
  return (
    <TwoLines
      first={
        <>
          <span className="text-ink-soft">{before === null ? "new" : formatFixed(before, 1)} → </span>
          {formatCpu(after)}
        </>
      }
      second={`${pool}${interval}`}
    />
  );
}

function ToMind({ row: { move, assessed }, phase }: { row: MoveRow; phase: PlanPhase }) {
  const texts = mindWords(move, assessed, phase);
  const isUrgent = move.skipped === null && (assessed?.broken ?? null) !== null;
  return (
    <span
      className={`line-clamp-2 text-xs leading-tight whitespace-normal ${isUrgent ? "font-semibold text-ink" : ""}`}
      title={texts}
    >
      {texts}
    </span>
  );
}
