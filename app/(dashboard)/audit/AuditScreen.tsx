import type { AuditRecord } from "#lib/audit/index.ts";
import { formatCount, formatUtcDay, type TimeRange, timeRangeLabel } from "#lib/charts/index.ts";
import { EmptyState } from "../../_components/EmptyState.tsx";
import { Notice } from "../../_components/Notice.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { AuditFilters } from "./AuditFilters.tsx";
import { auditCsvHref, auditHref, CSV_ROWS, isFiltered } from "./auditFilter.ts";
import type { AuditParameters } from "./auditParameters.ts";
import { EventPanel } from "./EventPanel.tsx";
import { EventRow } from "./EventRow.tsx";
import { type AuditEntry, groupEvents } from "./groupEvents.ts";
import type { AuditView } from "./loadAudit.ts";
import { ManyEvents } from "./ManyEvents.tsx";
import { VerificationPanel } from "./VerificationPanel.tsx";

interface AuditScreenProps {
  readonly view: AuditView;
  readonly parameters: AuditParameters;
  readonly range: TimeRange;
  readonly region: string;
}

/** Who did what, when and why, the newest first. */
export function AuditScreen({ view, parameters, range, region }: AuditScreenProps) {
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Audit"
        summary="Who did what, when and why. An event is written with the change it tells of, or the change does not happen; nothing edits or deletes one."
      />
      <VerificationPanel state={view.verification} now={view.readMs} />
      <AuditFilters names={view.names} />
      {view.opened === "missing" && (
        <Notice tone="warning">
          There is no event {parameters.event}. Numbers are given in order and no event is deleted: it is
          still to come, the address is cut short, or somebody removed it from the database, which verifying
          tells.
        </Notice>
      )}
      {view.opened !== null && view.opened !== "missing" && (
        <EventPanel event={view.opened} parameters={parameters} now={view.readMs} />
      )}
      <Panel
        title="Events"
        note={<EventsNote view={view} parameters={parameters} range={range} region={region} />}
        csvHref={auditCsvHref(parameters, range, view.readMs)}
        isFlush
      >
        {view.events.length === 0 ? (
          <NoEvents isNarrowed={isFiltered(parameters, range)} isOlder={parameters.before !== ""} />
        ) : (
          <EventDays view={view} parameters={parameters} />
        )}
        <Pages view={view} parameters={parameters} />
      </Panel>
    </div>
  );
}

function EventsNote({ view, parameters, range, region }: AuditScreenProps) {
  const { events, olderThan } = view;
  const [newest, oldest] = [events[0]?.id, events.at(-1)?.id];
  const isAll = olderThan === null && parameters.before === "";
  return (
    <>
      {events.length === 1 && `Event #${newest}. `}
      {events.length > 1 &&
        `${formatCount(events.length)} events, #${newest} to #${oldest}, the newest first. `}
      {range.kind === "peak"
        ? "Of all time: the peak window above tells of load and does not narrow this."
        : `Of the time range above: ${timeRangeLabel(range, view.readMs)}.`}
      {region !== "" && " Events are of every region."}
      {!isAll && ` The CSV holds the newest ${formatCount(CSV_ROWS)} events.`}
    </>
  );
}

function EventDays({ view, parameters }: Pick<AuditScreenProps, "view" | "parameters">) {
  const row = (event: AuditRecord) => (
    <EventRow
      event={event}
      now={view.readMs}
      href={auditHref(parameters, { event: event.id })}
      isOpened={event.id === parameters.event}
    />
  );
  return groupEvents(view.events).map(({ dayMs, entries }) => (
    <section key={dayMs} aria-label={formatUtcDay(dayMs)}>
      <h3 className="border-y border-line bg-sunken px-4 py-1 text-xs font-medium text-ink-soft">
        {formatUtcDay(dayMs)} {new Date(dayMs).getUTCFullYear()}
      </h3>
      <ol className="divide-y divide-line/60">
        {entries.map((entry) => (
          <li key={keyOf(entry)}>
            {entry.kind === "one" ? (
              row(entry.event)
            ) : (
              <ManyEvents events={entry.events} counts={entry.counts} now={view.readMs}>
                {row}
              </ManyEvents>
            )}
          </li>
        ))}
      </ol>
    </section>
  ));
}

function keyOf(entry: AuditEntry<AuditRecord>): string {
  return entry.kind === "one" ? entry.event.id : `from ${entry.events[0]?.id}`;
}

function NoEvents({ isNarrowed, isOlder }: { isNarrowed: boolean; isOlder: boolean }) {
  if (isOlder)
    return <EmptyState title="That was all">There is no older event that passes the filters.</EmptyState>;
  if (!isNarrowed)
    return (
      <EmptyState title="Nothing has happened yet">
        <p>Everything that changes the fleet, a setting, a token or a plan is written down here.</p>
      </EmptyState>
    );
  return (
    <EmptyState
      title="No event passes these filters"
      action={
        <ScopedLink href="/audit?window=peak" className="control control-primary">
          Show all events
        </ScopedLink>
      }
    >
      <p>
        All filters but words are by whole names. A time range chosen in the header line narrows this list,
        too.
      </p>
    </EmptyState>
  );
}

function Pages({ view, parameters }: Pick<AuditScreenProps, "view" | "parameters">) {
  if (view.olderThan === null && parameters.before === "") return null;
  return (
    <nav aria-label="Pages of events" className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
      {parameters.before !== "" && (
        <ScopedLink href={auditHref(parameters, { before: "", event: "" })} className="control">
          Newest
        </ScopedLink>
      )}
      {view.olderThan !== null && (
        <ScopedLink
          href={auditHref(parameters, { before: view.olderThan, event: "" })}
          className="control"
          rel="next"
        >
          Older
        </ScopedLink>
      )}
    </nav>
  );
}
