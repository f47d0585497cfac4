import { MINUTE_MS, MINUTES_PER_HOUR, NO_DATA } from "../core/index.ts";
import { nodeShares, poolKey } from "./affinity.ts";
import { coldCacheFactor, HANDOVER_MS, keepWhatIsHere } from "./handover.ts";
import { addSmoothNoise, gaussianAt, mix, uniformAt } from "./hashNoise.ts";
import { createHourOfLoad, type HourOfLoad, renderLoad } from "./load.ts";
import { desaturate, saturate } from "./saturation.ts";
import {
  DEMO_POOL_KINDS,
  type DemoBinding,
  type DemoFault,
  type DemoPool,
  type DemoPoolKind,
  type ReplicaTraits,
} from "./types.ts";

/** One pool over [fromMinute, toMinute): a value a minute. */
export interface RenderedPool {
  readonly fromMinute: number;
  readonly nodes: readonly string[];
  /** Per node, hundredths of a point, −1 = no data. */
  readonly cpu: readonly Int16Array[];
  /** Replicas with any traffic, ordered by registry. */
  readonly load: readonly RenderedLoad[];
}

export interface RenderedLoad extends HourOfLoad {
  readonly replica: ReplicaTraits;
}

/** What a runaway process takes of its node, points. */
const RUNAWAY_POINTS = 80;
const PURPOSE = { idle: 0x61, share: 0x62, wander: 0x63, flicker: 0x64, runaway: 0x65 };

/** vCPU milliseconds a minute that are one point of a node. */
export function vcpuMsPerPoint(pool: DemoPool): number {
  return (pool.vcpusPerNode * MINUTE_MS) / 100;
}

export function nodeName(node: number): string {
  return `n${String(node).padStart(2, "0")}`;
}

export function poolKindOf(pool: DemoPool): DemoPoolKind | null {
  return DEMO_POOL_KINDS.find((kind) => kind === pool.kind) ?? null;
}

/**
 * Renders pools minute by minute: the load of the replicas bound at that minute, and the node CPU that follows from it.
 * Every minute is a function of (traits, pool, bindings and faults at that minute) alone, so it does not matter in which
 * order or portions minutes are asked for. Shares are remembered between calls; keep one renderer for a run.
 */
export function createRenderer(
  seed: number,
  faults: readonly DemoFault[],
): {
  renderPool(
    pool: DemoPool,
    bindings: readonly DemoBinding[],
    window: { readonly fromMinute: number; readonly toMinute: number },
  ): RenderedPool;
} {
  const sharesOf = rememberShares();
  return {
    renderPool(pool, bindings, { fromMinute, toMinute }) {
      const length = toMinute - fromMinute;
      const inOrder = bindings.toSorted(byRegistry);
      const load = new Map<ReplicaTraits, RenderedLoad>();
      const cpu = Array.from({ length: pool.nodeCount }, () => new Int16Array(length));
      const hour = createHour(pool.nodeCount);
      const key = mix(poolKey(pool), seed);
      const ownFaults = faults.filter((fault) => fault.stamp === pool.stamp && fault.pool === pool.name);
      for (let start = Math.floor(fromMinute / 60) * 60; start < toMinute; start += MINUTES_PER_HOUR) {
        const first = Math.max(start, fromMinute);
        const span = { first, last: Math.min(start + MINUTES_PER_HOUR, toMinute), start };
        fillBackground(hour, key, start);
        for (const binding of inOrder)
          addBinding(hour, { pool, binding, span, load, length, fromMinute, sharesOf });
        writeCpu(hour, { key, span, cpu, fromMinute, faults: ownFaults });
      }
      return {
        fromMinute,
        nodes: cpu.map((_, node) => nodeName(node)),
        cpu,
        load: [...load.values()].filter((row) => row.requests.some((requests) => requests !== 0)),
      };
    },
  };
}

function byRegistry(a: DemoBinding, b: DemoBinding): number {
  if (a.replica.registry !== b.replica.registry) return a.replica.registry < b.replica.registry ? -1 : 1;
  return a.boundAtMs - b.boundAtMs;
}

type SharesOf = (replica: ReplicaTraits, kind: DemoPoolKind, pool: DemoPool) => Float64Array;

function rememberShares(): SharesOf {
  const known = new WeakMap<ReplicaTraits, Map<string, Float64Array>>();
  return (replica, kind, pool) => {
    const ofReplica = known.get(replica) ?? new Map<string, Float64Array>();
    known.set(replica, ofReplica);
    const place = `${pool.stamp}/${pool.name}/${pool.nodeCount}`;
    const shares = ofReplica.get(place) ?? nodeShares(replica.kinds[kind], pool);
    ofReplica.set(place, shares);
    return shares;
  };
}

/** Scratch of one pool and hour. */
interface Hour {
  readonly idle: Float64Array[];
  readonly demand: Float64Array[];
  readonly load: HourOfLoad;
}

function createHour(nodeCount: number): Hour {
  const rows = () => Array.from({ length: nodeCount }, () => new Float64Array(MINUTES_PER_HOUR));
  return { idle: rows(), demand: rows(), load: createHourOfLoad() };
}

/** The idle floor of each node (agents, health checks), wandering a little, and no demand yet. */
function fillBackground(hour: Hour, key: number, fromMinute: number): void {
  for (const [node, idle] of hour.idle.entries()) {
    idle.fill(idlePoints(key, node));
    addSmoothNoise(idle, fromMinute, {
      key: mix(mix(key, PURPOSE.wander), node),
      periodMinutes: 13,
      deviation: 0.3,
    });
    hour.demand[node]?.fill(0);
  }
}

