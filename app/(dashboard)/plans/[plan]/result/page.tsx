import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { readPlanResult } from "#lib/execution/result/queries.ts";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../../../_components/scope/scope.ts";
import { loadVersion } from "../loadRun.ts";
import { PlanSubheading } from "../PlanSubheading.tsx";
import { describeResult } from "./describeResult.ts";
import { NotYet } from "./NotYet.tsx";
import { ResultScreen } from "./ResultScreen.tsx";

export const metadata: Metadata = { title: "Measured result" };

interface ResultPageProps {
  readonly params: Promise<{ plan: string }>;
  readonly searchParams: SearchParameters;
}

export default async function ResultPage({ params, searchParams }: ResultPageProps) {
  const { plan: id } = await params;
  const caller = await requirePageCaller(
    "viewer",
    await pageAddress(`/plans/${encodeURIComponent(id)}/result`, searchParams),
  );
  if (caller === null) return <NotAllowed needed="viewer" />;
  const plan = await loadVersion(id, searchParams);
  if (plan === null) notFound();
  const app = await pageApp();
  const nowMs = app.clock();
  const result = await readPlanResult(app, { id: plan.id, version: plan.version }, nowMs);
  return (
    <div className="flex flex-col gap-4">
      <PlanSubheading
        plan={plan}
        at="result"
        title="Result"
        summary={
          result.ok ? describeResult(result.value) : "What it did, measured, beside what it was to do."
        }
      />
      {result.ok ? (
        <ResultScreen result={result.value} now={nowMs} />
      ) : (
        <NotYet detail={result.error.detail} />
      )}
    </div>
  );
}
