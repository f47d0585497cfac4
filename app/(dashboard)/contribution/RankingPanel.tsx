"use client";

import { Search, X } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { Choice } from "../../_components/Choice.tsx";
import type { Explanation } from "../../_components/overlay/ExplainDialog.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { registryHref, tenantHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { carryScope } from "../../_components/scope/scope.ts";
import { DataTable } from "../../_components/table/DataTable.tsx";
import { MOST_MOVES } from "../what-if/scenario.ts";
import { whatIfHref } from "../what-if/whatIfHref.ts";
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
  /** Where rows can be marked, to ask what would be if they moved. */
  readonly whatIf?: WhatIfMarking;
  /** What the ranking says, and what is missing; above the table. */
  readonly children?: ReactNode;
}

interface WhatIfMarking {
  readonly region: string;
  /** What moves with a row. */
  readonly registriesOf: (row: RankedRow) => readonly string[];
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
  const marking = useMarking(rows);
  const canMark = props.whatIf !== undefined;
  const columns = useMemo(() => {
    const greatest = rows.reduce((most, { reliefPoints }) => Math.max(most, reliefPoints ?? 0), 0);
    return contributorColumns({
      by,
      pools,
      showsStamp,
      greatest,
      measures,
      marking: canMark ? marking : undefined,
    });
  }, [rows, by, pools, showsStamp, measures, canMark, marking]);
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
      {props.whatIf !== undefined && <WhatIfBar whatIf={props.whatIf} rows={rows} marking={marking} />}
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

/** Which rows are marked; those that are no longer there are not. */
function useMarking(rows: readonly RankedRow[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const marked = new Set(rows.flatMap(({ id }) => (ids.has(id) ? [id] : [])));
    const toggle = (id: string) =>
      setIds((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      });
    return { marked, toggle, clear: () => setIds(new Set()) };
  }, [rows, ids]);
}

interface WhatIfBarProps {
  readonly whatIf: WhatIfMarking;
  readonly rows: readonly RankedRow[];
  readonly marking: ReturnType<typeof useMarking>;
}

/** What can be done with what is marked. */
function WhatIfBar({ whatIf, rows, marking }: WhatIfBarProps) {
  const marked = rows.filter(({ id }) => marking.marked.has(id));
  const registries = marked.flatMap(whatIf.registriesOf);
  if (marked.length === 0)
    return <p className="px-4 pb-2 text-xs text-ink-soft">Mark some to ask what would be if they moved.</p>;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-2" role="status">
      <ScopedLink href={whatIfHref(whatIf.region, registries)} className="control control-primary">
        What if they moved
      </ScopedLink>
      <span>
        {formatCount(registries.length)} {registries.length === 1 ? "registry" : "registries"} marked
        {registries.length > MOST_MOVES ? `, of which the first ${formatCount(MOST_MOVES)} are taken` : ""}
      </span>
      <button type="button" className="control" onClick={marking.clear}>
        <X size={14} aria-hidden="true" /> Clear
      </button>
    </div>
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
