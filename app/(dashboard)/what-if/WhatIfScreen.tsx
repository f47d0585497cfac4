"use client";

import { useState } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { minuteToIso } from "#lib/core/index.ts";
import { DataAsOf } from "../../_components/frame/asOf.tsx";
import { Notice } from "../../_components/Notice.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { useScope } from "../../_components/scope/useScope.ts";
import { ComparePanel } from "./ComparePanel.tsx";
import { CopyLink } from "./CopyLink.tsx";
import { CurvesPanels } from "./CurvesPanels.tsx";
import { describeFlags, describeScenario } from "./describeOutcome.ts";
import { EmptyScenario } from "./EmptyScenario.tsx";
import { NewStampDialog } from "./NewStampDialog.tsx";
import { proposeNewStamp } from "./newStampDraft.ts";
import { OutcomePanel } from "./OutcomePanel.tsx";
import { PickDialog } from "./PickDialog.tsx";
import { ScenarioPanel } from "./ScenarioPanel.tsx";
import { SuggestDialog } from "./SuggestDialog.tsx";
import { saveScenarioCsv } from "./saveScenarioCsv.ts";
import { addRegistries, type NewStamp, putNewStamp, type Scenario, sendTo, undecidedOf } from "./scenario.ts";
import { simulationBodyOf } from "./scenarioBody.ts";
import { decodeScenario } from "./scenarioCode.ts";
import { TouchedPanels } from "./TouchedPanels.tsx";
import { type ScenarioState, useScenarioState } from "./useScenarioState.ts";
import { DoNothingPanel, VerdictsPanel } from "./VerdictsPanel.tsx";
import type { ScenarioOutcome, ScenarioView, WhatIfView } from "./whatIfView.ts";

/** What is open over the page. */
type Opened =
  | { readonly kind: "pick"; readonly stamp: string }
  | { readonly kind: "suggest"; readonly registries: readonly string[] }
  | { readonly kind: "stamp"; readonly stamp: NewStamp; readonly replaced: string | null };

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
    setOpened({ kind: "pick", stamp: stamp === "" ? hottestStamp(view) : stamp });
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
        summary={describeScenario(decodeScenario(shown.text), shown, view.registries)}
        actions={isEmpty ? undefined : <CopyLink window={view.window} />}
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
      <p role="status" className={isComputing ? "text-base text-ink-soft" : "sr-only"}>
        {isComputing
          ? "Simulating anew… what stands below is the answer before your change."
          : "The answer is up to date."}
      </p>
      <div
        aria-busy={isComputing}
        className={`flex flex-col gap-4 transition-opacity ${isComputing ? "opacity-55" : ""}`}
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
        <Opening
          view={view}
          state={state}
          opened={opened}
          onOpen={setOpened}
          onStamp={() => openStamp(null)}
        />
      )}
    </div>
  );
}

interface AnswerProps {
  readonly view: WhatIfView;
  readonly shown: ScenarioView;
  readonly state: ScenarioState;
  readonly isEmpty: boolean;
  readonly onNewStamp: (size: Pick<NewStamp, "kind" | "pools">) => void;
}

/** What the simulation says; where it cannot, why. */
function Answer({ view, shown, state, isEmpty, onNewStamp }: AnswerProps) {
  const { outcome, refusal } = shown;
  const { range } = useScope();
  if (refusal !== null)
    return (
      <Notice tone="error">
        {refusal.detail} Nothing was changed; choose another destination, or take it out.
      </Notice>
    );
  if (outcome === null) return null;
  const side = view.b === null ? "" : shown === view.b ? "B" : "A";
  const other = side === "" ? null : side === "A" ? view.b : view.a;
  const otherOutcome = other?.outcome ?? null;
  const saveCsv = () => {
    const body = simulationBodyOf(decodeScenario(shown.text), { region: view.region, range });
    const hours = `${minuteToIso(view.window.fromMinute).slice(0, 13)}h`;
    void saveScenarioCsv(body, `what-if-${view.region}${side === "" ? "" : `-${side}`}-${hours}.csv`);
  };
  const title = side === "" ? "Before and after" : `Before and after, ${side}`;
  return (
    <>
      {!isEmpty && <Mind outcome={outcome} />}
      {!isEmpty && otherOutcome !== null && (
        <ComparePanel
          view={view}
          a={side === "A" ? outcome : otherOutcome}
          b={side === "A" ? otherOutcome : outcome}
          state={state}
          onSaveCsv={saveCsv}
        />
      )}
      {!isEmpty && <OutcomePanel title={title} {...{ view, outcome, state }} onSaveCsv={saveCsv} />}
      <CurvesPanels
        view={view}
        outcome={outcome}
        name={side}
        other={otherOutcome === null ? null : { name: side === "A" ? "B" : "A", outcome: otherOutcome }}
      />
      <TouchedPanels touched={outcome.touched} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <VerdictsPanel outcome={outcome} view={view} onNewStamp={onNewStamp} />
        <DoNothingPanel outcome={outcome} />
      </div>
    </>
  );
}

