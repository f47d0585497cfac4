import type { Metadata } from "next";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../_components/NotAllowed.tsx";
import { pageAddress } from "../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../_components/scope/scope.ts";
import { loadSettingsPage } from "./loadSettings.ts";
import { SettingsScreen } from "./SettingsScreen.tsx";
import { loadSettingsParameters } from "./settingsParameters.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/settings", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const [view, parameters] = await Promise.all([
    loadSettingsPage(caller),
    loadSettingsParameters(searchParams),
  ]);
  return <SettingsScreen view={view} openHistory={parameters.history} />;
}
