import type { Metadata } from "next";
import { authorize } from "#lib/auth/index.ts";
import { controlPlaneOf, env } from "#lib/env.ts";
import { pageApp, requirePageCaller } from "#lib/http/page.ts";
import { listControlRequests } from "#lib/outgoing/index.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import type { SearchParameters } from "../../../_components/scope/scope.ts";
import { ControlScreen } from "./ControlScreen.tsx";

export const metadata: Metadata = { title: "Control plane" };

export default async function ControlPage({ searchParams }: { searchParams: SearchParameters }) {
  const caller = await requirePageCaller("viewer", await pageAddress("/plans/control", searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const { database, clock } = await pageApp();
  const asked = { plan: null, control: controlPlaneOf(env()) };
  const control = await listControlRequests(database.prisma, asked);
  return <ControlScreen {...{ control }} mayAsk={authorize(caller.role, "operator")} readMs={clock()} />;
}
