import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { authorize } from "#lib/auth/index.ts";
import { pageCaller } from "#lib/http/page.ts";
import { findRegistry } from "./loadRegistry.ts";

interface RegistryLayoutProps {
  readonly params: Promise<{ registry: string }>;
  readonly children: ReactNode;
}

/**
 * Says 404 before anything is sent: the page itself stands behind its skeleton, when it is too late for a status. Who may
 * see the page is asked by the page; to anybody else this tells nothing.
 */
export default async function RegistryLayout({ params, children }: RegistryLayoutProps) {
  const caller = await pageCaller();
  if (caller !== null && authorize(caller.role, "viewer")) {
    if ((await findRegistry(decodeURIComponent((await params).registry))) === null) notFound();
  }
  return children;
}
