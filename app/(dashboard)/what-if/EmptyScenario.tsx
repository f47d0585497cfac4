"use client";

import { Plus } from "lucide-react";
import { formatCpu } from "#lib/charts/index.ts";
import { EmptyState } from "../../_components/EmptyState.tsx";
import { StateShape } from "../../_components/StateBadge.tsx";
import { excessOf, hottestFirst } from "./hottestFirst.ts";
import type { Destination } from "./whatIfView.ts";

interface EmptyScenarioProps {
  readonly stamps: readonly Destination[];
  /** With the ranking of a stamp; empty = the hottest. */
  readonly onAdd: (stamp: string) => void;
}

/** Nobody is picked yet: what belongs here, and the shortest way to it. */
export function EmptyScenario({ stamps, onAdd }: EmptyScenarioProps) {
  const hot = hottest(stamps);
  return (
    <section className="rounded-lg border border-line bg-surface">
      <EmptyState
        title="What if they moved?"
        action={
          <>
            <button type="button" className="control control-primary" onClick={() => onAdd("")}>
              <Plus size={14} aria-hidden="true" /> Add registries
            </button>
            {hot.map(({ name, pool, state, hotNodeP95, limit }) => (
              <button key={name} type="button" className="control" onClick={() => onAdd(name)}>
                <StateShape state={state} size={10} />
                From {name}
                <span className="text-ink-soft">
                  {pool} {formatCpu(hotNodeP95)} of {limit}
                </span>
              </button>
            ))}
          </>
        }
      >
        <p>
          Pick registries, send them to another stamp of the region or to one that does not exist yet, and see
          before and after side by side: what the source gains, what the destination has left under its limit,
          and who else is there. Nothing is moved by it, and the address of the page holds all that you asked:
          send it to someone.
        </p>
      </EmptyState>
    </section>
  );
}

const SHOWN = 3;

/** The pool of each stamp that is furthest over its limit, where one is. */
function hottest(stamps: readonly Destination[]) {
  return hottestFirst(stamps)
    .filter((stamp) => excessOf(stamp) > 0)
    .slice(0, SHOWN)
    .flatMap((stamp) => {
      const worst = stamp.pools.find(
        ({ hotNodeP95, limit }) => hotNodeP95 !== null && hotNodeP95 - limit === excessOf(stamp),
      );
      return worst === undefined ? [] : [{ name: stamp.name, ...worst }];
    });
}
