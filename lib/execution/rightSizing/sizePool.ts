import type { PlanningSettings } from "../../fleet/settings.ts";
import { carryingOf } from "../../fleet/updateDomains.ts";
import { quantileR7 } from "../../stats/index.ts";

export type RightSizingRules = PlanningSettings["rightSizing"];

/** A pool as it was measured over the hours that a size is found on. CPU in percent of a node. */
export interface SizedPool {
  /** hot(bin) in hundredths of a point, −1 = no data; and how many nodes had data. */
  readonly hot: Int16Array;
  readonly present: Uint16Array;
  /** What a node does without load; 0 where no model tells, which errs towards more instances. */
  readonly idlePoints: number;
  readonly target: number;
  readonly updateDomains: number;
  /** Load has come to it: its minimum may be raised. Where load has only left it is lowered or stays. */
  readonly hasGained: boolean;
  /** What is declared; null = not. */
  readonly minInstances: number | null;
  readonly maxInstances: number | null;
  readonly vcpusPerNode: number | null;
}

export interface PoolSize {
  /** The minimum that is declared, else the nodes that were there at most. */
  readonly current: number;
  /** Fewest instances that keep the hot-node P95 at the target with one update domain out; null = no number does. */
  readonly smallest: number | null;
  /** With floor and headroom. */
  readonly needed: number | null;
  /** `needed`, but where load has only left never more than there are. */
  readonly recommended: number | null;
  /** Hot-node P95 with as many as are recommended: all of them there, and one update domain out. */
  readonly projected: { readonly hotNodeP95: number; readonly withDomainOut: number } | null;
  /** More than the pool's maximum allows. */
  readonly isOverMaximum: boolean;
  /** Negative = more is needed. Null where nothing is recommended. */
  readonly saved: {
    readonly instances: number;
    readonly vmHoursPerMonth: number;
    /** Null = no price is set, or the vCPUs of a node are not declared. */
    readonly money: number | null;
  } | null;
}

/** Hours of a month, as clouds bill it. */
const MONTH_HOURS = 730;
const HOT_NODE_PROBABILITY = 0.95;
const FULL_PERCENT = 100;

/**
 * The smallest number of instances on which a pool's measured load keeps its hot-node P95 at the target while one update
 * domain is out (PRODUCT.md, Right-sizing). What the hottest node did above idle, times the nodes that were there, is spread
 * over those that are left: the imbalance between nodes is carried over as it was, minute by minute. Of n instances in d
 * domains the largest domain holds ⌈n/d⌉; a stamp of one domain is updated instance by instance. Null where the pool has no data.
 */
export function sizePool(pool: SizedPool, rules: RightSizingRules): PoolSize | null {
  const demand = demandP95(pool);
  if (demand === null) return null;
  const current = pool.minInstances ?? mostNodes(pool);
  const carrying = fewestCarrying(demand, pool);
  const smallest = carrying === null ? null : fewestInstances(carrying, pool.updateDomains);
  if (smallest === null)
    return {
      current,
      ...{ smallest, needed: null, recommended: null },
      ...{ projected: null, isOverMaximum: true, saved: null },
    };
  const needed = Math.max(rules.floorInstances, smallest + rules.headroomInstances);
  const recommended = pool.hasGained ? needed : Math.min(needed, current);
  const heatOn = (nodes: number) => Math.min(FULL_PERCENT, pool.idlePoints + demand / Math.max(nodes, CLOSE));
  const instances = current - recommended;
  const vmHoursPerMonth = instances * MONTH_HOURS;
  const hasPrice = rules.pricePerVcpuHour > 0 && pool.vcpusPerNode !== null;
  return {
    current,
    smallest,
    needed,
    recommended,
    projected: {
      hotNodeP95: heatOn(recommended),
      withDomainOut: heatOn(carryingOf(recommended, pool.updateDomains)),
    },
    isOverMaximum: pool.maxInstances !== null && recommended > pool.maxInstances,
    saved: {
      instances,
      vmHoursPerMonth,
      money: hasPrice ? vmHoursPerMonth * (pool.vcpusPerNode ?? 0) * rules.pricePerVcpuHour : null,
    },
  };
}

/** P95 over bins of what the hottest node did above idle, times the nodes: points × nodes. Null = no data. */
function demandP95({ hot, present, idlePoints }: SizedPool): number | null {
  const demand: number[] = [];
  for (let bin = 0; bin < hot.length; bin++) {
    const centi = hot[bin] ?? -1;
    const nodes = present[bin] ?? 0;
    if (centi >= 0 && nodes > 0) demand.push(Math.max(0, centi / 100 - idlePoints) * nodes);
  }
  return quantileR7(demand, HOT_NODE_PROBABILITY);
}

function mostNodes({ present }: SizedPool): number {
  return present.reduce((most, nodes) => Math.max(most, nodes), 0);
}

/** Rounding errors must not ask for one more. */
const CLOSE = 1e-9;

function fewestCarrying(demand: number, { idlePoints, target }: SizedPool): number | null {
  if (target <= idlePoints) return null;
  return Math.max(1, Math.ceil(demand / (target - idlePoints) - CLOSE));
}

function fewestInstances(carrying: number, updateDomains: number): number {
  let instances = carrying + 1;
  while (carryingOf(instances, updateDomains) < carrying) instances++;
  return instances;
}
