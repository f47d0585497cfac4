import type { Metadata } from "next";
import { readResults, readWaiting } from "#lib/backtest/queries.ts";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../_components/NotAllowed.tsx";
import { pageAddress } from "../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../_components/scope/scope.ts";
import { AccuracyScreen } from "./AccuracyScreen.tsx";
import { NoAccuracy } from "./NoAccuracy.tsx";

export const metadata: Metadata = { title: "Accuracy" };

export default async function AccuracyPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/accuracy", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const scope = await loadScope(searchParams);
  const region = scope.region || undefined;
  const { database, clock } = await pageApp();
  const readMs = clock();
  const [{ results, left }, waiting] = await Promise.all([
    readResults(database.prisma, { region }),
    readWaiting(database.prisma, region, readMs),
  ]);
  if (results.length === 0) return <NoAccuracy {...{ waiting, readMs }} region={scope.region} />;
  return <AccuracyScreen view={{ results, left, waiting, readMs }} />;
}
