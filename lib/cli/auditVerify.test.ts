import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendForTests } from "../audit/auditForTests.ts";
import { AuditAnchors, appendAudit, listAudit, sealEvidence } from "../audit/index.ts";
import { withTransaction } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";

let db: TestDatabase;
let folder: string;
let anchors: string;
beforeAll(async () => {
  db = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "ballast-verify-"));
  anchors = join(folder, "anchors.ndjson");
  await appendForTests(db.client, [1, 2, 3, 4]);
  await new AuditAnchors(db.client, { file: anchors, send: null }).anchor(0);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await db.close();
});

async function verify(...args: string[]): Promise<{ code: number; out: string; said: string }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "auditVerify.ts"), ...args], {
    env: { ...process.env, DATABASE_URL: db.url },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, said] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString("utf8");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  const [code] = await once(child, "close");
  return { code: Number(code), out, said };
}

test("an audit that is what was written ends with 0, with how many events and anchors that was", async () => {
  const { code, out } = await verify("--anchors", anchors);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^All 4 events up to 4 are as they were written; the newest anchor is of event 4\.\n4 events/,
  );
  expect(out).toContain("; 1 anchor; ");
  expect(await verify()).toMatchObject({ code: 0, out: expect.stringContaining("no file of anchors") });
});

test("a file of anchors that is not there is not taken for one without any", async () => {
  const { code, said } = await verify("--anchors", join(folder, "elsewhere"));
  expect(code).toBe(1);
  expect(said).toMatch(/^ballast: there is no file of anchors /);
});

test("an evidence pack is held against itself and against the audit", async () => {
  const { events } = await listAudit(db.client.prisma, { limit: 10 });
  const handOut = ({ digest }: { readonly digest: string }) =>
    withTransaction(db.client, (tx) =>
      appendAudit(tx, { actor: "ada", actorRole: "viewer", atMs: 0, requestId: null }, [
        { action: "evidence.handed_out", thing: "evidence", thingName: "1@1", after: { digest } },
      ]),
    );
  const file = join(folder, "evidence.json");
  const keep = (pack: object) => writeFileSync(file, JSON.stringify(pack, null, 2));
  const pack = sealEvidence({ plan: { id: 1 }, audit: events });
  await handOut(pack);
  keep(pack);
  expect(await verify("--evidence", file)).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^The pack is as it was handed out[^\n]*4 events[^\n]*\nThe audit has every event[^\n]*\nIt was handed out to ada at 1970-01-01/,
    ),
  });
  keep({ ...pack, plan: { id: 2 } });
  expect(await verify("--evidence", file)).toMatchObject({
    code: 1,
    out: expect.stringContaining("The pack was changed"),
  });
  keep(sealEvidence({ plan: { id: 2 }, audit: events }));
  expect(await verify("--evidence", file)).toMatchObject({
    code: 1,
    out: expect.stringContaining("No pack of this digest was ever handed out"),
  });
  const another = { ...events[0], id: "99" };
  keep(sealEvidence({ plan: { id: 1 }, audit: [another] }));
  expect(await verify("--evidence", file)).toMatchObject({
    code: 1,
    out: expect.stringContaining("Event 99 in the pack is not as it was written"),
  });
});

test("the newest event removed, and then one changed, end with 1 and are named", async () => {
  await db.superuser.query("delete from audit_event where id >= 4");
  expect(await verify("--anchors", anchors)).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^The newest events are gone: event 4 was there/),
  });
  expect((await verify()).code).toBe(0);
  await db.superuser.query("update audit_event set reason = 'x' where id = 2");
  expect(await verify()).toMatchObject({ code: 1, out: expect.stringMatching(/^Event 2 was changed/) });
});
