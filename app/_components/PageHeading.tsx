import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "./Breadcrumbs.tsx";

interface PageHeadingProps {
  readonly title: ReactNode;
  readonly crumbs?: readonly Crumb[];
  /** One sentence that answers the page's question. */
  readonly summary?: ReactNode;
  readonly actions?: ReactNode;
}

/** The top of a page. */
export function PageHeading({ title, crumbs, summary, actions }: PageHeadingProps) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
      <div className="min-w-0">
        {crumbs !== undefined && <Breadcrumbs crumbs={crumbs} />}
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {summary !== undefined && <p className="max-w-prose text-base text-ink-soft">{summary}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </div>
  );
}
