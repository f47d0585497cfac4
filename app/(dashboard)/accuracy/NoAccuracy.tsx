import { EmptyState } from "../../_components/EmptyState.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { type Waiting, WaitingMoves } from "./WaitingMoves.tsx";

interface NoAccuracyProps {
  readonly waiting: Waiting;
  readonly region: string;
  readonly readMs: number;
}

/** Nothing has been measured yet: what it takes. */
export function NoAccuracy({ waiting, region, readMs }: NoAccuracyProps) {
  return (
    <div className="flex flex-col gap-4">
      <PageHeading title="Accuracy" />
      <WaitingMoves waiting={waiting} readMs={readMs} />
      <EmptyState
        title={
          region === ""
            ? "No moves have been held against a prediction yet"
            : `No moves in ${region} have been held against a prediction yet`
        }
        action={
          <a href="/api/docs" className="control control-primary">
            How to send bindings and load
          </a>
        }
      >
        <p>
          Every time registries change their home between stamps of a region, what the simulation would have
          said is put beside what was then measured: from the peak window before the change and the same clock
          hours of the first full day (UTC) after it.
        </p>
        <p>
          That takes the change itself (<code className="font-mono text-sm">PUT /api/v1/inventory</code> with{" "}
          <code className="font-mono text-sm">homeStamp</code> and{" "}
          <code className="font-mono text-sm">boundAt</code>), and CPU samples and registry load of both
          stamps for at least half of those hours. It is looked for every five minutes.
        </p>
      </EmptyState>
    </div>
  );
}
