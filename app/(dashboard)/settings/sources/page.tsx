import type { Metadata } from "next";
import { requirePageCaller } from "#lib/http/page.ts";
import { EmptyState } from "../../../_components/EmptyState.tsx";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../../_components/scope/scope.ts";
import { loadSourcesPage } from "./loadSources.ts";
import { SourcesScreen } from "./SourcesScreen.tsx";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/settings/sources", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  if (caller.regions !== null) return <OfTheWholeFleet />;
  return <SourcesScreen view={await loadSourcesPage(caller)} />;
}

/** Labels name stamps of every region; the API says the same. */
function OfTheWholeFleet() {
  return (
    <>
      <PageHeading title="Sources" crumbs={[{ label: "Settings", href: "/settings" }]} />
      <EmptyState title="Sources are of the whole fleet.">
        What senders send names stamps of every region, and you see some of them. Ask somebody who sees the
        whole fleet what a label means, or to change it.
      </EmptyState>
    </>
  );
}