function idlePoints(key: number, node: number): number {
  return 1.8 + 1.4 * uniformAt(mix(key, PURPOSE.idle), node);
}

interface Placing {
  readonly pool: DemoPool;
  readonly binding: DemoBinding;
  readonly span: { readonly first: number; readonly last: number; readonly start: number };
  readonly load: Map<ReplicaTraits, RenderedLoad>;
  readonly length: number;
  readonly fromMinute: number;
  readonly sharesOf: SharesOf;
}

function addBinding(hour: Hour, placing: Placing): void {
  const { pool, binding, span, sharesOf } = placing;
  const kind = poolKindOf(pool);
  const replica = binding.replica;
  if (kind === null || replica.kinds[kind].requestsPerMinute === 0) return;
  const leftAtMs =
    binding.unboundAtMs === null ? Number.POSITIVE_INFINITY : binding.unboundAtMs + HANDOVER_MS;
  if (binding.boundAtMs >= span.last * MINUTE_MS || leftAtMs <= span.first * MINUTE_MS) return;
  renderLoad(replica, kind, span.start / MINUTES_PER_HOUR, hour.load);
  keepWhatIsHere(hour.load, binding, span.start);
  const kept = keptLoad(placing);
  const { vcpuMsPerRequest, vcpuMsPerMegabyte } = replica.kinds[kind];
  const perPoint = vcpuMsPerPoint(pool);
  const points = new Float64Array(MINUTES_PER_HOUR);
  for (let index = span.first - span.start; index < span.last - span.start; index++) {
    const requests = hour.load.requests[index] ?? 0;
    const bytes = hour.load.bytes[index] ?? 0;
    const at = span.start + index - placing.fromMinute;
    if (requests !== 0) kept.requests[at] = (kept.requests[at] ?? 0) + requests;
    if (bytes !== 0) kept.bytes[at] = (kept.bytes[at] ?? 0) + bytes;
    const cold = kind === "dataproxy" ? coldCacheFactor(binding.boundAtMs, span.start + index) : 1;
    points[index] = ((requests * vcpuMsPerRequest + bytes * 1e-6 * vcpuMsPerMegabyte) * cold) / perPoint;
  }
  const shares = sharesOf(replica, kind, pool);
  for (let node = 0; node < shares.length; node++) {
    const demand = hour.demand[node];
    const share = shares[node] ?? 0;
    if (demand === undefined) continue;
    for (let index = 0; index < MINUTES_PER_HOUR; index++) {
      demand[index] = (demand[index] ?? 0) + share * (points[index] ?? 0);
    }
  }
}

/** The rows that a replica's load goes to; one even if it left and came back. */
function keptLoad({ load, binding, length }: Placing): RenderedLoad {
  let kept = load.get(binding.replica);
  if (kept === undefined) {
    kept = { replica: binding.replica, requests: new Float64Array(length), bytes: new Float64Array(length) };
    load.set(binding.replica, kept);
  }
  return kept;
}

function writeCpu(
  hour: Hour,
  {
    key,
    span,
    cpu,
    fromMinute,
    faults,
  }: {
    readonly key: number;
    readonly span: Placing["span"];
    readonly cpu: readonly Int16Array[];
    readonly fromMinute: number;
    readonly faults: readonly DemoFault[];
  },
): void {
  const wobble = new Float64Array(MINUTES_PER_HOUR);
  for (const [node, out] of cpu.entries()) {
    const nodeKey = mix(mix(key, PURPOSE.share), node);
    const idle = hour.idle[node] ?? wobble;
    const demand = hour.demand[node] ?? wobble;
    wobble.fill(1);
    addSmoothNoise(wobble, span.start, { key: nodeKey, periodMinutes: 9, deviation: 0.004 });
    const flickerKey = mix(nodeKey, PURPOSE.flicker);
    for (let minute = span.first; minute < span.last; minute++) {
      const index = minute - span.start;
      const flicker = gaussianAt(flickerKey, minute);
      const points =
        (idle[index] ?? 0) + 0.2 * flicker + (demand[index] ?? 0) * ((wobble[index] ?? 1) + 0.003 * flicker);
      out[minute - fromMinute] = Math.round(saturate(Math.max(0.2, points)) * 100);
    }
    for (const fault of faults)
      if (fault.node === null || fault.node === node) applyFault(out, fault, { span, fromMinute, nodeKey });
  }
}

function applyFault(
  out: Int16Array,
  fault: DemoFault,
  {
    span,
    fromMinute,
    nodeKey,
  }: { readonly span: Placing["span"]; readonly fromMinute: number; readonly nodeKey: number },
): void {
  const first = Math.max(span.first, fault.fromMinute);
  const last = Math.min(span.last, fault.toMinute ?? span.last);
  const runawayKey = mix(nodeKey, PURPOSE.runaway);
  for (let minute = first; minute < last; minute++) {
    const at = minute - fromMinute;
    if (fault.kind === "no_data") out[at] = NO_DATA;
    else if ((out[at] ?? NO_DATA) >= 0) {
      const points = desaturate((out[at] ?? 0) / 100) + RUNAWAY_POINTS + 1.5 * gaussianAt(runawayKey, minute);
      out[at] = Math.round(saturate(points) * 100);
    }
  }
}
