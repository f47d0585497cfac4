import type { Metadata } from "next";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { getWeeklyReport } from "#lib/reports/index.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { Notice } from "../../../_components/Notice.tsx";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../../_components/scope/scope.ts";
import { WeeklyScreen } from "./WeeklyScreen.tsx";

export const metadata: Metadata = { title: "Weekly report" };

export default async function WeeklyReportPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/reports/weekly", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const { region } = await loadScope(searchParams);
  const { week } = await searchParams;
  const context = await pageApp();
  const nowMs = context.clock();
  const asked = {
    ...(typeof week === "string" && week !== "" && { week }),
    ...(region !== "" && { region }),
  };
  const report = await getWeeklyReport(context, asked, nowMs);
  if (report.ok) return <WeeklyScreen report={report.value} nowMs={nowMs} />;
  return (
    <div className="flex flex-col gap-4">
      <PageHeading title="Weekly report" />
      <Notice tone="error">{report.error.detail}</Notice>
    </div>
  );
}
