import { countOpenAlerts } from "#lib/alerts/index.ts";
import { authorize } from "#lib/auth/index.ts";
import { readDemoFrame } from "#lib/demo/frame/queries.ts";
import { getFreeze } from "#lib/fleet/index.ts";
import { pageApp, pageCaller } from "#lib/http/page.ts";
import type { Frame } from "../_components/frame/AppShell.tsx";

/**
 * What the rail and the header line show; null when nobody is signed in. Who may see a page is asked by the page itself
 * (`requirePageCaller`), which also knows where to come back to.
 */
export async function loadFrame(): Promise<Frame | null> {
  const caller = await pageCaller();
  if (caller === null) return null;
  const { database, clock, clockAhead, shape: keeper } = await pageApp();
  const [shape, freeze, demo, alerts] = await Promise.all([
    keeper.current(),
    getFreeze(database.prisma),
    readDemoFrame(database.prisma, caller),
    countOpenAlerts(database.prisma, clock()),
  ]);
  return {
    regions: shape.regions.map((region) => region.name),
    freeze: { ...freeze, history: [] },
    alerts,
    person: {
      name: caller.actor,
      role: caller.role,
      canFreeze: authorize(caller.role, "operator"),
      // It is the whole fleet that is frozen: who is limited to regions may stop it, and not set it going.
      canLift: authorize(caller.role, "approver") && caller.regions === null,
    },
    demo: demo && { ...demo, aheadMs: clockAhead.ms },
    readMs: clock(),
  };
}
