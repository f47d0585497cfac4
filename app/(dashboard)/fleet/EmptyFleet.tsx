import { pageOrigin } from "#lib/http/page.ts";
import { EmptyState } from "../../_components/EmptyState.tsx";
import { Query } from "../../_components/overlay/ExplainDialog.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";

interface EmptyFleetProps {
  readonly region: string;
  /** The inventory is there, but no sample has come. */
  readonly hasPools: boolean;
}

const INVENTORY = `curl -X PUT $BALLAST/api/v1/inventory \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"regions":[{"name":"westus","stamps":[{"name":"wus-a",
       "pools":[{"name":"dataproxy","vcpusPerNode":8}]}]}]}'`;

const SAMPLES = `curl -X POST $BALLAST/api/v1/samples/cpu \\
  -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \\
  -d '{"samples":[{"ts":"'$(date -u +%Y-%m-%dT%H:%M:%SZ)'",
       "stamp":"wus-a","pool":"dataproxy","node":"n0","cpu":43.2}]}'`;

const tokenAt = (origin: string) => `export BALLAST=${origin}
export TOKEN=$(npm run --silent token -- --role admin --name setup)`;

const IMPORT = "npm run import -- samples.csv.gz";

/** The front door of an empty house: what belongs here, and the commands that bring it. */
export async function EmptyFleet({ region, hasPools }: EmptyFleetProps) {
  if (region !== "" && !hasPools) {
    return (
      <EmptyState
        title={`The region “${region}” has no pools`}
        action={
          <ScopedLink href="/fleet?region=" className="control control-primary">
            Show all regions
          </ScopedLink>
        }
      >
        <p>Either it is called something else, or its inventory has not been put yet.</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={hasPools ? "No samples yet" : "No stamps yet"}>
      <p>
        Every pool of every stamp becomes a row here, as soon as two things are known: which stamps and pools
        there are, and how busy their nodes are.
      </p>
      <Query name="1. A token, once" text={tokenAt(await pageOrigin())} />
      {!hasPools && <Query name="2. The inventory" text={INVENTORY} />}
      <Query
        name={hasPools ? "2. A sample a node and minute" : "3. A sample a node and minute"}
        text={SAMPLES}
      />
      <Query name="Or everything that you have in files" text={IMPORT} />
      <p>
        Samples come in without a shell, too:{" "}
        <ScopedLink href="/data-health/import" className="text-link">
          import a file
        </ScopedLink>
        ,{" "}
        <ScopedLink href="/data-health/sources" className="text-link">
          read from a Prometheus
        </ScopedLink>
        , or let Prometheus and OpenTelemetry send them:{" "}
        <ScopedLink href="/settings/sources" className="text-link">
          Sources
        </ScopedLink>{" "}
        says where to, and which labels mean what.
      </p>
      <p>
        To look around first, start once more with an empty folder and the demo fleet:{" "}
        <code className="font-mono text-sm">npm run up -- --data .ballast-demo</code>. Every endpoint is
        described at{" "}
        <a href="/api/docs" className="text-link">
          /api/docs
        </a>
        .
      </p>
    </EmptyState>
  );
}
