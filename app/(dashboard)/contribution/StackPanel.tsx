"use client";

import { useMemo, useRef } from "react";
import { decodeCells, formatUtcWindow } from "#lib/charts/index.ts";
import { Choice } from "../../_components/Choice.tsx";
import { StackChart, type StackLayer } from "../../_components/chart/StackChart.tsx";
import { seriesColor } from "../../_components/chart/seriesColor.ts";
import { svgToPng } from "../../_components/chart/svgToPng.ts";
import type { Explanation } from "../../_components/overlay/ExplainDialog.tsx";
import { Panel } from "../../_components/Panel.tsx";
import type { PackedStack, StackMeasure } from "./packStack.ts";
import { unpackLayers } from "./unpackStack.ts";
import type { ContributionState } from "./useContributionState.ts";

interface StackPanelProps {
  readonly stamp: string;
  readonly stack: PackedStack;
  /** Those with a layer of their own, in rank order. */
  readonly contributors: readonly { readonly id: string; readonly name: string }[];
  readonly others: number;
  readonly noun: string;
  readonly state: ContributionState;
  readonly explain: Explanation;
  readonly csvHref: string;
  readonly now: number;
}

const MEASURE_WORDS = { cpu: "CPU", requests: "Requests", bytes: "Bytes" } as const;
const UNITS = { cpu: "cpu", requests: "count", bytes: "bytes" } as const;
const MEASURES = ["cpu", "requests", "bytes"] as const;

/** A pool's load over time: the first of the ranking over all others, with the hot minutes marked. */
export function StackPanel(props: StackPanelProps) {
  const { stack, state, stamp, now } = props;
  const svgRef = useRef<SVGSVGElement>(null);
  const available = MEASURES.filter((measure) => stack.measures[measure] !== null);
  const measure = available.find((one) => one === state.stack) ?? available[0];
  const layers = useMemo(
    () => stackLayers(stack, measure, props.contributors, { count: props.others, noun: props.noun }),
    [stack, measure, props.contributors, props.others, props.noun],
  );
  const marks = useMemo(() => decodeCells(stack.hotMinutes), [stack.hotMinutes]);
  const title = `${stack.pool}: ${measure === undefined ? "load" : MEASURE_TITLES[measure]} over time`;
  return (
    <Panel
      title={title}
      note={formatUtcWindow(stack.fromMinute, stack.toMinute, now)}
      explain={props.explain}
      csvHref={props.csvHref}
      png={{
        fileName: `${stamp}-${stack.pool}-load.png`,
        draw: () => svgToPng(svgRef.current, `${stamp} ${title}`),
      }}
      controls={
        available.length > 1 ? (
          <Choice
            label={`What the stack of ${stack.pool} is of`}
            value={measure ?? "cpu"}
            onChange={state.setStack}
            items={available.map((value) => ({ value, label: MEASURE_WORDS[value] }))}
          />
        ) : undefined
      }
    >
      {measure === undefined ? (
        <p className="py-6 text-ink-soft">No registry load was reported for {stack.pool} in this time.</p>
      ) : (
        <StackChart
          label={`${stamp} ${title}`}
          window={stack}
          stepMinutes={stack.stepMinutes}
          layers={layers}
          unit={UNITS[measure]}
          marks={marks}
          marksLabel="hot minutes: at the P95 or above"
          emphasized={layers.some(({ key }) => key === state.pick) ? state.pick : null}
          thing={`${stamp}/${stack.pool}`}
          now={now}
          svgRef={svgRef}
        />
      )}
    </Panel>
  );
}

const MEASURE_TITLES = {
  cpu: "CPU attributed, on the average node,",
  requests: "requests a minute",
  bytes: "bytes a minute",
} as const;

/** The rest at the bottom, the first of the ranking on top of all. */
function stackLayers(
  stack: PackedStack,
  measure: StackMeasure | undefined,
  contributors: StackPanelProps["contributors"],
  others: { readonly count: number; readonly noun: string },
): StackLayer[] {
  const packed = measure === undefined ? null : stack.measures[measure];
  if (packed === null) return [];
  const values = unpackLayers(packed, stack.columns);
  const named = contributors.flatMap(({ id, name }, place): StackLayer[] => {
    const series = values[place];
    return series === undefined ? [] : [{ key: id, label: name, color: seriesColor(place), values: series }];
  });
  const rest = values[contributors.length];
  const below: StackLayer[] =
    rest === undefined || others.count === 0
      ? []
      : [
          {
            key: "rest",
            label: `the other ${others.count} ${others.noun}`,
            color: seriesColor(-1),
            values: rest,
          },
        ];
  return [...below, ...named.reverse()];
}
