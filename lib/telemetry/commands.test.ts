import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { Telemetry } from "./commands.ts";
import { HourReader } from "./cpu/hours/queries.ts";
import { readNodeMatrix } from "./cpu/queries.ts";

const NOW = Date.parse("2026-11-20T12:00:30Z");
const MINUTE = Math.floor(NOW / 60_000);
const OPTIONS = { source: "test", endpoint: "samples/cpu", retentionDays: 400 };

let db: TestDatabase;
let pools: Map<string, number>;

beforeAll(async () => {
  db = await createTestDatabase();
  const region = await db.prisma.region.create({ data: { name: "westus" } });
  const stamp = await db.prisma.stamp.create({ data: { name: "wus-a", regionId: region.id } });
  const made = await db.prisma.pool.createManyAndReturn({
    data: ["registry", "dataproxy", "third"].map((name) => ({ name, kind: name, stampId: stamp.id })),
  });
  pools = new Map(made.map((pool) => [pool.name, pool.id]));
  const tenant = await db.prisma.tenant.create({ data: { name: "contoso-ltd" } });
  await db.prisma.registry.create({ data: { name: "contoso", tenantId: tenant.id } });
});

afterAll(() => db.close());

beforeEach(async () => {
  await db.pool.query("truncate telemetry.pool_minute, telemetry.pool_hour, telemetry.load_minute");
});

function telemetry() {
  return new Telemetry(db.pool, () => NOW);
}

interface Row {
  pool?: string;
  stamp?: string;
  node: string;
  ageMs: number;
  cpu: number;
}

async function send(to: Telemetry, rows: readonly Row[]) {
  const intake = await to.openCpu(OPTIONS);
  rows.forEach((row, index) => {
    intake.sink.row(index, NOW - row.ageMs, row.stamp ?? "wus-a", row.pool ?? "registry", row.node, row.cpu);
  });
  return intake.finish();
}

async function readPool(name: string, minutes: number) {
  const pool = pools.get(name) ?? 0;
  const window = { fromMinute: MINUTE - minutes, toMinute: MINUTE + 1 };
  const windows = await new HourReader(db.pool, () => NOW).readWindows([pool], window);
  return { rollup: windows.get(pool), matrix: await readNodeMatrix(db.pool, pool, window) };
}

