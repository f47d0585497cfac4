import type { Metadata } from "next";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../_components/NotAllowed.tsx";
import { pageAddress } from "../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../_components/scope/scope.ts";
import { ChooseRegion } from "./ChooseRegion.tsx";
import { loadWhatIfPage } from "./loadWhatIf.ts";
import { WhatIfScreen } from "./WhatIfScreen.tsx";
import { loadWhatIfParameters } from "./whatIfParameters.ts";

export const metadata: Metadata = { title: "What if" };

export default async function WhatIfPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/what-if", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const scope = await loadScope(searchParams);
  const { a, b } = loadWhatIfParameters(await searchParams);
  const view = await loadWhatIfPage({ ...scope, a, b });
  if (!("region" in view)) return <ChooseRegion regions={view.regions} asked={scope.region} />;
  return <WhatIfScreen view={view} />;
}
