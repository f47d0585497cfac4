"use client";

import { ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import type { ProposedPhase } from "#lib/planning/proposal/proposalAnswer.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { registryHref, stampHref, tenantHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { TwoLines } from "../../what-if/ShiftCell.tsx";
import { CLASS_MEANINGS, countOf, describeRadius, hoursText, sharePercent } from "../planWords.ts";
import { TierBadge } from "../TierBadge.tsx";

interface ProposedPhasesProps {
  readonly phases: readonly ProposedPhase[];
  /** In words, where it is of several. */
  readonly region: string;
}

/** The phases that are proposed, with every move and why. */
export function ProposedPhases({ phases, region }: ProposedPhasesProps) {
  const moves = phases.reduce((sum, phase) => sum + phase.moves.length, 0);
  return (
    <Panel
      title="Phases"
      note={`${countOf(moves, "move", "moves")} in ${countOf(phases.length, "phase", "phases")}, the smallest first; all of it can be changed once it is a draft`}
      isFlush
    >
      <ol className="divide-y divide-line border-t border-line">
        {phases.map((phase, index) => (
          <li key={phase.moves[0]?.registry ?? phase.name}>
            <Phase phase={phase} number={index + 1} region={region} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface PhaseProps {
  readonly phase: ProposedPhase;
  readonly number: number;
  readonly region: string;
}

function Phase({ phase, number, region }: PhaseProps) {
  const [isOpen, setIsOpen] = useState(false);
  const share = Math.max(
    ...phase.moves.map(({ requestShare, byteShare }) => Math.max(requestShare ?? 0, byteShare ?? 0)),
  );
  return (
    <section aria-label={`Phase ${number}, ${phase.name}`}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5 text-left hover:bg-hover"
      >
        <ChevronRight
          size={15}
          aria-hidden="true"
          className={`shrink-0 text-ink-soft transition-transform ${isOpen ? "rotate-90" : ""}`}
        />
        <span className="text-base">
          <span className="text-ink-soft">{number}</span> <span className="font-semibold">{phase.name}</span>
        </span>
        <span className="text-ink-soft" title={CLASS_MEANINGS[phase.class]}>
          {phase.class}
        </span>
        <span>{countOf(phase.moves.length, "move", "moves")}</span>
        <span className="text-ink-soft">
          {phase.moves.length === 1 && share > 0 ? `${sharePercent(share)} of what moves, ` : ""}
          {hoursText(phase.observationHours)} observed
        </span>
        <span className="ml-auto">
          <TierBadge tier={phase.tier} />
        </span>
      </button>
      {isOpen && (
        <div className="flex flex-col gap-2 pb-2">
          <p className="px-4 text-ink-soft">Blast radius: {describeRadius(phase, region)}</p>
          <Moves phase={phase} number={number} />
        </div>
      )}
    </section>
  );
}

type ProposedMove = ProposedPhase["moves"][number];

function Moves({ phase, number }: Omit<PhaseProps, "region">) {
  const columns = useMemo(moveColumns, []);
  return (
    <div className="[&>section]:max-h-[420px] [&>section]:overflow-auto">
      <DataTable
        caption={`Moves of phase ${number}, ${phase.name}`}
        columns={columns}
        rows={phase.moves}
        rowId={({ registry }) => registry}
        rowHeight={44}
        emptyText=""
      />
    </div>
  );
}

function moveColumns(): DataColumn<ProposedMove>[] {
  return [
    {
      id: "registry",
      header: "Registry",
      width: 180,
      isRowHeader: true,
      cell: ({ registry, tenant }) => (
        <span className="block leading-tight">
          <ScopedLink href={registryHref(registry)} className="name-link block truncate" title={registry}>
            {registry}
          </ScopedLink>
          <ScopedLink
            href={tenantHref(tenant)}
            className="block truncate text-xs text-ink-soft hover:text-accent hover:underline"
          >
            {tenant}
          </ScopedLink>
        </span>
      ),
    },
    {
      id: "way",
      header: "From → to",
      width: 170,
      cell: ({ from, to }) => (
        <>
          <ScopedLink href={stampHref(from)} className="text-ink-soft hover:text-accent hover:underline">
            {from}
          </ScopedLink>{" "}
          → {to}
        </>
      ),
    },
    {
      id: "share",
      header: "Share",
      width: 90,
      align: "right",
      meaning: "Of the traffic of everything that moves: requests, and bytes under them",
      cell: ({ requestShare, byteShare }) => (
        <TwoLines first={sharePercent(requestShare)} second={<>{sharePercent(byteShare)} bytes</>} />
      ),
    },
    {
      id: "reason",
      header: "Why this one, why there",
      width: 460,
      cell: ({ reason }) => (
        <span className="line-clamp-2 leading-tight whitespace-normal text-ink-soft" title={reason}>
          {reason}
        </span>
      ),
    },
  ];
}
