import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { planHref } from "../../../_components/scope/hrefs.ts";
import { PlanTabs } from "./PlanTabs.tsx";

interface PlanSubheadingProps {
  readonly plan: PlanAnswer;
  readonly at: "result" | "right-sizing";
  readonly title: string;
  readonly summary: string;
}

/** Top of a page under a plan. */
export function PlanSubheading({ plan, at, title, summary }: PlanSubheadingProps) {
  return (
    <div className="flex flex-col gap-2">
      <PageHeading
        title={`${title} of ${plan.name}`}
        crumbs={[
          { label: "Plans", href: "/plans" },
          { label: `Plan ${plan.id}`, href: planHref(plan.id, plan.version) },
          { label: title },
        ]}
        summary={summary}
      />
      <PlanTabs plan={plan} at={at} />
    </div>
  );
}
