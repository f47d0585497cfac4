import type { MinuteWindow } from "#lib/core/index.ts";
import type { StampKind } from "#lib/fleet/types.ts";
import type { PoolState } from "#lib/hotness/types.ts";
import type { SimulationAnswer } from "#lib/simulation/simulationSchema.ts";
import type { PoolOutcome } from "./poolOutcome.ts";
import type { TouchedStamp } from "./touchedStamps.ts";

/** A pool of a stamp that registries might go to. */
export interface DestinationPool {
  readonly pool: string;
  readonly kind: string;
  readonly state: PoolState;
  readonly hotNodeP95: number | null;
  readonly limit: number;
  readonly coverage: number;
  readonly vcpusPerNode: number | null;
  readonly nodes: number | null;
}

/** A stamp of the region. */
export interface Destination {
  readonly name: string;
  readonly kind: StampKind;
  readonly cordoned: boolean;
  readonly inDeployment: boolean;
  readonly planned: boolean;
  readonly pools: readonly DestinationPool[];
}

/** A registry that was picked, as the inventory knows it. */
export interface PickedRegistry {
  /** As the address has it: it may be a former name. */
  readonly asked: string;
  readonly registry: string;
  readonly tenant: string;
  /** Null = it has no home in the region. */
  readonly home: string | null;
}

/** Hot-node minutes before and after, on their way to the browser: int16 hundredths, base64. */
export interface OutcomeCurve {
  /** `stamp/pool` */
  readonly id: string;
  readonly before: string;
  readonly after: string;
}

/** What the simulation of a scenario says. */
export interface ScenarioOutcome {
  /** Every pool of the region; those that change first. */
  readonly pools: readonly PoolOutcome[];
  readonly curves: readonly OutcomeCurve[];
  readonly verdicts: SimulationAnswer["verdicts"];
  readonly doNothing: SimulationAnswer["doNothing"];
  /** What cannot be had of the pools that change, and why. */
  readonly notes: SimulationAnswer["notes"];
  readonly touched: readonly TouchedStamp[];
}

/** Why a scenario cannot be simulated. */
export interface ScenarioRefusal {
  readonly detail: string;
  /** By the registry whose move is wrong. */
  readonly moves: readonly { readonly registry: string; readonly message: string }[];
}

export interface ScenarioView {
  /** As the address has it. */
  readonly text: string;
  /** Null where it is refused. */
  readonly outcome: ScenarioOutcome | null;
  readonly refusal: ScenarioRefusal | null;
}

export interface WhatIfView {
  /** Of the whole fleet. */
  readonly regions: readonly string[];
  readonly region: string;
  /** The hours that are simulated. */
  readonly window: MinuteWindow;
  readonly windowText: string;
  readonly readMs: number;
  readonly latestDataMs: number | null;
  /** By name. */
  readonly stamps: readonly Destination[];
  /** Of both scenarios. */
  readonly registries: readonly PickedRegistry[];
  readonly a: ScenarioView;
  readonly b: ScenarioView | null;
}
