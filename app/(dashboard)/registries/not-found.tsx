import { EmptyState } from "../../_components/EmptyState.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";

/** No registry of that name, now or before. */
export default function RegistryNotFound() {
  return (
    <EmptyState
      title="There is no such registry"
      action={
        <>
          <ScopedLink href="/registries" className="control control-primary">
            All registries
          </ScopedLink>
          <ScopedLink href="/audit?thing=registry" className="control">
            What became of registries
          </ScopedLink>
        </>
      }
    >
      <p>
        A name that a registry had before goes on working, and so does one that has been retired: this name
        was never used here.
      </p>
    </EmptyState>
  );
}
