import { EmptyState } from "../../../../_components/EmptyState.tsx";

/** Nothing is measured yet: what belongs here, and why it is not there. */
export function NotYet({ detail }: { detail: string }) {
  return (
    <EmptyState title="Nothing measured yet">
      <p>{detail}</p>
    </EmptyState>
  );
}
