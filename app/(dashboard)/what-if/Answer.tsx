"use client";

import { minuteToIso } from "#lib/core/index.ts";
import { Notice } from "../../_components/Notice.tsx";
import { useScope } from "../../_components/scope/useScope.ts";
import { ComparePanel } from "./ComparePanel.tsx";
import { CurvesPanels } from "./CurvesPanels.tsx";
import { MindNotice } from "./MindNotice.tsx";
import { OutcomePanel } from "./OutcomePanel.tsx";
import { saveScenarioCsv } from "./saveScenarioCsv.ts";
import type { NewStamp } from "./scenario.ts";
import { simulationBodyOf } from "./scenarioBody.ts";
import { decodeScenario } from "./scenarioCode.ts";
import { TouchedPanels } from "./TouchedPanels.tsx";
import type { ScenarioState } from "./useScenarioState.ts";
import { DoNothingPanel, VerdictsPanel } from "./VerdictsPanel.tsx";
import type { ScenarioOutcome, ScenarioView, WhatIfView } from "./whatIfView.ts";

interface AnswerProps {
  readonly view: WhatIfView;
  readonly shown: ScenarioView;
  readonly state: ScenarioState;
  /** Nobody is picked yet: there is only what holds without any move. */
  readonly isEmpty: boolean;
  readonly onNewStamp: (size: Pick<NewStamp, "kind" | "pools">) => void;
}

/** What the simulation says; where it cannot, why. */
export function Answer({ view, shown, state, isEmpty, onNewStamp }: AnswerProps) {
  const { outcome, refusal } = shown;
  if (refusal !== null)
    return (
      <Notice tone="error">
        {refusal.detail} Nothing was changed; choose another destination, or take it out.
      </Notice>
    );
  if (outcome === null) return null;
  return (
    <>
      {!isEmpty && <Changes {...{ view, shown, state, outcome }} />}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <VerdictsPanel outcome={outcome} view={view} onNewStamp={onNewStamp} />
        <DoNothingPanel outcome={outcome} />
      </div>
    </>
  );
}

interface ChangesProps extends Pick<AnswerProps, "view" | "shown" | "state"> {
  readonly outcome: ScenarioOutcome;
}

/** What the moves change: as sentences, numbers and curves, and for whom. */
function Changes({ view, shown, state, outcome }: ChangesProps) {
  const saveCsv = useSaveCsv(view, shown);
  const side = sideOf(view, shown);
  const other = side === "A" ? view.b : view.a;
  const beside = side === "" ? null : (other?.outcome ?? null);
  return (
    <>
      <MindNotice outcome={outcome} />
      {beside !== null && (
        <ComparePanel
          {...{ view, state }}
          a={side === "A" ? outcome : beside}
          b={side === "A" ? beside : outcome}
          onSaveCsv={saveCsv}
        />
      )}
      <OutcomePanel
        {...{ view, outcome, state }}
        title={side === "" ? "Before and after" : `Before and after, ${side}`}
        onSaveCsv={saveCsv}
      />
      <CurvesPanels
        {...{ view, outcome }}
        name={side}
        other={beside === null ? null : { name: side === "A" ? "B" : "A", outcome: beside }}
      />
      <TouchedPanels touched={outcome.touched} />
    </>
  );
}

/** Empty where there is one scenario alone. */
function sideOf({ b }: WhatIfView, shown: ScenarioView): "" | "A" | "B" {
  if (b === null) return "";
  return shown === b ? "B" : "A";
}

/** The scenario that is shown, as a file. */
function useSaveCsv(view: WhatIfView, shown: ScenarioView): () => void {
  const { range } = useScope();
  return () => {
    const body = simulationBodyOf(decodeScenario(shown.text), { region: view.region, range });
    const side = sideOf(view, shown);
    const hours = minuteToIso(view.window.fromMinute).slice(0, 13);
    void saveScenarioCsv(body, `what-if-${view.region}${side === "" ? "" : `-${side}`}-${hours}h.csv`);
  };
}
