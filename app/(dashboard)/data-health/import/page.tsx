import type { Metadata } from "next";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { listSessions } from "#lib/imports/index.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../../_components/scope/scope.ts";
import { ImportScreen } from "./ImportScreen.tsx";

export const metadata: Metadata = { title: "Import a file" };

export default async function ImportPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("admin", await pageAddress("/data-health/import", searchParams));
  if (caller === null) return <NotAllowed needed="admin" />;
  const { database, shape, clock } = await pageApp();
  const [{ imports }, { regions }] = await Promise.all([
    listSessions(database.prisma, { limit: 10 }),
    shape.current(),
  ]);
  return <ImportScreen recent={imports} regions={regions.map(({ name }) => name)} nowMs={clock()} />;
}
