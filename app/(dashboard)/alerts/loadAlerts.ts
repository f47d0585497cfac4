import { listAlerts, listRules } from "#lib/alerts/index.ts";
import { authorize, type Caller } from "#lib/auth/index.ts";
import { pageApp } from "#lib/http/page.ts";
import { listChannels } from "#lib/outgoing/index.ts";
import { sealKey } from "../../outgoingSource.ts";
import type { AlertsView } from "./alertsView.ts";

const SHOWN_OPEN = 500;
const SHOWN_PAST = 200;

/** Everything the page shows; of one region, or of all where it is empty. */
export async function loadAlertsPage(region: string, caller: Caller): Promise<AlertsView> {
  const { database, clock, shape } = await pageApp();
  const db = database.prisma;
  const within = region === "" ? {} : { region };
  const [open, past, { rules }, outgoing, { regions, pools }] = await Promise.all([
    listAlerts(db, { ...within, state: "open", limit: SHOWN_OPEN }),
    listAlerts(db, { ...within, state: "cleared", limit: SHOWN_PAST }),
    listRules(db),
    listChannels(db, { nowMs: clock(), sealKey: sealKey() }),
    shape.current(),
  ]);
  return {
    region,
    open: open.alerts,
    hasMoreOpen: open.nextCursor !== null,
    past: past.alerts,
    hasMorePast: past.nextCursor !== null,
    rules,
    channels: outgoing.channels,
    areSecretsSealed: outgoing.areSecretsSealed,
    regions: regions.map(({ name }) => name),
    poolKinds: [...new Set(pools.map(({ kind }) => kind))].toSorted(),
    mayAct: authorize(caller.role, "operator"),
    mayChange: authorize(caller.role, "admin"),
    nowMs: clock(),
  };
}
