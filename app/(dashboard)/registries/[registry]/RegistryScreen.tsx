"use client";

import { PageHeading } from "../../../_components/PageHeading.tsx";
import { tenantHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { BindingsPanel } from "./BindingsPanel.tsx";
import { describeRegistry } from "./describeRegistry.ts";
import { ReplicaSection } from "./ReplicaSection.tsx";
import type { RegistryView } from "./registryView.ts";

/** One registry: where it lives, what it does to its stamps, what it asks for, where it has been, what keeps it there. */
export function RegistryScreen({ view }: { view: RegistryView }) {
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title={view.name}
        crumbs={[
          { label: "Registries", href: "/registries" },
          { label: view.tenant, href: tenantHref(view.tenant) },
          { label: view.name },
        ]}
        summary={describeRegistry(view)}
        actions={
          <ScopedLink href={tenantHref(view.tenant)} className="control">
            All of {view.tenant}
          </ScopedLink>
        }
      />
      {view.replicas.map((replica) => (
        <ReplicaSection key={replica.region} registry={view.name} replica={replica} view={view} />
      ))}
      <BindingsPanel view={view} />
    </div>
  );
}
