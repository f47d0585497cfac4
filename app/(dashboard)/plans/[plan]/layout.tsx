import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { authorize } from "#lib/auth/index.ts";
import { pageCaller } from "#lib/http/page.ts";
import { loadPlan } from "./loadPlan.ts";

interface PlanLayoutProps {
  readonly params: Promise<{ plan: string }>;
  readonly children: ReactNode;
}

/**
 * Says 404 before anything is sent: the page itself stands behind its skeleton, when it is too late for a status. Who may
 * see the page is asked by the page; to anybody else this tells nothing.
 */
export default async function PlanLayout({ params, children }: PlanLayoutProps) {
  const caller = await pageCaller();
  if (caller !== null && authorize(caller.role, "viewer")) {
    if ((await loadPlan((await params).plan, null)) === null) notFound();
  }
  return children;
}
