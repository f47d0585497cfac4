"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { formatCount } from "#lib/charts/index.ts";
import type { PlanRow } from "#lib/planning/listedVersions.ts";
import { FilterBar } from "../../_components/FilterBar.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { carryScope } from "../../_components/scope/scope.ts";
import { DataTable } from "../../_components/table/DataTable.tsx";
import { choicesOf, filterPlans } from "./filterPlans.ts";
import type { PlansView } from "./loadPlans.ts";
import { planColumns, planRowHref } from "./planColumns.tsx";
import { STATE_CHOICES } from "./plansParameters.ts";
import { countOf, STATE_WORDS } from "./planWords.ts";
import { summarizePlans } from "./summarizePlans.ts";
import { type PlansState, usePlansState } from "./usePlansState.ts";

/** Every plan by its newest version, and what runs of it beside a newer draft. */
export function PlansScreen({ view }: { view: PlansView }) {
  const state = usePlansState();
  const router = useRouter();
  const current = useSearchParams();
  const { state: asked, stamp, author, q } = state;
  const rows = useMemo(
    () => filterPlans(view.rows, { state: asked, stamp, author, q }),
    [view.rows, asked, stamp, author, q],
  );
  const columns = useMemo(() => planColumns(view.readMs), [view.readMs]);
  const more = view.hasMore ? "; there are older ones, choose a region to see more" : "";
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Plans"
        summary={summarizePlans(view.rows)}
        actions={
          <>
            {view.hasControl && (
              <ScopedLink href="/plans/control" className="control">
                Control plane
              </ScopedLink>
            )}
            <ScopedLink href="/plans/compare" className="control">
              Compare
            </ScopedLink>
            {view.mayEdit && (
              <ScopedLink href="/plans/new" className="control control-primary">
                Draft a plan
              </ScopedLink>
            )}
          </>
        }
      />
      <Filters view={view} state={state} />
      <Panel
        title="All plans"
        note={`${formatCount(countPlans(rows))} of ${countOf(countPlans(view.rows), "plan", "plans")}${more}`}
        csvHref={csvHref(state, current.get("region"))}
        isFlush
      >
        <DataTable
          caption="Plans by their newest version, and what is in force beside it"
          columns={columns}
          rows={rows}
          rowId={({ id, version }) => `${id}@${version}`}
          sort={state.sort}
          onSortChange={state.setSort}
          onOpen={(row) => router.push(carryScope(planRowHref(row), current))}
          rowHeight={44}
          emptyText="No plan passes the filter. Clear a filter above to see more."
        />
      </Panel>
    </div>
  );
}

function countPlans(rows: readonly PlanRow[]): number {
  return new Set(rows.map(({ id }) => id)).size;
}

/** The same filters as the API has them; it knows no “open”. */
function csvHref({ state, stamp, author, q }: PlansState, region: string | null): string {
  const asked = { region: region ?? "", state: state === "open" ? "" : state, stamp, author, q };
  const query = new URLSearchParams({ limit: "3000" });
  for (const [name, value] of Object.entries(asked)) if (value !== "") query.set(name, value);
  return `/api/v1/plans.csv?${query}`;
}

function Filters({ view, state }: { view: PlansView; state: PlansState }) {
  const { stamps, authors } = useMemo(() => choicesOf(view.rows), [view.rows]);
  return (
    <FilterBar
      label="Filter by name, number, stamp or person"
      placeholder="Name, number, stamp"
      query={state.q}
      onQueryChange={state.setQuery}
      isFiltered={state.state !== "" || state.stamp !== "" || state.author !== "" || state.q !== ""}
      onClear={state.clear}
    >
      <SelectBox
        label="State"
        showsLabel
        value={state.state}
        onChange={(value) => state.setFilter({ state: STATE_CHOICES.find((one) => one === value) ?? "" })}
        items={STATE_CHOICES.map((value) => ({
          value,
          label: value === "" ? "any" : value === "open" ? "not at its end" : STATE_WORDS[value],
        }))}
      />
      <SelectBox
        label="Stamp"
        showsLabel
        value={state.stamp}
        onChange={(stamp) => state.setFilter({ stamp })}
        items={withAny(stamps)}
      />
      <SelectBox
        label="Author"
        showsLabel
        value={state.author}
        onChange={(author) => state.setFilter({ author })}
        items={withAny(authors)}
      />
    </FilterBar>
  );
}

function withAny(names: readonly string[]) {
  return [{ value: "", label: "any" }, ...names.map((name) => ({ value: name, label: name }))];
}
