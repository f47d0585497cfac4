import { CircleCheck, CircleHelp, CircleMinus, CircleX, type LucideIcon } from "lucide-react";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import type { GateReading } from "#lib/execution/executionAnswer.ts";
import { type CheckVerdict, QUESTION_WORDS, questionsOf, VERDICT_WORDS } from "./gateReadings.ts";

const ICONS: Readonly<Record<CheckVerdict, LucideIcon>> = {
  pass: CircleCheck,
  fail: CircleX,
  inconclusive: CircleHelp,
  not_applicable: CircleMinus,
};

const VERDICTS: Readonly<Record<GateReading["verdict"], string>> = {
  pass: "passed",
  fail: "failed",
  inconclusive: "inconclusive",
  waiting: "waiting",
};

/** The newest reading of a phase's gate: its verdict, the three questions, and every number that was looked at. */
export function GateReadings({ reading, now }: { reading: GateReading; now: number }) {
  const questions = questionsOf(reading.readings);
  return (
    <div className="flex flex-col gap-1.5">
      <p>
        <span className="font-semibold">
          Gate {VERDICTS[reading.verdict]}
          {reading.isFinal ? "" : reading.verdict === "waiting" ? "" : ", not final"}
        </span>
        <span className="text-ink-soft">, read {formatUtcDateTime(Date.parse(reading.at), now)} UTC: </span>
        {reading.sentence}
      </p>
      <ul className="flex flex-col gap-1">
        {questions.map(({ question, verdict, checks }) => (
          <li key={question}>
            <details open={verdict === "fail" || verdict === "inconclusive"}>
              <summary className="cursor-pointer">
                <Mark verdict={verdict} /> <span className="font-medium">{QUESTION_WORDS[question]}</span>{" "}
                {VERDICT_WORDS[verdict]}
                <span className="text-ink-soft">, {checks.length} looked at</span>
              </summary>
              <ul className="mt-1 flex flex-col gap-0.5 pl-5">
                {checks.map((check) => (
                  <li key={`${check.check} ${check.stamp} ${check.pool} ${check.sentence}`}>
                    <Mark verdict={check.verdict} /> {check.sentence}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Mark({ verdict }: { verdict: CheckVerdict }) {
  const Icon = ICONS[verdict];
  return (
    <Icon
      size={14}
      aria-label={VERDICT_WORDS[verdict]}
      className={`inline-block align-[-2px] ${verdict === "fail" || verdict === "inconclusive" ? "text-ink" : "text-ink-soft"}`}
    />
  );
}
