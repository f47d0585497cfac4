import {
  formatCount,
  formatCpu,
  formatDuration,
  formatFixed,
  formatPoints,
  NO_VALUE,
} from "#lib/charts/index.ts";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { spanOf } from "../[plan]/scheduleItems.ts";
import { sharePercent } from "../planWords.ts";

type Side = Pick<PlanAnswer, "content" | "assessment">;

/** A number of two plans, in words, and by how much the right one differs; "" = it does not. */
export interface ComparedNumber {
  readonly name: string;
  readonly left: string;
  readonly right: string;
  readonly difference: string;
}

interface Measure {
  readonly name: string;
  readonly read: (side: Side) => number | null;
  readonly show: (value: number) => string;
  /** Of the difference, without its sign; as the value where it is left out. */
  readonly showDifference?: (value: number) => string;
}

const MEASURES: readonly Measure[] = [
  { name: "Moves", read: (side) => runningMoves(side), show: formatCount },
  { name: "Phases", read: ({ content }) => content.phases.length, show: formatCount },
  {
    name: "Traffic moved",
    read: ({ assessment }) => assessment.phases.reduce((sum, { radius }) => sum + radius.trafficShare, 0),
    show: sharePercent,
    showDifference: (share) => unsignedPoints(share * 100),
  },
  {
    name: "Excess after, points",
    read: ({ assessment }) => assessment.excess.after,
    show: (value) => formatFixed(value, 1),
  },
  {
    name: "Worst P95 after",
    read: ({ assessment }) => worstP95(assessment),
    show: formatCpu,
    showDifference: unsignedPoints,
  },
  {
    name: "Takes",
    read: ({ assessment }) => {
      const span = spanOf(assessment);
      return span === null ? null : (span.toMs - span.fromMs) / 1_000;
    },
    show: formatDuration,
  },
  {
    name: "Moves until the relief is there",
    read: ({ assessment }) => assessment.caution.smallestFirst,
    show: formatCount,
  },
];

/** The numbers of two plans side by side. What cannot be had is –, and so is a difference from it. */
export function compareNumbers(left: Side, right: Side): ComparedNumber[] {
  return MEASURES.map(({ name, read, show, showDifference = show }) => {
    const [one, other] = [read(left), read(right)];
    const text = (value: number | null) => (value === null ? NO_VALUE : show(value));
    return {
      name,
      left: text(one),
      right: text(other),
      difference: differenceText(one, other, showDifference),
    };
  });
}

function unsignedPoints(points: number): string {
  return formatPoints(points).replace("+", "");
}

function differenceText(one: number | null, other: number | null, show: (value: number) => string): string {
  if (one === null || other === null) return one === other ? "" : NO_VALUE;
  const text = show(Math.abs(other - one));
  // What is not seen in the numbers is no difference to a reader.
  return text === show(0) ? "" : `${other > one ? "+" : "\u2212"}${text}`;
}

function runningMoves({ content }: Side): number {
  return content.phases.flatMap(({ moves }) => moves).filter(({ skipped }) => skipped === null).length;
}

/** The hottest pool of those that change, percent; null = none can be told. */
export function worstP95({ pools }: PlanAnswer["assessment"]): number | null {
  const told = pools.flatMap(({ after }) => after.hotNodeP95 ?? []);
  return told.length === 0 ? null : Math.max(...told);
}
