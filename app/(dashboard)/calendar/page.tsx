import type { Metadata } from "next";
import { readCalendar } from "#lib/execution/calendar/queries.ts";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../_components/NotAllowed.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { pageAddress } from "../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../_components/scope/scope.ts";
import { CalendarScreen } from "./CalendarScreen.tsx";
import { describeCalendar } from "./describeCalendar.ts";

export const metadata: Metadata = { title: "Calendar" };

export default async function CalendarPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/calendar", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const { region } = await loadScope(searchParams);
  const { database, clock } = await pageApp();
  const nowMs = clock();
  const calendar = await readCalendar(database.prisma, region ? { region } : {}, nowMs);
  return (
    <div className="flex flex-col gap-4">
      <PageHeading title="Calendar" crumbs={[]} summary={describeCalendar(calendar, nowMs)} />
      <CalendarScreen calendar={calendar} now={nowMs} />
    </div>
  );
}
