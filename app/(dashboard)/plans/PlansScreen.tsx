"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { FilterBar } from "../../_components/FilterBar.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { planHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { carryScope } from "../../_components/scope/scope.ts";
import { DataTable } from "../../_components/table/DataTable.tsx";
import { choicesOf, filterPlans } from "./filterPlans.ts";
import type { PlansView } from "./loadPlans.ts";
import { planColumns } from "./planColumns.tsx";
import { STATE_CHOICES } from "./plansParameters.ts";
import { countOf, STATE_WORDS } from "./planWords.ts";
import { summarizePlans } from "./summarizePlans.ts";
import { type PlansState, usePlansState } from "./usePlansState.ts";

/** Every plan by its newest version. */
export function PlansScreen({ view }: { view: PlansView }) {
  const state = usePlansState();
  const router = useRouter();
  const current = useSearchParams();
  const { state: asked, stamp, author, q } = state;
  const rows = useMemo(
    () => filterPlans(view.plans, { state: asked, stamp, author, q }),
    [view.plans, asked, stamp, author, q],
  );
  const columns = useMemo(() => planColumns(view.readMs), [view.readMs]);
  const more = view.hasMore ? "; there are older ones, choose a region to see more" : "";
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Plans"
        summary={summarizePlans(view.plans)}
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
        note={`${formatCount(rows.length)} of ${countOf(view.plans.length, "plan", "plans")}${more}`}
        isFlush
      >
        <DataTable
          caption="Plans by their newest version"
          columns={columns}
          rows={rows}
          rowId={({ id }) => String(id)}
          sort={state.sort}
          onSortChange={state.setSort}
          onOpen={({ id }) => router.push(carryScope(planHref(id), current))}
          rowHeight={44}
          emptyText="No plan passes the filter. Clear a filter above to see more."
        />
      </Panel>
    </div>
  );
}

function Filters({ view, state }: { view: PlansView; state: PlansState }) {
  const { stamps, authors } = useMemo(() => choicesOf(view.plans), [view.plans]);
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
