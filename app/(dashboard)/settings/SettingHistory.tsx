import { formatUtcDay } from "#lib/charts/index.ts";
import type { SettingKey } from "#lib/fleet/settings.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { auditHref, EVERY_EVENT } from "../audit/auditFilter.ts";
import { EventRow } from "../audit/EventRow.tsx";
import { groupEvents } from "../audit/groupEvents.ts";
import type { SettingsPageView } from "./loadSettings.ts";

/** Every change of one setting, in all of its scopes, the newest first. */
export function SettingHistory({ settingKey, view }: { settingKey: SettingKey; view: SettingsPageView }) {
  const events = view.history.filter(
    ({ thingName }) => thingName === settingKey || thingName.startsWith(`${settingKey} `),
  );
  return (
    <div className="mt-3 overflow-hidden rounded-md border border-line">
      {events.length === 0 ? (
        <p className="px-4 py-3 text-ink-soft">
          {view.isHistoryWhole
            ? "Never changed: it has had its default all along."
            : "Not changed lately; what was long ago is in the audit."}
        </p>
      ) : (
        groupEvents(events).map(({ dayMs, entries }) => (
          <section key={dayMs} aria-label={formatUtcDay(dayMs)}>
            <h4 className="border-b border-line bg-sunken px-4 py-1 text-xs font-medium text-ink-soft">
              {formatUtcDay(dayMs)} {new Date(dayMs).getUTCFullYear()}
            </h4>
            <ol className="divide-y divide-line/60">
              {entries.flatMap((entry) =>
                (entry.kind === "one" ? [entry.event] : entry.events).map((event) => (
                  <li key={event.id}>
                    <EventRow
                      event={event}
                      now={view.readMs}
                      href={auditHref(EVERY_SETTING, { event: event.id })}
                      isOpened={false}
                    />
                  </li>
                )),
              )}
            </ol>
          </section>
        ))
      )}
      <p className="border-t border-line bg-sunken px-4 py-1 text-xs">
        <ScopedLink href={auditHref(EVERY_SETTING, {})} className="text-link">
          Changes of every setting in the audit
        </ScopedLink>
      </p>
    </div>
  );
}

const EVERY_SETTING = { ...EVERY_EVENT, thing: "setting" };
