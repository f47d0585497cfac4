"use client";

import { Wand2, X } from "lucide-react";
import { registryHref, stampHref, tenantHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { DestinationSelect } from "./DestinationSelect.tsx";
import type { MoveRow } from "./moveRows.ts";
import { removeRegistries, type Scenario, sendTo } from "./scenario.ts";
import type { WhatIfView } from "./whatIfView.ts";

interface MoveColumnsInput {
  readonly view: WhatIfView;
  readonly scenario: Scenario;
  readonly change: (next: Scenario) => void;
  readonly onSuggest: (registries: readonly string[]) => void;
  /** Whether any of them cannot move as it is asked: the words need room. */
  readonly hasProblems: boolean;
}

const QUIET_LINK = "text-ink-soft hover:text-accent hover:underline";

/** The columns of the registries that were picked. */
export function moveColumns(input: MoveColumnsInput): DataColumn<MoveRow>[] {
  return [
    {
      id: "registry",
      header: "Registry",
      width: 190,
      isRowHeader: true,
      cell: (row) => (
        <ScopedLink href={registryHref(row.registry)} className="name-link" title={row.registry}>
          {row.registry}
        </ScopedLink>
      ),
    },
    destinationColumn(input),
    {
      id: "from",
      header: "From",
      width: 110,
      cell: ({ home }) =>
        home === null ? (
          <span className="text-ink-faint">not known</span>
        ) : (
          <ScopedLink href={stampHref(home)} className={QUIET_LINK}>
            {home}
          </ScopedLink>
        ),
    },
    {
      id: "tenant",
      header: "Tenant",
      width: 140,
      cell: ({ tenant }) =>
        tenant === "" ? null : (
          <ScopedLink href={tenantHref(tenant)} className={QUIET_LINK}>
            {tenant}
          </ScopedLink>
        ),
    },
    {
      id: "problem",
      header: "",
      width: input.hasProblems ? 420 : 40,
      cell: ({ problem }) => (
        <span className="font-medium" title={problem}>
          {problem}
        </span>
      ),
    },
    actionsColumn(input),
  ];
}

function destinationColumn({ view, scenario, change }: MoveColumnsInput): DataColumn<MoveRow> {
  return {
    id: "to",
    header: "To",
    width: 190,
    cell: (row) => (
      <DestinationSelect
        label={`Destination of ${row.registry}`}
        value={row.to}
        stamps={view.stamps}
        newStamps={scenario.newStamps}
        home={row.home}
        isSmall
        onChange={(to) => change(sendTo(scenario, [row.asked], to))}
      />
    ),
  };
}

function actionsColumn({ scenario, change, onSuggest }: MoveColumnsInput): DataColumn<MoveRow> {
  return {
    id: "actions",
    header: "",
    width: 84,
    align: "right",
    cell: (row) => (
      <span className="inline-flex">
        <button
          type="button"
          className="control control-icon"
          aria-label={`Suggest a destination for ${row.registry}`}
          title="Suggest a destination"
          onClick={() => onSuggest([row.asked])}
        >
          <Wand2 size={14} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="control control-icon"
          aria-label={`Take ${row.registry} out`}
          title="Take it out"
          onClick={() => change(removeRegistries(scenario, [row.asked]))}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </span>
    ),
  };
}
