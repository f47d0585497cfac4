import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDatabaseClient } from "../db/client.ts";
import { createTestDatabase, type TestDatabase } from "../db/testDatabase.ts";
import { AuditAnchors } from "./auditAnchors.ts";
import { appendForTests, emptyAudit, TEST_AUDIT_MS } from "./auditForTests.ts";
import { GENESIS_HASH } from "./eventHash.ts";
import { readStoredEvents } from "./queries.ts";
import { hashOfStored } from "./storedEvent.ts";
import { verifyAudit } from "./verifyAudit.ts";

let db: TestDatabase;
let folder: string;
let file: string;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await db.close();
});
beforeEach(async () => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), "ballast-anchors-"));
  file = join(folder, "anchors.ndjson");
  await emptyAudit(db);
});

const anchors = (client = db.client) => new AuditAnchors(client, { file, send: null });
const verify = () => verifyAudit(db.prisma, { anchorFile: file, nowMs: TEST_AUDIT_MS });
const lines = () => readFileSync(file, "utf8").trimEnd().split("\n");

/** Three events, an anchor, three more, an anchor. */
async function writeSix(): Promise<void> {
  await appendForTests(db.client, [1, 2, 3]);
  await anchors().anchor(TEST_AUDIT_MS);
  await appendForTests(db.client, [4, 5, 6]);
  await anchors().anchor(TEST_AUDIT_MS + 300_000);
}

/** Makes every hash from an event on anew, as someone would who can write everything in the database. */
async function rechainFrom(id: number): Promise<void> {
  for (const { id: own } of await readStoredEvents(db.prisma, { afterId: String(id - 1), limit: 100 })) {
    await db.superuser.query(
      `update audit_event set prev_hash = coalesce((select hash from audit_event before where before.id < $1
         order by id desc limit 1), $2) where id = $1`,
      [own, GENESIS_HASH],
    );
    const [row] = await readStoredEvents(db.prisma, { afterId: String(BigInt(own) - 1n), limit: 1 });
    if (row)
      await db.superuser.query("update audit_event set hash = $2 where id = $1", [own, hashOfStored(row)]);
  }
}

describe("anchors", () => {
  test("say the head, how many events there are, and the anchor before", async () => {
    await writeSix();
    const written = lines().map((line) => JSON.parse(line));
    expect(written).toMatchObject([
      { at: "2026-11-21T00:00:00.000Z", eventId: "3", count: 3, previousAnchorHash: GENESIS_HASH },
      { at: "2026-11-21T00:05:00.000Z", eventId: "6", count: 6 },
    ]);
    expect(await verify()).toMatchObject({
      isIntact: true,
      anchors: { count: 2, lastEventId: "6", unreadable: 0, brokenLine: null },
    });
  });

  test("are not repeated while nothing happens, and there is none before the first event", async () => {
    expect(await anchors().anchor(TEST_AUDIT_MS)).toBeNull();
    await writeSix();
    expect(await anchors().anchor(TEST_AUDIT_MS + 600_000)).toBeNull();
    expect(lines()).toHaveLength(2);
  });

  test("of processes that share a file make one row", async () => {
    // They wait for each other, and each writes through to a disk that may be slow.
    const patient = createDatabaseClient(db.url, { limits: { lockMs: 60_000 } });
    for (let event = 1; event <= 5; event += 1) {
      await appendForTests(db.client, [event]);
      const three = [anchors(patient), anchors(patient), anchors(patient)];
      await Promise.all(three.map((one) => one.anchor(TEST_AUDIT_MS)));
    }
    await patient.close();
    expect(await verify()).toMatchObject({ isIntact: true, anchors: { count: 5, brokenLine: null } });
  });

  test("survive a write that was cut off: the half line counts for nothing, and the next begins its own", async () => {
    await appendForTests(db.client, [1]);
    await anchors().anchor(TEST_AUDIT_MS);
    appendFileSync(file, '{"at":"2026-11-21T00:0');
    expect(await verify()).toMatchObject({ isIntact: true, anchors: { count: 1, unreadable: 1 } });
    await appendForTests(db.client, [2]);
    await anchors().anchor(TEST_AUDIT_MS);
    expect(await verify()).toMatchObject({ isIntact: true, anchors: { count: 2, unreadable: 1 } });
  });
});