describe("taking in CPU samples", () => {
  it("is in every read once it has answered: hot, average, hottest node, presence", async () => {
    const report = await send(telemetry(), [
      { node: "n1", ageMs: 0, cpu: 40 },
      { node: "n0", ageMs: 0, cpu: 20.5 },
      { node: "n0", ageMs: 60_000, cpu: 99.994 },
    ]);
    expect(report).toEqual({ accepted: 3, duplicate: 0, rejected: 0, rounded: 0, errors: [] });
    const { rollup, matrix } = await readPool("registry", 2);
    expect([...(rollup?.hot ?? [])]).toEqual([-1, 9_999, 4_000]);
    expect([...(rollup?.average ?? [])]).toEqual([-1, 9_999, 3_025]);
    expect([...(rollup?.expected ?? [])]).toEqual([0, 1, 2]);
    expect(matrix?.nodes.map((node) => node.name)).toEqual(["n0", "n1"]);
    expect(matrix?.values.map((values) => [...values])).toEqual([
      [-1, 9_999, 2_050],
      [-1, -1, 4_000],
    ]);
  });

  it("answers every kind of bad row with its reason and stores the good ones", async () => {
    const report = await send(telemetry(), [
      { node: "n0", ageMs: 0, cpu: 50 },
      { node: "n0", ageMs: 1_000, cpu: Number.NaN },
      { node: "n0", ageMs: 2_000, cpu: 100.6 },
      { node: "n0", ageMs: 3_000, cpu: -0.1 },
      { node: "n0", ageMs: -6 * 60_000, cpu: 50 },
      { node: "n0", ageMs: 401 * 86_400_000, cpu: 50 },
      { node: "n0", ageMs: 0, cpu: 50, stamp: "nowhere" },
      { node: "n0", ageMs: 0, cpu: 50, pool: "nothing" },
      { node: "n1", ageMs: 0, cpu: 100.4 },
      { node: "", ageMs: 0, cpu: 1 },
    ]);
    expect(report.errors.map((error) => [error.index, error.code])).toEqual([
      [1, "not_a_number"],
      [2, "out_of_range"],
      [3, "out_of_range"],
      [4, "in_the_future"],
      [5, "too_old"],
      [6, "unknown_stamp"],
      [7, "unknown_pool"],
      [9, "malformed"],
    ]);
    expect(report).toMatchObject({ accepted: 2, duplicate: 0, rejected: 8, rounded: 1 });
    expect((await readPool("registry", 0)).rollup?.hot[0]).toBe(10_000);
  });

  it("averages the distinct seconds of a minute, across requests, and the last one of a second wins", async () => {
    const to = telemetry();
    await send(to, [
      { node: "n0", ageMs: 10_000, cpu: 10 },
      { node: "n0", ageMs: 10_000, cpu: 20 },
    ]);
    await send(to, [{ node: "n0", ageMs: 25_000, cpu: 40 }]);
    const again = await send(to, [{ node: "n0", ageMs: 25_000, cpu: 40 }]);
    expect(again).toMatchObject({ accepted: 0, duplicate: 1 });
    expect((await readPool("registry", 0)).rollup?.hot[0]).toBe(3_000);
  });

  it("neither grows nor changes when the same data comes again", async () => {
    const rows = Array.from({ length: 30 * 90 }, (_, at) => ({
      node: `n${at % 30}`,
      ageMs: Math.floor(at / 30) * 60_000,
      cpu: (at * 37) % 100,
    }));
    const to = telemetry();
    await send(to, rows);
    const before = await db.pool.query(
      "select *, xmin from telemetry.pool_hour union all select null,null,null,null,null,null,null,xmin from telemetry.pool_minute",
    );
    const report = await send(telemetry(), rows);
    expect(report).toMatchObject({ accepted: 0, duplicate: rows.length });
    const after = await db.pool.query(
      "select *, xmin from telemetry.pool_hour union all select null,null,null,null,null,null,null,xmin from telemetry.pool_minute",
    );
    expect(after.rows).toEqual(before.rows);
  });

  it("loses nothing where several writers, in processes of their own, write the same minutes at once", async () => {
    const writers = Array.from({ length: 4 }, () => telemetry());
    const expected = new Map<string, number>();
    await Promise.all(
      writers.flatMap((writer, which) =>
        Array.from({ length: 8 }, (_, batch) => {
          const rows = Array.from({ length: 20 }, (_, at) => {
            const node = `w${which}-${(batch * 20 + at) % 50}`;
            const ageMs = ((batch * 7 + at) % 12) * 60_000;
            const cpu = (which * 31 + batch * 17 + at * 3) % 100;
            expected.set(`${node}/${ageMs / 60_000}`, 1);
            return { node, ageMs, cpu };
          });
          return send(writer, rows);
        }),
      ),
    );
    const { matrix, rollup } = await readPool("registry", 12);
    const stored = new Set(
      matrix?.nodes.flatMap((node, at) =>
        [...(matrix.values[at] ?? [])].flatMap((value, bin) =>
          value < 0 ? [] : [`${node.name}/${12 - bin}`],
        ),
      ),
    );
    expect([...stored].sort()).toEqual([...expected.keys()].sort());
    matrix?.values[0]?.forEach((_, bin) => {
      const column = matrix.values.map((values) => values[bin] ?? -1);
      expect(rollup?.hot[bin]).toBe(Math.max(...column));
      expect(rollup?.present[bin]).toBe(column.filter((value) => value >= 0).length);
    });
  });

  it("packs a matrix as single samples would be, and fills the bins of a declared longer step", async () => {
    const pool = pools.get("dataproxy") ?? 0;
    const to = telemetry();
    await to.names.refresh();
    await to.names.learnNodes(new Map([[pool, new Set(["a", "b"])]]), MINUTE);
    const slots = Int32Array.from(
      ["a", "b"].map((name) => to.names.current().pool(pool)?.slots.get(name) ?? -1),
    );
    const packed = {
      pool,
      fromMinute: MINUTE - 10,
      fromSecond: 0,
      stepSeconds: 300,
      slots,
      values: [Int16Array.of(1_000, -1), Int16Array.of(2_000, 3_000)],
    };
    expect(await to.cpu.storePacked(packed)).toEqual({ accepted: 3, duplicate: 0 });
    expect(await to.cpu.storePacked(packed)).toEqual({ accepted: 0, duplicate: 3 });
    const { rollup } = await readPool("dataproxy", 10);
    expect([...(rollup?.hot ?? [])]).toEqual([...Array(5).fill(2_000), ...Array(5).fill(3_000), -1]);
    expect([...(rollup?.average ?? [])]).toEqual([...Array(5).fill(1_500), ...Array(5).fill(3_000), -1]);
  });
});

