import type { TimeRange } from "#lib/charts/index.ts";
import { readJudgedTenant } from "#lib/contribution/tenant/queries.ts";
import { findThing } from "#lib/fleet/naming/thing/commands.ts";
import { pageApp } from "#lib/http/page.ts";
import { windowRequestOf } from "../../../_components/scope/windowRequest.ts";
import { type TenantView, tenantView } from "./tenantView.ts";

/** Its present name; null when there is no tenant of that name. */
export async function findTenantName(name: string): Promise<string | null> {
  return (await findThing((await pageApp()).database.prisma, "tenant", name))?.name ?? null;
}

/** Everything that the page of a tenant shows; null when there is none of that name. */
export async function loadTenantPage(tenant: string, range: TimeRange): Promise<TenantView | null> {
  const context = await pageApp();
  const nowMs = context.clock();
  const judged = await readJudgedTenant(context, { tenant, request: windowRequestOf(range), nowMs });
  return judged.ok ? tenantView(judged.value, nowMs) : null;
}
