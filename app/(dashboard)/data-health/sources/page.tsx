import type { Metadata } from "next";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { listSources } from "#lib/pull/index.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../../_components/scope/scope.ts";
import { sealKey } from "../../../outgoingSource.ts";
import { SourcesScreen } from "./SourcesScreen.tsx";

export const metadata: Metadata = { title: "Prometheus servers" };

export default async function SourcesPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/data-health/sources", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const { database, shape, clock } = await pageApp();
  const [{ sources, areSecretsSealed }, { regions }] = await Promise.all([
    listSources(database.prisma, sealKey()),
    shape.current(),
  ]);
  return (
    <SourcesScreen
      sources={sources}
      areSecretsSealed={areSecretsSealed}
      regions={regions.map(({ name }) => name)}
      mayChange={caller.role === "admin"}
      nowMs={clock()}
    />
  );
}
