"use client";

import { formatCpu } from "#lib/charts/index.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { stampHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { describeReasons } from "../../stamps/describeReasons.ts";
import { VerdictHead } from "../../what-if/VerdictHead.tsx";
import type { PlanView } from "./planView.ts";

type Content = PlanView["plan"]["content"];

interface WhyPanelProps {
  readonly content: Pick<Content, "triggers" | "verdicts">;
  /** What is to be said where nothing is named as a trigger. */
  readonly untriggered: string;
}

/** What asks for the plan, and what was judged to help. */
export function WhyPanel({ content, untriggered }: WhyPanelProps) {
  const { triggers, verdicts } = content;
  return (
    <Panel title="Why" note="what made the stamps hot in these hours, and what would help each">
      <div className="flex flex-col gap-4">
        {triggers.length === 0 ? (
          <p>{untriggered}</p>
        ) : (
          <ul className="flex list-disc flex-col gap-1.5 pl-4 marker:text-ink-faint">
            {triggers.map(({ stamp, pool, kind, because }) => (
              <li key={`${stamp} ${pool ?? ""} ${kind} ${because}`}>
                <ScopedLink href={stampHref(stamp, pool ?? undefined)} className="name-link">
                  {stamp}
                </ScopedLink>
                {because.startsWith(`${stamp} `) ? because.slice(stamp.length) : `: ${because}`}
              </li>
            ))}
          </ul>
        )}
        {verdicts.length > 0 && (
          <ul className="flex flex-col divide-y divide-line border-t border-line">
            {verdicts.map((verdict) => (
              <li key={verdict.stamp} className="flex flex-col gap-1 py-3 last:pb-0">
                <Verdict verdict={verdict} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

function Verdict({ verdict }: { verdict: Content["verdicts"][number] }) {
  const { evidence } = verdict;
  return (
    <>
      <VerdictHead verdict={verdict} />
      <p className="text-ink-soft">
        {evidence.reasons.length > 0 && <>It is hot: {describeReasons(evidence.reasons)}.</>}
        {evidence.pool !== null && evidence.before !== null && (
          <>
            {" "}
            {evidence.pool}: {formatCpu(evidence.before)}, limit {evidence.limit}&nbsp;%.
          </>
        )}
      </p>
    </>
  );
}
