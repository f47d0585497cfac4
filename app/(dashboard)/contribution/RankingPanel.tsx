"use client";

import { Search, X } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useDeferredValue, useMemo } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { Choice } from "../../_components/Choice.tsx";
import type { Explanation } from "../../_components/overlay/ExplainDialog.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { registryHref, tenantHref } from "../../_components/scope/hrefs.ts";
import { carryScope } from "../../_components/scope/scope.ts";
import { DataTable } from "../../_components/table/DataTable.tsx";
import { contributorColumns, type RankedRow } from "./contributorColumns.tsx";
import { filterContributors } from "./filterContributors.ts";
import type { ContributionState } from "./useContributionState.ts";

interface RankingPanelProps {
  readonly title: string;
  /** In rank order. */
  readonly rows: readonly RankedRow[];
  readonly pools: readonly string[];
  readonly showsStamp: boolean;
  /** Whether tenants can be ranked too. */
  readonly canGroup: boolean;
  readonly measures: { readonly requests: boolean; readonly bytes: boolean };
  readonly state: ContributionState;
  readonly explain: Explanation;
  readonly csvHref: string;
  /** What the ranking says, and what is missing; above the table. */
  readonly children?: ReactNode;
}

/** The ranking as a table: search, sort, choose; the chosen one stands out in every chart of the page. */
export function RankingPanel(props: RankingPanelProps) {
  const { rows, state, pools, showsStamp, measures } = props;
  const router = useRouter();
  const current = useSearchParams();
  const by = props.canGroup ? state.by : "registry";
  // Typing stays quick; the table follows when there is time.
  const find = useDeferredValue(state.find);
  const shown = useMemo(() => filterContributors(rows, find), [rows, find]) as RankedRow[];
  const columns = useMemo(() => {
    const greatest = rows.reduce((most, { reliefPoints }) => Math.max(most, reliefPoints ?? 0), 0);
    return contributorColumns({ by, pools, showsStamp, greatest, measures });
  }, [rows, by, pools, showsStamp, measures]);
  const open = (row: RankedRow) =>
    router.push(
      carryScope(row.registry === null ? tenantHref(row.tenant) : registryHref(row.registry), current),
    );
  return (
    <Panel
      title={props.title}
      note={`${formatCount(shown.length)} of ${formatCount(rows.length)}, by relief`}
      explain={props.explain}
      csvHref={props.csvHref}
      isFlush
      controls={
        <>
          <SearchField state={state} />
          {props.canGroup && (
            <Choice
              label="Rank"
              value={state.by}
              onChange={state.setBy}
              items={[
                { value: "registry", label: "Registries" },
                { value: "tenant", label: "Tenants" },
              ]}
            />
          )}
        </>
      }
    >
      {props.children}
      <div className="[&>section]:max-h-[560px] [&>section]:overflow-auto">
        <DataTable
          caption={`${props.title}, ranked by relief`}
          columns={columns}
          rows={shown}
          rowId={(row) => row.id}
          sort={state.sort}
          onSortChange={state.setSort}
          selectedId={state.pick}
          onSelect={state.togglePick}
          onOpen={open}
          emptyText={
            rows.length === 0
              ? "No registry was at home here in this time."
              : "Nothing passes the search. Clear it to see all."
          }
        />
      </div>
    </Panel>
  );
}

function SearchField({ state }: { state: ContributionState }) {
  return (
    <search className="flex items-center gap-1">
      <label className="relative">
        <span className="sr-only">Find a registry or tenant in the ranking</span>
        <Search size={14} aria-hidden="true" className="absolute top-[9px] left-2.5 text-ink-soft" />
        <input
          type="search"
          value={state.find}
          onChange={(event) => state.setFind(event.target.value)}
          placeholder="Registry or tenant"
          className="field w-44 border-line pl-8"
        />
      </label>
      {state.find !== "" && (
        <button
          type="button"
          className="control control-icon"
          aria-label="Clear the search"
          onClick={() => state.setFind("")}
        >
          <X size={14} aria-hidden="true" />
        </button>
      )}
    </search>
  );
}
