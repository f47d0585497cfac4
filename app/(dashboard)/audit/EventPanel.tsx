import { Fragment } from "react";
import type { AuditRecord } from "#lib/audit/index.ts";
import { Panel } from "../../_components/Panel.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { auditHref, thingHistoryHref } from "./auditFilter.ts";
import type { AuditParameters } from "./auditParameters.ts";
import { describeContext } from "./describeContext.ts";
import { labelOfPath, pairFacts } from "./diffFacts.ts";
import { EventDeed } from "./EventRow.tsx";

interface EventPanelProps {
  readonly event: AuditRecord;
  readonly parameters: AuditParameters;
  readonly now: number;
}

/** One event, whole: every fact before and after as it is stored, and the ways on from it. */
export function EventPanel({ event, parameters, now }: EventPanelProps) {
  const facts = pairFacts(event.before, event.after);
  return (
    <Panel
      title={`Event ${event.id}`}
      controls={
        <ScopedLink href={auditHref(parameters, { event: "" })} scroll={false} className="control">
          Close
        </ScopedLink>
      }
    >
      <div className="flex flex-col gap-4">
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1">
          <dt className="text-ink-soft">When</dt>
          <dd>{event.at.replace("T", " ").replace("Z", " UTC")}</dd>
          <dt className="text-ink-soft">Who</dt>
          <dd className="break-words">
            {event.actor}, {event.actorRole}
          </dd>
          <dt className="text-ink-soft">What</dt>
          <dd>
            <EventDeed event={event} />
            <span className="font-mono text-xs text-ink-soft">{event.action}</span>
          </dd>
          <dt className="text-ink-soft">Why</dt>
          <dd className="break-words">
            {event.reason ?? <span className="text-ink-soft">no reason given</span>}
          </dd>
          {describeContext(event.context, now).map(({ label, text }) => (
            <Fragment key={label}>
              <dt className="text-ink-soft">{label}</dt>
              <dd className="break-words">{text}</dd>
            </Fragment>
          ))}
          <dt className="text-ink-soft">Hash</dt>
          <dd className="font-mono text-xs break-all">{event.hash}</dd>
          <dt className="text-ink-soft">Follows</dt>
          <dd className="font-mono text-xs break-all">{event.previousHash}</dd>
        </dl>
        {facts.length > 0 && <FactTable event={event} />}
        <p className="flex flex-wrap gap-x-6 gap-y-1">
          <ScopedLink href={thingHistoryHref(event.thing, event.thingName)} className="text-link">
            The history of {event.thingName === "" ? `every ${event.thing}` : event.thingName}
          </ScopedLink>
          {event.requestId !== null && (
            <ScopedLink
              href={`/audit?${new URLSearchParams({ request: event.requestId })}`}
              className="text-link"
            >
              All that its request did
            </ScopedLink>
          )}
        </p>
      </div>
    </Panel>
  );
}

const FACTS_AT_MOST = 200;

function FactTable({ event }: { event: AuditRecord }) {
  const facts = pairFacts(event.before, event.after);
  return (
    <section
      className="overflow-x-auto"
      aria-label="Facts before and after"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
      tabIndex={0}
    >
      <table className="w-full max-w-4xl text-left">
        <thead className="text-xs text-ink-soft">
          <tr>
            <th scope="col" className="border-b border-line py-1 pr-4 font-medium">
              Fact
            </th>
            <th scope="col" className="border-b border-line py-1 pr-4 font-medium">
              Before
            </th>
            <th scope="col" className="border-b border-line py-1 font-medium">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {facts.slice(0, FACTS_AT_MOST).map((fact) => (
            <tr key={fact.path} className={fact.isChanged ? "" : "text-ink-faint"}>
              <th scope="row" className="border-b border-line/60 py-1 pr-4 font-normal" title={fact.path}>
                {fact.path === "" ? "value" : labelOfPath(fact.path)}
              </th>
              <td className="border-b border-line/60 py-1 pr-4 font-mono text-xs break-all">
                {fact.before ?? "–"}
              </td>
              <td
                className={`border-b border-line/60 py-1 font-mono text-xs break-all ${fact.isChanged ? "font-semibold" : ""}`}
              >
                {fact.after ?? "–"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {facts.length > FACTS_AT_MOST && (
        <p className="pt-1 text-ink-soft">
          The first {FACTS_AT_MOST} of {facts.length} facts; all of them are in the CSV and the API.
        </p>
      )}
    </section>
  );
}
