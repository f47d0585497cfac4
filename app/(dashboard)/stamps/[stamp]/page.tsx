import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { Suspense } from "react";
import { findStampName } from "#lib/hotness/series/queries.ts";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { stampHref } from "../../../_components/scope/hrefs.ts";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../../_components/scope/scope.ts";
import { loadStampContribution } from "../../contribution/loadContribution.ts";
import { ContributionSkeleton, ContributionSlot, JudgedHotWords } from "./ContributionSlot.tsx";
import { HotWords } from "./HotWords.tsx";
import { loadStampPage } from "./loadStamp.ts";
import { notHotWords } from "./notHotWords.ts";
import { StampScreen } from "./StampScreen.tsx";
import { loadStampParameters } from "./stampParameters.ts";

interface StampPageProps {
  readonly params: Promise<{ stamp: string }>;
  readonly searchParams: SearchParameters;
}

export async function generateMetadata({ params }: StampPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).stamp) };
}

export default async function StampPage({ params, searchParams }: StampPageProps) {
  const asked = decodeURIComponent((await params).stamp);
  const address = await pageAddress(stampHref(asked), searchParams);
  const caller = await requirePageCaller("viewer", address);
  if (caller === null) return <NotAllowed needed="viewer" />;
  const name = await findStampName(await pageApp(), asked);
  if (name === null) notFound();
  // The old name goes on working, and the address says what it is called now.
  if (name !== asked) redirect(await pageAddress(stampHref(name), searchParams));
  const { pool } = loadStampParameters(await searchParams);
  const { range } = await loadScope(searchParams);
  const view = await loadStampPage({ stamp: name, pool, range });
  if (view === null) notFound();
  const contribution = loadStampContribution({ stamp: name, pool, range });
  const words = { reasons: view.reasons, otherwise: notHotWords(view) };
  return (
    <StampScreen
      view={view}
      pool={pool}
      hotWords={
        <Suspense fallback={<HotWords {...words} />}>
          <JudgedHotWords contribution={contribution} {...words} />
        </Suspense>
      }
      contribution={
        <Suspense fallback={<ContributionSkeleton />}>
          <ContributionSlot contribution={contribution} pool={pool} />
        </Suspense>
      }
    />
  );
}
