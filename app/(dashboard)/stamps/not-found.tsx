import { EmptyState } from "../../_components/EmptyState.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";

/** No stamp of that name, or no such pool of it. */
export default function StampNotFound() {
  return (
    <EmptyState
      title="There is no such stamp, or no such pool"
      action={
        <>
          <ScopedLink href="/stamps" className="control control-primary">
            All stamps
          </ScopedLink>
          <ScopedLink href="/audit?thing=stamp" className="control">
            What became of stamps
          </ScopedLink>
        </>
      }
    >
      <p>
        A name that a stamp had before goes on working, so this one was never used here, or its stamp has been
        retired: its history is kept, and the audit says when and by whom.
      </p>
    </EmptyState>
  );
}
