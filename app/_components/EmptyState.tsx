import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly title: string;
  /** What belongs here. */
  readonly children: ReactNode;
  /** The one command or click that fills it. */
  readonly action?: ReactNode;
}

/** An empty page or panel teaches: what belongs here, and how it gets here. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-3 px-4 py-10">
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="flex flex-col gap-3 text-base text-ink-soft">{children}</div>
      {action !== undefined && <div className="flex flex-wrap gap-2 pt-1">{action}</div>}
    </div>
  );
}
