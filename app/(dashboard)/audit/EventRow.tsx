import type { AuditRecord } from "#lib/audit/index.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { Time } from "../../_components/Time.tsx";
import { describeEvent } from "./describeEvent.ts";
import { EventFacts } from "./EventFacts.tsx";

interface EventRowProps {
  readonly event: AuditRecord;
  readonly now: number;
  /** Where the event is shown whole. */
  readonly href: string;
  readonly isOpened: boolean;
}

/** When, who, what, what changed and why: one event of the list. */
export function EventRow({ event, now, href, isOpened }: EventRowProps) {
  return (
    <div
      className={`grid gap-x-4 gap-y-0.5 px-4 py-2 sm:grid-cols-[6.5rem_9rem_minmax(0,1fr)_auto] ${isOpened ? "bg-accent-soft" : ""}`}
    >
      <div className="text-ink-soft max-sm:flex max-sm:justify-between">
        <Time at={Date.parse(event.at)} now={now} format="second" />
        <EventLink id={event.id} href={href} className="sm:hidden" />
      </div>
      <Who actor={event.actor} role={event.actorRole} />
      <div className="flex min-w-0 flex-col gap-0.5">
        <EventDeed event={event} />
        <EventFacts
          before={event.before}
          after={event.after}
          isValue={event.thing === "setting"}
          skipsZero={event.action === "inventory.put"}
        />
        {event.reason !== null && <p className="max-w-[90ch] break-words text-ink-soft">“{event.reason}”</p>}
      </div>
      <EventLink id={event.id} href={href} className="max-sm:hidden" />
    </div>
  );
}

/** `changed the setting limitP95 in westus`, the name a link where there is a page of it. */
export function EventDeed({ event }: { event: AuditRecord }) {
  const { deed, name, href } = describeEvent(event);
  return (
    <p className="min-w-0 break-words">
      {deed}{" "}
      {href === null ? (
        <span className="font-semibold">{name}</span>
      ) : (
        <ScopedLink href={href} className="name-link">
          {name}
        </ScopedLink>
      )}
    </p>
  );
}

export function Who({ actor, role }: { actor: string; role: string }) {
  return (
    <div className="min-w-0 truncate" title={`${actor}, ${role}`}>
      {actor} <span className="text-ink-soft">{role}</span>
    </div>
  );
}

function EventLink({ id, href, className }: { id: string; href: string; className: string }) {
  return (
    <ScopedLink href={href} className={`text-link ${className}`} title="The whole event, and its address">
      <span className="sr-only">event </span>#{id}
    </ScopedLink>
  );
}
