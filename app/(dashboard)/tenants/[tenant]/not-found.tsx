import { EmptyState } from "../../../_components/EmptyState.tsx";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";

/** No tenant of that name. */
export default function TenantNotFound() {
  return (
    <EmptyState
      title="There is no such tenant"
      action={
        <ScopedLink href="/registries" className="control control-primary">
          All registries and their tenants
        </ScopedLink>
      }
    >
      <p>A tenant comes with the registries that name it in the inventory; this name was never used there.</p>
    </EmptyState>
  );
}