describe("taking in packed bodies", () => {
  const head = { stamp: "wus-a", pool: "third", fromMs: (MINUTE - 3) * 60_000, stepSeconds: 60 };

  it("judges every cell as it judges a row; null is no data and no row", async () => {
    const cpu = [
      Float64Array.of(10, Number.NaN, 101, 100.2),
      Float64Array.of(20, 30, Number.POSITIVE_INFINITY, 5),
    ];
    const report = await telemetry().takePackedCpu({ ...head, nodes: ["a", "b"], cpu }, OPTIONS);
    expect(report).toMatchObject({ accepted: 5, duplicate: 0, rejected: 2, rounded: 1 });
    expect(report.errors.map(({ index, code }) => [index, code])).toEqual([
      [2, "out_of_range"],
      [6, "not_a_number"],
    ]);
    const { rollup, matrix } = await readPool("third", 3);
    expect([...(rollup?.hot ?? [])]).toEqual([2_000, 3_000, -1, 10_000]);
    expect(matrix?.values.map((values) => [...values])).toEqual([
      [1_000, -1, -1, 10_000],
      [2_000, 3_000, -1, 500],
    ]);
  });

  it("refuses all cells of a stamp nobody has declared, in one line", async () => {
    const cpu = [Float64Array.of(1, 2, Number.NaN)];
    const report = await telemetry().takePackedCpu({ ...head, stamp: "nowhere", nodes: ["a"], cpu }, OPTIONS);
    expect(report).toMatchObject({ accepted: 0, rejected: 2 });
    expect(report.errors).toHaveLength(1);
  });

  it("takes load by the minute only", async () => {
    const requests = [Float64Array.of(5, 6)];
    const packed = { ...head, registries: ["contoso"], requests, bytes: null };
    expect(await telemetry().takePackedLoad(packed, OPTIONS)).toMatchObject({ accepted: 2, rejected: 0 });
    await expect(telemetry().takePackedLoad({ ...packed, stepSeconds: 300 }, OPTIONS)).rejects.toThrow(
      "totals of the minute",
    );
  });
});

describe("reading windows from memory", () => {
  it("never misses what any process has acknowledged, new hours, new pools and late samples included", async () => {
    const reader = new HourReader(db.pool, () => NOW);
    const all = [...pools.values()];
    const window = { fromMinute: MINUTE - 200, toMinute: MINUTE + 1 };
    for (let round = 0; round < 25; round++) {
      const pool = ["registry", "dataproxy", "third"][round % 3] ?? "registry";
      await send(telemetry(), [
        { pool, node: `n${round % 4}`, ageMs: ((round * 37) % 190) * 60_000, cpu: round * 3 },
      ]);
      const kept = await reader.readWindows(all, window);
      const anew = await new HourReader(db.pool, () => NOW).readWindows(all, window);
      expect(kept).toEqual(anew);
    }
  });
});

describe("taking in registry load", () => {
  it("keeps the last total of a minute, and a measure that was not sent stays as it was", async () => {
    const to = telemetry();
    const first = await to.openLoad({ ...OPTIONS, endpoint: "samples/load" });
    first.sink.row(0, NOW, "wus-a", "registry", "contoso", 1_200, 730_000_000);
    first.sink.row(1, NOW, "wus-a", "registry", "nobody", 1, 1);
    const report = await first.finish();
    expect(report).toMatchObject({ accepted: 1, rejected: 1 });
    expect(report.errors[0]?.code).toBe("unknown_registry");
    const second = await to.openLoad({ ...OPTIONS, endpoint: "samples/load" });
    second.sink.row(0, NOW, "wus-a", "registry", "contoso", 1_300, null);
    second.sink.row(1, NOW, "wus-a", "dataproxy", "contoso", 5, null);
    expect(await second.finish()).toMatchObject({ accepted: 2, duplicate: 0 });
    const third = await to.openLoad({ ...OPTIONS, endpoint: "samples/load" });
    third.sink.row(0, NOW, "wus-a", "registry", "contoso", 1_300, 730_000_000);
    expect(await third.finish()).toMatchObject({ accepted: 0, duplicate: 1 });
  });
});
