import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { authorize } from "#lib/auth/index.ts";
import { findStampName } from "#lib/hotness/series/queries.ts";
import { pageApp, pageCaller } from "#lib/http/page.ts";

interface StampLayoutProps {
  readonly params: Promise<{ stamp: string }>;
  readonly children: ReactNode;
}

/**
 * Says 404 before anything is sent: the page itself stands behind its skeleton, when it is too late for a status. Who may
 * see the page is asked by the page; to anybody else this tells nothing.
 */
export default async function StampLayout({ params, children }: StampLayoutProps) {
  const caller = await pageCaller();
  if (caller !== null && authorize(caller.role, "viewer")) {
    const name = await findStampName(await pageApp(), decodeURIComponent((await params).stamp));
    if (name === null) notFound();
  }
  return children;
}
