import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

type NoticeTone = "information" | "warning" | "error";
const ICONS = { information: Info, warning: TriangleAlert, error: CircleAlert };

/** A sentence across the page: stale data, a part that failed. Says what happened and what to do. */
export function Notice({ tone, children }: { tone: NoticeTone; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className="flex items-start gap-2.5 rounded-md border border-line-strong bg-surface px-3 py-2 text-base"
    >
      <Icon aria-hidden="true" size={16} className="mt-[3px] shrink-0" />
      <div className="min-w-0">{children}</div>
    </div>
  );
}
