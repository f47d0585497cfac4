import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { findStampName } from "#lib/hotness/series/queries.ts";
import { appContext } from "#lib/http/appContext.ts";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { stampHref } from "../../../_components/scope/hrefs.ts";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../../_components/scope/scope.ts";
import { loadStampPage } from "./loadStamp.ts";
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
  const name = await findStampName(appContext(), asked);
  if (name === null) notFound();
  // The old name goes on working, and the address says what it is called now.
  if (name !== asked) redirect(await pageAddress(stampHref(name), searchParams));
  const { pool } = loadStampParameters(await searchParams);
  const { range } = await loadScope(searchParams);
  const view = await loadStampPage({ stamp: name, pool, range });
  if (view === null) notFound();
  return <StampScreen view={view} pool={pool} />;
}
