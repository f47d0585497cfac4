import { fitLoadModel } from "../../contribution/fitLoadModel.ts";
import type { LoadModel, PoolLoad } from "../../contribution/types.ts";
import { chanceOfHiddenDemand, type PoolProjection, projectPool } from "../../simulation/index.ts";
import type { NodeMatrix } from "../../telemetry/types.ts";
import type { Both, Predicted } from "./baselines.ts";
import { CASE_MINUTES, type CasePool, type PredictionCase } from "./cases.ts";

/** What the product is given of a pool: node CPU and reported load, nothing of the truth. */
export function inputsOf(side: CasePool): { nodes: NodeMatrix; load: PoolLoad } {
  const nodes: NodeMatrix = {
    pool: 1,
    fromMinute: 0,
    toMinute: CASE_MINUTES,
    nodes: side.before.map((_, slot) => ({ slot, name: `n${String(slot).padStart(2, "0")}` })),
    values: side.before,
  };
  const load: PoolLoad = {
    pool: 1,
    fromMinute: 0,
    toMinute: CASE_MINUTES,
    reported: new Uint8Array(CASE_MINUTES).fill(1),
    registries: side.residents.map(({ name, tenant }, registry) => ({
      registry,
      name,
      tenant,
      requests: side.seen[registry]?.requests ?? new Float32Array(CASE_MINUTES),
      bytes: side.seen[registry]?.bytes ?? new Float32Array(CASE_MINUTES),
    })),
  };
  return { nodes, load };
}

export function predictByOurs(drawn: PredictionCase): Both & { readonly models: readonly LoadModel[] } {
  const from = inputsOf(drawn.source);
  const to = inputsOf(drawn.destination);
  const source = fitLoadModel({ ...from, vcpusPerNode: drawn.source.pool.vcpusPerNode });
  const destination = fitLoadModel({ ...to, vcpusPerNode: drawn.destination.pool.vcpusPerNode });
  if (source === null || destination === null) throw new Error("nothing fitted");
  const names = new Set(drawn.moved.map(({ name }) => name));
  const hidden = chanceOfHiddenDemand({ nodes: from.nodes, model: source }, false);
  const changes = source.registries.flatMap((model, place) => {
    const load = from.load.registries[place];
    return load !== undefined && names.has(model.name)
      ? [{ load, reported: from.load.reported, model, home: source, hidden }]
      : [];
  });
  const left = projectPool({
    pool: { nodes: from.nodes, model: source },
    hidden,
    leaving: changes,
    arriving: [],
    seed: drawn.seed,
  });
  const reached = projectPool({
    pool: { nodes: to.nodes, model: destination },
    hidden: chanceOfHiddenDemand({ nodes: to.nodes, model: destination }, false),
    leaving: [],
    arriving: changes,
    seed: drawn.seed,
  });
  if (left === null || reached === null) throw new Error("nothing projected");
  const flat = ({ hotNodeP95: { value, low, high } }: PoolProjection): Predicted => ({
    point: value,
    low,
    high,
  });
  return { source: flat(left), destination: flat(reached), models: [source, destination] };
}
