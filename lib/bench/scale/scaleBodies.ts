import { type EpochMinute, minuteToIso } from "../../core/index.ts";
import {
  firstRegistryOf,
  nameRegistry,
  nameScaleNode,
  nameStamp,
  SCALE_POOLS,
  type ScaleFleet,
} from "./scaleFleet.ts";
import { cpuAt, loadAt } from "./scaleSeries.ts";

/** Stamps that one collector reports of, in one minute. */
export interface CollectorRound {
  readonly fleet: ScaleFleet;
  readonly fromStamp: number;
  readonly toStamp: number;
  readonly minute: EpochMinute;
}

/** A collector's CSV body for `POST /api/v1/samples/cpu`: every node of its stamps. */
export function cpuBody({ fleet, fromStamp, toStamp, minute }: CollectorRound): string {
  const ts = minuteToIso(minute);
  let text = "ts,stamp,pool,node,cpu\n";
  for (let stamp = fromStamp; stamp < toStamp; stamp++) {
    SCALE_POOLS.forEach((name, at) => {
      const head = `${ts},${nameStamp(fleet, stamp)},${name},`;
      for (let node = 0; node < fleet.nodesPerPool; node++)
        text += `${head}${nameScaleNode(node)},${cpuAt(stamp * 2 + at, node, minute) / 100}\n`;
    });
  }
  return text;
}

/** The same for `POST /api/v1/samples/load`: every registry that is at home there, on both pools. */
export function loadBody({ fleet, fromStamp, toStamp, minute }: CollectorRound): string {
  const ts = minuteToIso(minute);
  let text = "ts,stamp,pool,registry,requests,bytes\n";
  for (let stamp = fromStamp; stamp < toStamp; stamp++) {
    const to = firstRegistryOf(fleet, stamp + 1);
    SCALE_POOLS.forEach((name, at) => {
      const head = `${ts},${nameStamp(fleet, stamp)},${name},`;
      for (let registry = firstRegistryOf(fleet, stamp); registry < to; registry++) {
        const { requests, bytes } = loadAt(registry, at, minute);
        text += `${head}${nameRegistry(registry)},${requests},${bytes}\n`;
      }
    });
  }
  return text;
}