test("a process that is killed leaves every anchor it told of, and the next goes on from there", async () => {
  const program = join(import.meta.dirname, "anchorProcessForTests.ts");
  for (let round = 1; round <= 3; round += 1) {
    const child = spawn(process.execPath, [program, db.url, file], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit");
    let told = "";
    for await (const chunk of child.stdout) {
      told += String(chunk);
      if (told.split("\n").length > 5 * round) child.kill("SIGKILL");
    }
    await ended;
    const last = told.trimEnd().split("\n").at(-1);
    const result = await verify();
    expect(result).toMatchObject({ isIntact: true, anchors: { brokenLine: null } });
    expect(Number(result.anchors?.lastEventId)).toBeGreaterThanOrEqual(Number(last));
    expect(Number(last)).toBeGreaterThanOrEqual(5);
  }
});

describe("with anchors", () => {
  test.each([6, 5, 1])("events from number %d on that were cut off are found and named", async (from) => {
    await writeSix();
    await db.superuser.query("delete from audit_event where id >= $1", [from]);
    expect((await verify()).finding).toMatchObject({ kind: "cut_off", eventId: String(from) });
  });

  test("an old copy of the table that was put back is found, also once the application has gone on from it", async () => {
    await appendForTests(db.client, [1, 2]);
    await db.superuser.query("create table old_copy as select * from audit_event");
    await appendForTests(db.client, [3, 4, 5]);
    await anchors().anchor(TEST_AUDIT_MS);
    await db.superuser.query("truncate audit_event");
    expect((await verify()).finding).toMatchObject({ kind: "cut_off", eventId: "1" });
    await db.superuser.query("insert into audit_event select * from old_copy");
    await db.superuser.query("drop table old_copy");
    expect((await verify()).finding).toMatchObject({ kind: "cut_off", eventId: "3" });
    await appendForTests(db.client, [6, 7, 8, 9]);
    expect((await verify()).finding).toMatchObject({ kind: "rewritten" });
  });

  test("events that took the place of those cut off are found", async () => {
    await writeSix();
    await db.superuser.query("delete from audit_event where id >= 5");
    await appendForTests(db.client, [7, 8, 9]);
    expect((await verify()).finding).toMatchObject({ kind: "rewritten", eventId: "4" });
  });

  test("a change is found though every hash after it was made anew", async () => {
    await writeSix();
    await db.superuser.query("update audit_event set actor = 'mallory' where id = 2");
    await rechainFrom(2);
    expect((await verifyAudit(db.prisma, { anchorFile: null, nowMs: 0 })).isIntact).toBe(true);
    const { finding, sentence } = await verify();
    expect(finding).toMatchObject({ kind: "rewritten", eventId: "1" });
    expect(sentence).toMatch(/^One of the events 1 to 3 was changed or removed/);
  });

  test("a removal is found though the numbers and hashes after it were made anew", async () => {
    await writeSix();
    await db.superuser.query("delete from audit_event where id = 5");
    await db.superuser.query("update audit_event set id = 5 where id = 6");
    await rechainFrom(5);
    expect((await verify()).finding).toMatchObject({ kind: "cut_off", eventId: "6" });
  });

  test("an anchor that was changed, moved or taken out is told by its line", async () => {
    await writeSix();
    await appendForTests(db.client, [7]);
    await anchors().anchor(TEST_AUDIT_MS);
    const [one = "", two = "", three = ""] = lines();
    const changed = one.replace('"count":3', '"count":2');
    for (const [tampered, line] of [
      [[changed, two, three], 2],
      [[two, one, three], 1],
      [[one, three], 2],
    ] as const) {
      writeFileSync(file, `${tampered.join("\n")}\n`);
      const { isIntact, anchors: told } = await verify();
      expect([isIntact, told?.brokenLine]).toEqual([false, line]);
    }
  });
});

test("a receiver gets each anchor once, and again at the next turn while it refuses", async () => {
  const got: string[] = [];
  let refuses = true;
  const send = async (anchor: object) => {
    got.push(JSON.stringify(anchor));
    if (refuses) throw new Error("it answered 503");
  };
  const own = new AuditAnchors(db.client, { file, send });
  await appendForTests(db.client, [1]);
  await expect(own.anchor(TEST_AUDIT_MS)).rejects.toThrow("answered 503");
  expect(lines()).toHaveLength(1);
  refuses = false;
  await own.anchor(TEST_AUDIT_MS + 1);
  await own.anchor(TEST_AUDIT_MS + 2);
  expect(got).toEqual([lines()[0], lines()[0]]);
});
