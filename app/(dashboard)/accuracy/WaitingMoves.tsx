import type { AccuracyAnswer } from "#lib/backtest/accuracyAnswer.ts";
import { formatCount } from "#lib/charts/index.ts";
import { Notice } from "../../_components/Notice.tsx";
import { Time } from "../../_components/Time.tsx";

export type Waiting = AccuracyAnswer["waiting"];

/** Moves whose full day after is not over yet. */
export function WaitingMoves({ waiting, readMs }: { waiting: Waiting; readMs: number }) {
  const [latest] = waiting;
  if (latest === undefined) return null;
  const { registries, stamps } = latest;
  const who = registries.length === 1 ? registries[0] : `${formatCount(registries.length)} registries`;
  const others = waiting.length - 1;
  return (
    <Notice tone="information">
      <p>
        Not measured yet: {who} between {stamps.join(", ")}, moved{" "}
        <Time at={Date.parse(latest.changedAt)} now={readMs} />
        {others > 0 && `, and ${formatCount(others)} earlier`}. A full day after the move has to pass first.
      </p>
    </Notice>
  );
}
