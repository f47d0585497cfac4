"use client";

import { formatCpu, formatFixed, formatInterval, NO_VALUE } from "#lib/charts/index.ts";
import type { PlanAssessment } from "#lib/planning/planAssessment.ts";
import { Panel } from "../../../../_components/Panel.tsx";
import { Stat } from "../../../../_components/Stat.tsx";
import { PoolLink } from "../../../../_components/scope/PoolLink.tsx";
import { APPROVAL_WORDS, countOf, describeBroken, describeCaution } from "../../planWords.ts";
import { TierBadge } from "../../TierBadge.tsx";
import type { SavedDraft } from "./editorState.ts";

interface AssessmentPanelProps {
  readonly saved: SavedDraft;
  /** It is of a draft before the last edits. */
  readonly isOld: boolean;
}

/** What the plan comes to as it was last saved. */
export function AssessmentPanel({ saved, isOld }: AssessmentPanelProps) {
  const { assessment } = saved;
  const { tier, excess, broken, doubts } = assessment;
  return (
    <Panel
      title="What it comes to"
      note={
        isOld ? "of the last saved revision; your edits are worked out next" : `revision ${saved.revision}`
      }
    >
      <div
        className={`flex flex-col gap-3 transition-opacity ${isOld ? "opacity-60" : ""}`}
        aria-busy={isOld}
      >
        <dl className="grid grid-cols-2 gap-3">
          <Stat
            label="Tier"
            value={<TierBadge tier={tier} />}
            note={tier === null ? "nothing moves" : `needs ${APPROVAL_WORDS[tier]}`}
          />
          <Stat
            label="Excess over the limits"
            value={`${formatFixed(excess.before, 1)} → ${excess.after === null ? NO_VALUE : formatFixed(excess.after, 1)}`}
            note="points of P95, all pools of the region"
          />
        </dl>
        <p className={broken === null ? "" : "font-medium"}>
          {broken === null
            ? "Every step of it is safe: none makes anything worse."
            : `Phase ${broken.phase} breaks when ${broken.registry} moves: ${describeBroken(broken)}.`}
        </p>
        {doubts.length > 0 && (
          <p className="font-medium">
            {countOf(doubts.length, "thing stands", "things stand")} against submitting it: see the moves.
          </p>
        )}
        <p className="text-ink-soft">{describeCaution(assessment.caution)}</p>
        <Pools pools={assessment.pools} />
        {assessment.notes.map((note) => (
          <p key={JSON.stringify(note)} className="text-ink-soft">
            {note.detail}
          </p>
        ))}
      </div>
    </Panel>
  );
}

function Pools({ pools }: Pick<PlanAssessment, "pools">) {
  if (pools.length === 0) return null;
  return (
    <section
      aria-label="Pools that change"
      className="max-xl:max-h-64 max-xl:overflow-y-auto"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
      tabIndex={0}
    >
      <table className="w-full text-left">
        <caption className="sr-only">
          Hot-node P95 of the pools that change, before and after the plan
        </caption>
        <thead className="text-xs text-ink-soft">
          <tr>
            <th className="py-1 font-normal">Stamp, pool</th>
            <th className="px-2 py-1 text-right font-normal">P95</th>
            <th className="py-1 text-right font-normal">after</th>
          </tr>
        </thead>
        <tbody>
          {pools.map(({ stamp, pool, before, after, limit }) => {
            const isOver = (after.interval?.high ?? after.hotNodeP95 ?? 0) > limit;
            return (
              <tr key={`${stamp} ${pool}`} className="border-t border-line">
                <th scope="row" className="py-1 font-normal">
                  <PoolLink stamp={stamp} pool={pool} />
                </th>
                <td className="px-2 py-1 text-right align-top whitespace-nowrap text-ink-soft">
                  {formatCpu(before.hotNodeP95)}
                </td>
                <td
                  className={`py-1 text-right align-top whitespace-nowrap ${isOver ? "font-semibold" : ""}`}
                  title={`Limit ${limit} %`}
                >
                  {afterText(after)}
                  {isOver && <span className="block text-2xs font-normal text-ink-soft">over {limit}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** With its interval, where that is wide enough to be seen. */
function afterText({ hotNodeP95, interval }: PlanAssessment["pools"][number]["after"]): string {
  const isWide = interval !== null && formatFixed(interval.low, 0) !== formatFixed(interval.high, 0);
  return hotNodeP95 === null || !isWide
    ? formatCpu(hotNodeP95)
    : formatInterval(hotNodeP95, interval.low, interval.high);
}