/** What has to be known beside the numbers: refusals first, then what is urgent; the rest when it is asked for. */
function Mind({ outcome }: { outcome: ScenarioOutcome }) {
  const { urgent, others } = describeFlags(outcome.pools);
  const refused = outcome.notes.filter(({ refused: is }) => is).map(({ detail }) => detail);
  const doubts = [...outcome.notes.filter(({ refused: is }) => !is).map(({ detail }) => detail), ...others];
  const first = [...new Set([...refused, ...urgent])];
  if (first.length === 0 && doubts.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {first.length > 0 && (
        <Notice tone="warning">
          {first.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </Notice>
      )}
      {doubts.length > 0 && (
        <details className="max-w-prose text-ink-soft">
          <summary>How far to believe it: {formatCount(doubts.length)} more to know</summary>
          {[...new Set(doubts)].map((text) => (
            <p key={text} className="pt-1">
              {text}
            </p>
          ))}
        </details>
      )}
    </div>
  );
}

interface OpeningProps {
  readonly view: WhatIfView;
  readonly state: ScenarioState;
  readonly opened: Opened;
  readonly onOpen: (opened: Opened | null) => void;
  readonly onStamp: () => void;
}

/** The dialog that is open. */
function Opening({ view, state, opened, onOpen, onStamp }: OpeningProps) {
  const { range } = useScope();
  const { scenario } = state;
  const close = () => onOpen(null);
  const done = (next: Scenario) => {
    state.change(next);
    close();
  };
  if (opened.kind === "pick")
    return (
      <PickDialog
        view={view}
        scenario={scenario}
        initialStamp={opened.stamp}
        onPick={(registries) => done(addRegistries(scenario, registries, null))}
        onClose={close}
      />
    );
  if (opened.kind === "suggest")
    return (
      <SuggestDialog
        region={view.region}
        range={range}
        scenario={scenario}
        registries={opened.registries}
        onUse={(stamp) => done(sendTo(scenario, opened.registries, stamp))}
        onNewStamp={onStamp}
        onClose={close}
      />
    );
  const undecided = undecidedOf(scenario);
  const takes = opened.replaced === null ? undecided : [];
  const others = scenario.newStamps.filter(({ name }) => name !== opened.replaced);
  return (
    <NewStampDialog
      stamp={opened.stamp}
      isChange={opened.replaced !== null}
      taken={new Set([...view.stamps, ...others].map(({ name }) => name))}
      willTake={
        takes.length === 0
          ? ""
          : `The ${formatCount(takes.length)} ${takes.length === 1 ? "registry" : "registries"} without a destination will go there.`
      }
      onSave={(stamp) => done(sendTo(putNewStamp(scenario, stamp, opened.replaced), takes, stamp.name))}
      onClose={close}
    />
  );
}

/** Whose ranking is the likeliest to be picked from. */
function hottestStamp({ stamps }: WhatIfView): string {
  const heatOf = ({ pools }: WhatIfView["stamps"][number]) =>
    pools.reduce((most, { hotNodeP95, limit }) => Math.max(most, (hotNodeP95 ?? 0) - limit), -100);
  return stamps.toSorted((one, other) => heatOf(other) - heatOf(one))[0]?.name ?? "";
}
