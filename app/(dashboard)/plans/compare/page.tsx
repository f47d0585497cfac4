import type { Metadata } from "next";
import { createLoader, parseAsString } from "nuqs/server";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../../_components/scope/scope.ts";
import { CompareScreen } from "./CompareScreen.tsx";
import { loadComparePage } from "./loadCompare.ts";

export const metadata: Metadata = { title: "Compare plans" };

const loadSides = createLoader({ left: parseAsString, right: parseAsString });

export default async function ComparePage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/plans/compare", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  return <CompareScreen view={await loadComparePage(loadSides(await searchParams))} />;
}
