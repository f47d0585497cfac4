import type { MeasuredPool, MeasureSource } from "../../hotness/queries.ts";
import type { PoolWindow } from "../../telemetry/types.ts";
import { type ContributionEvidence, judgeFit, refuseEvidence, type Shortcoming } from "../judgeEvidence.ts";
import { withholdAttribution } from "../poolContribution.ts";
import type { FittedPoolWindow, LoadModelKeeper } from "../queries.ts";
import type { PlacedContribution } from "../rankContribution.ts";
import type { LoadModel } from "../types.ts";

/** Where measures and load models are read from. */
export interface ContributionSource extends MeasureSource {
  readonly loadModels: LoadModelKeeper;
}

/** A measured pool with its load model, as far as that may be used, and what is to be said of it. */
export interface JudgedPool {
  readonly measured: MeasuredPool;
  readonly fitted: FittedPoolWindow;
  /** Null = there is none, or it must not be used: the notes say why. */
  readonly model: LoadModel | null;
  /** Without attribution where there is no model that may be used. */
  readonly placed: PlacedContribution;
  /** Refusals first. */
  readonly notes: readonly Shortcoming[];
}

/** Fits measured pools and judges each by its own settings; in their order. */
export async function readJudgedPools(
  source: Pick<ContributionSource, "loadModels">,
  pools: readonly MeasuredPool[],
): Promise<JudgedPool[]> {
  const fitted = await source.loadModels.read(pools);
  return pools.flatMap((measured) => {
    const found = fitted.get(measured.pool.id);
    return found === undefined ? [] : [judgePool(measured, found)];
  });
}

function judgePool(measured: MeasuredPool, fitted: FittedPoolWindow): JudgedPool {
  const { pool, measures, settings } = measured;
  const evidence: ContributionEvidence = {
    stamp: pool.stamp,
    pool: pool.name,
    cpuCoverage: measures.hotNodeP95 === null ? null : measures.coverage.lesser,
    hasNodes: fitted.nodes !== null,
    ...loadCoverage(measured.window, fitted.load.reported),
    isStale: measures.stale,
  };
  const refusal = refuseEvidence(evidence, settings.coverage);
  const notes =
    refusal === null ? judgeFit(evidence, fitted.fit?.model ?? null, settings.coverage) : [refusal];
  const isUsable = !notes.some(({ isRefusal }) => isRefusal);
  const contribution = isUsable ? fitted.contribution : withholdAttribution(fitted.contribution);
  return {
    measured,
    fitted,
    model: isUsable ? (fitted.fit?.model ?? null) : null,
    placed: { stamp: pool.stamp, pool: pool.name, vcpusPerNode: pool.vcpusPerNode, contribution },
    notes,
  };
}

function loadCoverage({ hot }: PoolWindow, reported: Uint8Array) {
  let withLoad = 0;
  let withCpu = 0;
  let withBoth = 0;
  for (let bin = 0; bin < hot.length; bin++) {
    const hasLoad = reported[bin] === 1;
    const hasCpu = (hot[bin] ?? -1) >= 0;
    if (hasLoad) withLoad++;
    if (hasCpu) withCpu++;
    if (hasLoad && hasCpu) withBoth++;
  }
  return {
    loadCoverage: hot.length === 0 ? 0 : withLoad / hot.length,
    overlap: withCpu === 0 ? 0 : withBoth / withCpu,
  };
}
