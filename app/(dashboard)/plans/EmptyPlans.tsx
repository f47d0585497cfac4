import { EmptyState } from "../../_components/EmptyState.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";

/** No plan yet: what one is, and how it comes to be. */
export function EmptyPlans({ region, mayEdit }: { region: string; mayEdit: boolean }) {
  return (
    <div className="flex flex-col gap-4">
      <PageHeading title="Plans" />
      <EmptyState
        title={region === "" ? "There are no plans yet" : `There are no plans in ${region} yet`}
        action={
          <>
            {mayEdit && (
              <ScopedLink href="/plans/new" className="control control-primary">
                Draft a plan
              </ScopedLink>
            )}
            <ScopedLink href="/stamps?condition=hot" className="control">
              Hot stamps
            </ScopedLink>
            {region !== "" && (
              <ScopedLink href="/plans?region=" className="control">
                Plans of every region
              </ScopedLink>
            )}
          </>
        }
      >
        <p>
          A plan is an exact list of moves in phases, simulated step by step on one stated window, that can be
          read, compared, approved and run one observed phase at a time.
        </p>
        <p>
          The shortest way to one: open a hot stamp and choose “Draft a plan”. The planner proposes what to
          move, in which order and why, and nothing is moved by it. Or start from registries of your choice,
          from a what-if scenario, or from a CSV file.
        </p>
        {!mayEdit && <p>Drafting takes an operator’s role.</p>}
      </EmptyState>
    </div>
  );
}
