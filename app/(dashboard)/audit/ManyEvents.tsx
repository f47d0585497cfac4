import { ChevronRight } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import type { AuditRecord } from "#lib/audit/index.ts";
import { Time } from "../../_components/Time.tsx";
import { describeMany } from "./describeEvent.ts";
import { Who } from "./EventRow.tsx";
import type { ActionCount } from "./groupEvents.ts";

interface ManyEventsProps {
  readonly events: readonly AuditRecord[];
  readonly counts: readonly ActionCount[];
  readonly now: number;
  readonly children: (event: AuditRecord) => ReactNode;
}

/** What one request did to many things: one line that opens. */
export function ManyEvents({ events, counts, now, children }: ManyEventsProps) {
  const [newest, oldest] = [events[0], events.at(-1)];
  if (newest === undefined || oldest === undefined) return null;
  return (
    <details className="group">
      <summary className="grid list-none gap-x-4 px-4 py-2 -outline-offset-2 hover:bg-hover sm:grid-cols-[6.5rem_9rem_minmax(0,1fr)_auto] [&::-webkit-details-marker]:hidden">
        <span className="text-ink-soft">
          <Time at={Date.parse(newest.at)} now={now} format="second" />
        </span>
        <Who actor={newest.actor} role={newest.actorRole} />
        <span>
          <ChevronRight
            size={14}
            aria-hidden="true"
            className="mr-1 inline-block align-[-2px] transition-transform group-open:rotate-90"
          />
          at once: {counts.map(({ action, count }) => describeMany(action, count)).join(", ")}
        </span>
        <span className="text-ink-soft">
          #{newest.id}–#{oldest.id}
        </span>
      </summary>
      <div className="divide-y divide-line/60 border-t border-line/60 bg-sunken/50">
        {events.map((event) => (
          <Fragment key={event.id}>{children(event)}</Fragment>
        ))}
      </div>
    </details>
  );
}
