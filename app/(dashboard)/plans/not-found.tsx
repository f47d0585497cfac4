import { EmptyState } from "../../_components/EmptyState.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";

/** No plan of that number, or no such version of it. */
export default function PlanNotFound() {
  return (
    <EmptyState
      title="There is no such plan"
      action={
        <>
          <ScopedLink href="/plans" className="control control-primary">
            All plans
          </ScopedLink>
          <ScopedLink href="/audit?thing=plan" className="control">
            What became of plans
          </ScopedLink>
        </>
      }
    >
      <p>
        Plans are never deleted: one that was given up, rejected or has expired keeps its address, and so does
        each of its versions. This number, or this version, was never used here.
      </p>
    </EmptyState>
  );
}
