"use client";

import { formatCount } from "#lib/charts/index.ts";
import { Notice } from "../../_components/Notice.tsx";
import { describeFlags } from "./describeOutcome.ts";
import type { ScenarioOutcome } from "./whatIfView.ts";

/** What has to be known beside the numbers: refusals first, then what is urgent; the rest when it is asked for. */
export function MindNotice({ outcome }: { outcome: ScenarioOutcome }) {
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
