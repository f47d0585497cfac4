import { HottestPanel } from "./HottestPanel.tsx";
import { NodeMapPanel } from "./NodeMapPanel.tsx";
import type { PoolView, StampView } from "./stampView.ts";

interface NodePanelsProps {
  readonly pool: PoolView;
  readonly view: StampView;
}

/** Node × minute, and beside it which node is hottest how often. Both mark the same node. */
export function NodePanels({ pool, view }: NodePanelsProps) {
  return (
    <div className="grid gap-4 xl:grid-cols-[minmax(0,1.75fr)_minmax(0,1fr)]">
      <NodeMapPanel pool={pool} view={view} />
      <HottestPanel pool={pool} view={view} />
    </div>
  );
}
