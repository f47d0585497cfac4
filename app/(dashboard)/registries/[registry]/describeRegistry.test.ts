import { expect, test } from "vitest";
import { describeRegistry } from "./describeRegistry.ts";
import type { PlaceView, ReplicaView } from "./registryView.ts";

const place = (pool: string, reliefPoints: number | null, rank = 1) =>
  ({ stamp: "wus-a", pool, hotNodeP95: 43.38, reliefPoints, rank, of: 52 }) as PlaceView;
const replica = (places: readonly PlaceView[], homeStamp: string | null = "wus-a") =>
  ({ region: "westus", homeStamp, places }) as ReplicaView;
const say = (...places: PlaceView[]) => describeRegistry({ isRetired: false, replicas: [replica(places)] });

test("a registry is told by the pool where it does most", () => {
  expect(say(place("registry", 2.95, 4), place("dataproxy", 14.33))).toBe(
    "Without it wus-a dataproxy would be at 29.1\u00a0% instead of 43.4\u00a0% (−14.3\u00a0pts): the first of 52 on wus-a dataproxy.",
  );
  expect(say(place("registry", 2.95, 14))).toContain("number 14 of 52");
});

test("one that heats nothing, one of which nothing is known, one without a home and a retired one say so", () => {
  expect(say(place("registry", 0.2))).toBe("By itself it heats no pool that it is on.");
  expect(say(place("registry", null))).toContain("cannot be told");
  expect(describeRegistry({ isRetired: false, replicas: [replica([], null)] })).toBe("It has no home now.");
  expect(describeRegistry({ isRetired: true, replicas: [] })).toContain("retired");
});
