"use client";

import { useState } from "react";
import { DataAsOf } from "../../_components/frame/asOf.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { draftScenarioHref } from "../plans/new/newPlanParameters.ts";
import { Answer } from "./Answer.tsx";
import { CopyLink } from "./CopyLink.tsx";
import { describeScenario } from "./describeOutcome.ts";
import { EmptyScenario } from "./EmptyScenario.tsx";
import { hottestFirst } from "./hottestFirst.ts";
import { proposeNewStamp } from "./newStampDraft.ts";
import { type Opened, ScenarioDialog } from "./ScenarioDialog.tsx";
import { ScenarioPanel } from "./ScenarioPanel.tsx";
import type { NewStamp } from "./scenario.ts";
import { decodeScenario } from "./scenarioCode.ts";
import { type ScenarioState, useScenarioState } from "./useScenarioState.ts";
import type { WhatIfView } from "./whatIfView.ts";

/** Before anything moves: what the stamps that registries leave, and those they go to, would look like. */
export function WhatIfScreen({ view }: { view: WhatIfView }) {
  const state = useScenarioState();
  const [opened, setOpened] = useState<Opened | null>(null);
  const { scenario } = state;
  const isComputing = state.textOfA !== view.a.text || state.textOfB !== (view.b?.text ?? null);
  const shown = state.side === "b" && view.b !== null ? view.b : view.a;
  const isEmpty = scenario.moves.length === 0 && scenario.newStamps.length === 0 && state.b === null;
  const openStamp = (stamp: NewStamp | null, size?: Pick<NewStamp, "kind" | "pools">) => {
    const proposed = { ...proposeNewStamp({ ...view, scenario }), ...size };
    setOpened({ kind: "stamp", stamp: stamp ?? proposed, replaced: stamp?.name ?? null });
  };
  const openPick = (stamp: string) =>
    setOpened({ kind: "pick", stamp: stamp === "" ? (hottestFirst(view.stamps)[0]?.name ?? "") : stamp });
  return (
    <div className="flex flex-col gap-4">
      <DataAsOf dataMs={view.latestDataMs} readMs={view.readMs} />
      <PageHeading
        title="What if"
        crumbs={[
          { label: "Fleet", href: "/fleet?region=" },
          { label: view.region, href: `/fleet?region=${encodeURIComponent(view.region)}` },
          { label: "What if" },
        ]}
        summary={
          <span className={isComputing ? "opacity-60" : ""}>
            {describeScenario(decodeScenario(shown.text), shown, view.registries)}
          </span>
        }
        actions={isEmpty ? undefined : <WhatIfActions view={view} state={state} />}
      />
      {isEmpty ? (
        <EmptyScenario stamps={view.stamps} onAdd={openPick} />
      ) : (
        <ScenarioPanel
          view={view}
          state={state}
          refusal={shown.refusal}
          onAdd={() => openPick("")}
          onSuggest={(registries) => setOpened({ kind: "suggest", registries })}
          onNewStamp={(stamp) => openStamp(stamp)}
        />
      )}
      <p role="status" className="-my-1 text-ink-soft">
        {isComputing
          ? "Simulating anew… what stands below is the answer before your change."
          : shown.refusal === null
            ? `Simulated on the minutes of ${view.windowText}.`
            : "Not simulated."}
      </p>
      <div
        aria-busy={isComputing}
        className={`flex flex-col gap-4 transition-opacity ${isComputing ? "opacity-60" : ""}`}
      >
        <Answer
          view={view}
          shown={shown}
          state={state}
          isEmpty={isEmpty}
          onNewStamp={(size) => openStamp(null, size)}
        />
      </div>
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

function WhatIfActions({ view, state }: { view: WhatIfView; state: ScenarioState }) {
  const { side, scenario, textOfA, textOfB } = state;
  const text = side === "b" ? (textOfB ?? "") : textOfA;
  return (
    <>
      <CopyLink window={view.window} />
      {scenario.moves.some(({ to }) => to !== null) && (
        <ScopedLink href={draftScenarioHref(text, view.region)} className="control">
          {state.b === null ? "Draft a plan" : `Draft a plan from ${side.toUpperCase()}`}
        </ScopedLink>
      )}
    </>
  );
}
