import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { authorize } from "#lib/auth/index.ts";
import { requirePageCaller } from "#lib/http/page.ts";
import { NotAllowed } from "../../../_components/NotAllowed.tsx";
import { registryHref } from "../../../_components/scope/hrefs.ts";
import { pageAddress } from "../../../_components/scope/pageAddress.ts";
import { loadScope, type SearchParameters } from "../../../_components/scope/scope.ts";
import { findRegistry, loadRegistryPage } from "./loadRegistry.ts";
import { RegistryScreen } from "./RegistryScreen.tsx";

interface RegistryPageProps {
  readonly params: Promise<{ registry: string }>;
  readonly searchParams: SearchParameters;
}

export async function generateMetadata({ params }: RegistryPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).registry) };
}

export default async function RegistryPage({ params, searchParams }: RegistryPageProps) {
  const asked = decodeURIComponent((await params).registry);
  const caller = await requirePageCaller("viewer", await pageAddress(registryHref(asked), searchParams));
  if (caller === null) return <NotAllowed needed="viewer" />;
  const facts = await findRegistry(asked);
  if (facts === null) notFound();
  // The old name goes on working, and the address says what it is called now.
  if (facts.name !== asked) redirect(await pageAddress(registryHref(facts.name), searchParams));
  const { range } = await loadScope(searchParams);
  const canEdit = authorize(caller.role, "operator");
  return <RegistryScreen view={await loadRegistryPage(facts, { range, canEdit })} />;
}
