"use client";

import { formatCount } from "#lib/charts/index.ts";
import { useScope } from "../../_components/scope/useScope.ts";
import { NewStampDialog } from "./NewStampDialog.tsx";
import { PickDialog } from "./PickDialog.tsx";
import { SuggestDialog } from "./SuggestDialog.tsx";
import { addRegistries, type NewStamp, putNewStamp, type Scenario, sendTo, undecidedOf } from "./scenario.ts";
import type { ScenarioState } from "./useScenarioState.ts";
import type { WhatIfView } from "./whatIfView.ts";

/** What is open over the page. */
export type Opened =
  | { readonly kind: "pick"; readonly stamp: string }
  | { readonly kind: "suggest"; readonly registries: readonly string[] }
  | { readonly kind: "stamp"; readonly stamp: NewStamp; readonly replaced: string | null };

interface ScenarioDialogProps {
  readonly view: WhatIfView;
  readonly state: ScenarioState;
  readonly opened: Opened;
  readonly onClose: () => void;
  readonly onNewStamp: () => void;
}

/** The dialog that is open. */
export function ScenarioDialog({ view, state, opened, onClose, onNewStamp }: ScenarioDialogProps) {
  const { range } = useScope();
  const { scenario } = state;
  const done = (next: Scenario) => {
    state.change(next);
    onClose();
  };
  if (opened.kind === "pick")
    return (
      <PickDialog
        view={view}
        scenario={scenario}
        initialStamp={opened.stamp}
        onPick={(registries) => done(addRegistries(scenario, registries, null))}
        onClose={onClose}
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
        onNewStamp={onNewStamp}
        onClose={onClose}
      />
    );
  return <StampDialog {...{ view, scenario, onClose }} opened={opened} onDone={done} />;
}

interface StampDialogProps {
  readonly view: WhatIfView;
  readonly scenario: Scenario;
  readonly opened: Extract<Opened, { readonly kind: "stamp" }>;
  readonly onDone: (next: Scenario) => void;
  readonly onClose: () => void;
}

/** A new stamp takes the registries that have no destination yet. */
function StampDialog({ view, scenario, opened, onDone, onClose }: StampDialogProps) {
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
      onSave={(stamp) => onDone(sendTo(putNewStamp(scenario, stamp, opened.replaced), takes, stamp.name))}
      onClose={onClose}
    />
  );
}
