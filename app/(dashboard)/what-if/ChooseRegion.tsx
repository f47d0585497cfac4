import { EmptyState } from "../../_components/EmptyState.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";

interface ChooseRegionProps {
  readonly regions: readonly string[];
  /** As the address has it; empty = none. */
  readonly asked: string;
}

/** A registry moves within its region only, so that one has to be chosen first. */
export function ChooseRegion(props: ChooseRegionProps) {
  return (
    <>
      <PageHeading title="What if" />
      <Choices {...props} />
    </>
  );
}

function Choices({ regions, asked }: ChooseRegionProps) {
  if (regions.length === 0)
    return (
      <EmptyState
        title="There is nothing to simulate yet"
        action={
          <a href="/api/docs" className="control control-primary">
            How to send an inventory
          </a>
        }
      >
        <p>
          Regions, their stamps and who lives on them come with the inventory:{" "}
          <code className="font-mono text-sm">PUT /api/v1/inventory</code>. What each registry asks for comes
          with <code className="font-mono text-sm">POST /api/v1/samples/load</code>.
        </p>
      </EmptyState>
    );
  return (
    <EmptyState
      title={asked === "" ? "In which region?" : `There is no region ${asked}`}
      action={regions.map((region) => (
        <ScopedLink
          key={region}
          href={`/what-if?region=${encodeURIComponent(region)}`}
          className="control control-primary"
        >
          {region}
        </ScopedLink>
      ))}
    >
      <p>
        Here you pick registries and see, before anything moves, what the stamps that they leave and those
        that they go to would look like. A registry moves between the stamps of one region.
      </p>
    </EmptyState>
  );
}
