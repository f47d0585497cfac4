import { planHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";

const TABS = [
  { id: "plan", label: "Plan", path: "" },
  { id: "result", label: "Result", path: "/result" },
  { id: "right-sizing", label: "Right-sizing", path: "/right-sizing" },
] as const;

interface PlanTabsProps {
  readonly plan: { readonly id: number; readonly version: number };
  readonly at: (typeof TABS)[number]["id"];
}

/** The pages of a plan that was submitted: what it is, what it did, and what may follow. */
export function PlanTabs({ plan, at }: PlanTabsProps) {
  return (
    <nav aria-label="Pages of the plan" className="flex gap-1 overflow-x-auto border-b border-line">
      {TABS.map(({ id, label, path }) => (
        <ScopedLink
          key={id}
          href={`${planHref(plan.id)}${path}?version=${plan.version}`}
          aria-current={id === at ? "page" : undefined}
          className={`-mb-px border-b-2 px-3 py-1.5 whitespace-nowrap ${id === at ? "border-accent font-semibold" : "border-transparent text-ink-soft hover:text-ink"}`}
        >
          {label}
        </ScopedLink>
      ))}
    </nav>
  );
}
