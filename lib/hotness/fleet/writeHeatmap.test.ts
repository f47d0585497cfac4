import { expect, test } from "vitest";
import type { FleetPool } from "../../fleet/types.ts";
import { heatmapColumns } from "../binHeatmap.ts";
import { answerHeatmap } from "./heatmapAnswer.ts";
import { writeHeatmap } from "./writeHeatmap.ts";

const pool = (name: string): FleetPool => ({
  id: 1,
  name,
  kind: "registry",
  stampId: 1,
  stamp: 'wüs "a"',
  regionId: 1,
  region: "westus",
  vcpusPerNode: null,
  minInstances: null,
  maxInstances: null,
});

test("every cell there can be is written as JSON.stringify writes it", async () => {
  const columns = heatmapColumns({ fromMinute: 0, toMinute: 5_001 }, 1);
  const cells = Int16Array.from({ length: 10_002 }, (_, at) => at - 1);
  const answer = answerHeatmap({ columns, pools: [pool("registry"), pool("data\\proxy")], cells });
  expect(answer.rows[0]?.values.slice(0, 3)).toEqual([null, 0, 0.01]);
  expect(answer.rows[1]?.values.at(-1)).toBe(100);
  expect(Buffer.from(await writeHeatmap(answer)).toString()).toBe(JSON.stringify(answer));
});

test("no pools, and no columns, are empty lists", async () => {
  for (const [minutes, pools] of [
    [2, []],
    [0, [pool("registry")]],
  ] as const) {
    const columns = heatmapColumns({ fromMinute: 0, toMinute: minutes }, 1);
    const answer = answerHeatmap({ columns, pools, cells: new Int16Array(minutes * pools.length) });
    expect(Buffer.from(await writeHeatmap(answer)).toString()).toBe(JSON.stringify(answer));
  }
});
