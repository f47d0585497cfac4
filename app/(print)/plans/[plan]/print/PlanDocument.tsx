import { formatUtcDateTime, formatUtcWindow } from "#lib/charts/index.ts";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { planHref } from "../../../../_components/scope/hrefs.ts";
import { windowOf } from "../../../../(dashboard)/plans/[plan]/planWindow.ts";
import { limitsText, modelsText, newStampsText } from "../../../../(dashboard)/plans/[plan]/snapshotWords.ts";
import { describePlan, describeWait } from "../../../../(dashboard)/plans/describePlan.ts";
import { APPROVAL_WORDS, SOURCE_WORDS, STATE_WORDS } from "../../../../(dashboard)/plans/planWords.ts";
import { DocumentPart } from "./DocumentTable.tsx";
import { Moves, Phases, Pools, Reverse } from "./PlanTables.tsx";
import { Risks, Signatures, Why } from "./PlanWords.tsx";
import { PrintBar } from "./PrintBar.tsx";

interface PlanDocumentProps {
  readonly plan: PlanAnswer;
  readonly printedMs: number;
}

/** Everything that an approver signs: who, what, why, on what, when, what may go wrong, and the way back. */
export function PlanDocument({ plan, printedMs }: PlanDocumentProps) {
  const { content, assessment } = plan;
  return (
    <main className="min-h-dvh bg-white text-black" style={{ colorScheme: "light" }}>
      <article className="mx-auto max-w-[210mm] px-4 py-6 text-sm print:max-w-none print:p-0">
        <PrintBar backHref={planHref(plan.id, plan.version)} />
        <header className="flex flex-col gap-1">
          <p className="text-xs">
            Ballast · plan {plan.id}, version {plan.version}, revision {plan.revision} · printed{" "}
            {formatUtcDateTime(printedMs, printedMs)} UTC
          </p>
          <h1 className="text-xl font-semibold">{plan.name}</h1>
          <p className="text-base">{describePlan(plan)}</p>
          <p className="font-semibold">{describeWait(plan, printedMs)}</p>
        </header>
        <DocumentPart title="1 Who and what">
          <Facts plan={plan} printedMs={printedMs} />
        </DocumentPart>
        <DocumentPart title="2 Why">
          <Why plan={plan} />
        </DocumentPart>
        <DocumentPart title="3 Phases, blast radius and schedule">
          <Phases plan={plan} printedMs={printedMs} />
        </DocumentPart>
        <DocumentPart title="4 Moves, in running order">
          <Moves plan={plan} />
        </DocumentPart>
        <DocumentPart title="5 Pools before and after">
          <Pools plan={plan} />
        </DocumentPart>
        <DocumentPart title="6 Risks">
          <Risks plan={plan} />
        </DocumentPart>
        <DocumentPart title="7 The way back">
          <Reverse plan={plan} />
        </DocumentPart>
        <DocumentPart title="8 Made from">
          <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
            <Fact name="Hours" text={hoursOf(plan, printedMs)} />
            <Fact name="Limits" text={limitsText(plan)} />
            {content.newStamps.length > 0 && <Fact name="To be created" text={newStampsText(content)} />}
            <Fact name="Load models" text={modelsText(assessment.snapshot.models)} />
            <Fact name="Homes" text={`SHA-256 ${assessment.snapshot.homesDigest}`} />
          </dl>
        </DocumentPart>
        <DocumentPart title="9 Signed">
          <Signatures tier={assessment.tier} />
        </DocumentPart>
      </article>
    </main>
  );
}

function Facts({ plan, printedMs }: PlanDocumentProps) {
  const at = (iso: string) => `${formatUtcDateTime(Date.parse(iso), printedMs)} UTC`;
  const { tier } = plan.assessment;
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1">
      <Fact name="State" text={STATE_WORDS[plan.state]} />
      <Fact
        name="Author"
        text={`${plan.versionAuthor}, ${SOURCE_WORDS[plan.content.source.kind]}; saved ${at(plan.savedAt)} by ${plan.savedBy}`}
      />
      <Fact name="Region" text={plan.region} />
      <Fact
        name="Blast radius"
        text={
          tier === null
            ? "nothing moves"
            : `${tier.toUpperCase()}: needs ${APPROVAL_WORDS[tier]}, never its author`
        }
      />
      <Fact name="Can be started until" text={at(plan.expiresAt)} />
    </dl>
  );
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt className="font-semibold">{name}</dt>
      <dd className="min-w-0 break-words">{text}</dd>
    </>
  );
}

function hoursOf({ assessment }: PlanAnswer, now: number): string {
  const { fromMinute, toMinute } = windowOf(assessment.window);
  return formatUtcWindow(fromMinute, toMinute, now);
}
