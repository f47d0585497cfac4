"use client";

import { useState } from "react";
import { EmptyState } from "../../../_components/EmptyState.tsx";
import { DataAsOf } from "../../../_components/frame/asOf.tsx";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { useScope } from "../../../_components/scope/useScope.ts";
import { describeScenario } from "../../what-if/describeOutcome.ts";
import { EmptyScenario } from "../../what-if/EmptyScenario.tsx";
import { hottestFirst } from "../../what-if/hottestFirst.ts";
import { proposeNewStamp } from "../../what-if/newStampDraft.ts";
import { type Opened, ScenarioDialog } from "../../what-if/ScenarioDialog.tsx";
import { ScenarioPanel } from "../../what-if/ScenarioPanel.tsx";
import { type NewStamp, undecidedOf } from "../../what-if/scenario.ts";
import { simulationBodyOf } from "../../what-if/scenarioBody.ts";
import { decodeScenario } from "../../what-if/scenarioCode.ts";
import { useScenarioState } from "../../what-if/useScenarioState.ts";
import type { WhatIfView } from "../../what-if/whatIfView.ts";
import { countOf } from "../planWords.ts";
import { SaveProblem, useSaveDraft } from "./SaveProposal.tsx";

/** Moves chosen by hand, or brought from the What-if page: who, where to, what it would come to; then a draft. */
export function HandScreen({ view }: { view: WhatIfView }) {
  const state = useScenarioState();
  const [opened, setOpened] = useState<Opened | null>(null);
  const { range } = useScope();
  const { isSaving, problem, save } = useSaveDraft();
  const { scenario } = state;
  const { moves, ...body } = simulationBodyOf(scenario, { region: view.region, range });
  const decided = moves ?? [];
  const undecided = undecidedOf(scenario).length;
  const isComputing = state.textOfA !== view.a.text;
  const openStamp = (stamp: NewStamp | null) =>
    setOpened({
      kind: "stamp",
      stamp: stamp ?? proposeNewStamp({ ...view, scenario }),
      replaced: stamp?.name ?? null,
    });
  const openPick = (stamp: string) =>
    setOpened({ kind: "pick", stamp: stamp === "" ? (hottestFirst(view.stamps)[0]?.name ?? "") : stamp });
  return (
    <div className="flex flex-col gap-4">
      <DataAsOf dataMs={view.latestDataMs} readMs={view.readMs} />
      {scenario.moves.length === 0 && scenario.newStamps.length === 0 ? (
        <EmptyScenario stamps={view.stamps} onAdd={openPick} />
      ) : (
        <>
          <ScenarioPanel
            view={view}
            state={state}
            refusal={view.a.refusal}
            onAdd={() => openPick("")}
            onSuggest={(registries) => setOpened({ kind: "suggest", registries })}
            onNewStamp={openStamp}
            canCompare={false}
          />
          <section
            aria-label="What it would come to"
            className="flex flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3"
          >
            <p role="status" className={`text-base ${isComputing ? "opacity-60" : ""}`}>
              {isComputing
                ? "Simulating anew…"
                : describeScenario(decodeScenario(view.a.text), view.a, view.registries)}
            </p>
            <div className="flex flex-wrap items-center gap-3">
              <button
                type="button"
                className="control control-primary"
                disabled={isSaving || decided.length === 0 || undecided > 0}
                onClick={() => void save({ ...body, moves: decided })}
              >
                {isSaving ? "Saving, and simulating every step…" : "Save as draft"}
              </button>
              <p className="text-ink-soft">
                {undecided > 0
                  ? `${countOf(undecided, "registry has", "registries have")} no destination yet.`
                  : `${countOf(decided.length, "move", "moves")}, in phases by the rules.`}
              </p>
            </div>
          </section>
          {problem !== null && <SaveProblem problem={problem} />}
        </>
      )}
      {opened !== null && (
        <ScenarioDialog
          {...{ view, state, opened }}
          onClose={() => setOpened(null)}
          onNewStamp={() => openStamp(null)}
        />
      )}
    </div>
  );
}

/** What moves stays in its region, so that one has to be chosen first. */
export function HandRegions({ regions }: { regions: readonly string[] }) {
  return (
    <section className="rounded-lg border border-line bg-surface">
      <EmptyState
        title="In which region?"
        action={regions.map((region) => (
          <ScopedLink
            key={region}
            href={`/plans/new?${new URLSearchParams({ way: "hand", region })}`}
            className="control control-primary"
          >
            {region}
          </ScopedLink>
        ))}
      >
        <p>A registry moves between the stamps of one region: a plan is of one region.</p>
      </EmptyState>
    </section>
  );
}
