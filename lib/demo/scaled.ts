import type { DemoPoolKind, ReplicaTraits } from "./types.ts";

/** The same load at another size, the same work at another price. */
export function scaled(
  replica: ReplicaTraits,
  { load, cost }: { readonly load: number; readonly cost: Readonly<Record<DemoPoolKind, number>> },
): ReplicaTraits {
  const scale = (kind: DemoPoolKind) => {
    const traits = replica.kinds[kind];
    return {
      ...traits,
      requestsPerMinute: traits.requestsPerMinute * load,
      vcpuMsPerRequest: traits.vcpuMsPerRequest * cost[kind],
      vcpuMsPerMegabyte: traits.vcpuMsPerMegabyte * cost[kind],
    };
  };
  return { ...replica, kinds: { registry: scale("registry"), dataproxy: scale("dataproxy") } };
}
