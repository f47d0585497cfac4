import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiCaller } from "#app/api/callApiForTests.ts";
import { plantedMany, plantRegions } from "#app/api/plantRegionsForTests.ts";
import { loadRouteFiles } from "#app/api/routeFilesForTests.ts";
import { serveForTests } from "#app/api/serveForTests.ts";
import { createApiToken } from "../../auth/index.ts";
import { withTransaction } from "../../db/client.ts";
import { createTestApp, TEST_START_MS, type TestApp } from "../../http/appForTests.ts";
import { runApiCommand } from "./runApiCommand.ts";

let app: TestApp;
let call: ReturnType<typeof apiCaller>;
let api: Awaited<ReturnType<typeof serveForTests>>;
let folder: string;

beforeAll(async () => {
  app = await createTestApp();
  const files = await loadRouteFiles();
  call = apiCaller(files, app);
  // A hundred requests take a point of one node: the first stamp is over its limit of 60, the second far under.
  await plantRegions(call, {
    westus: {
      "wus-a": { registries: plantedMany("big", 4, 10_000) },
      "wus-b": { registries: plantedMany("small", 2, 1_000) },
    },
  });
  api = await serveForTests(files);
  folder = mkdtempSync(join(tmpdir(), "ballast-cli-"));
});
afterAll(async () => {
  await api.close();
  await app.close();
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

/** The command in this process, which is what the program itself does. */
async function cli(args: readonly string[], environment: Record<string, string> = {}): Promise<Run> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const surroundings = { BALLAST_URL: api.url, BALLAST_TOKEN: app.tokens.operator, ...environment };
  const code = await runApiCommand(args, { environment: surroundings, stdout, stderr });
  const read = (stream: PassThrough) => String(stream.read() ?? "");
  return { code, out: read(stdout), said: read(stderr) };
}

/** The command as a shell runs it: a process of its own, standard output a pipe. */
function run(args: readonly string[], token: string) {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...inherited } = process.env;
  return spawn(process.execPath, [join(import.meta.dirname, "../cli.ts"), ...args], {
    env: { ...inherited, BALLAST_URL: api.url, BALLAST_TOKEN: token },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function shell(args: readonly string[], token: string): Promise<Run> {
  const child = run(args, token);
  const [out, said, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: Number(code), out, said };
}

const as = (role: keyof TestApp["tokens"]) => ({ BALLAST_TOKEN: app.tokens[role] });

describe("npm run cli", () => {
  test("fleet is a table for people, aligned, without a colour in a pipe; --json is what the API answers", async () => {
    const { code, out, said } = await shell(["fleet", "--region", "westus"], app.tokens.viewer);
    expect([code, said]).toEqual([0, ""]);
    expect(out).not.toContain("\u001b");
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^REGION +STAMP +POOL +STATE +P95 +LIMIT/);
    expect(lines[1]).toMatch(/^westus +wus-a +dataproxy +(hot|critical) +\d/);
    expect(lines[2]).toMatch(/^westus +wus-b /);
    // Numbers end in the column in which their heading does.
    const end = (lines[0]?.indexOf("LIMIT") ?? 0) + "LIMIT".length;
    for (const line of lines.slice(1, 3)) expect(line.slice(0, end)).toMatch(/\d$/);
    const json = await cli(["fleet", "--region", "westus", "--json"], as("viewer"));
    expect(JSON.parse(json.out)).toEqual((await call("/api/v1/fleet?region=westus")).json);
  });

  test("hot tells what is over its limit, since when, on which node, who does it, and which signals are open", async () => {
    await call("/api/v1/signals", {
      method: "POST",
      body: {
        signals: [
          { stamp: "wus-b", kind: "throttling", severity: "high", from: TEST_START_MS, note: "slow" },
        ],
      },
    });
    const { code, out } = await cli(["hot", "--tenants", "2"], as("viewer"));
    expect(code).toBe(0);
    expect(out).toMatch(
      /westus +wus-a +dataproxy +\w+ +[\d.]+.% +60 +[\d.]+.% +2026-03-02 \d\d:\d\d UTC +n\d, /,
    );
    expect(out).toMatch(
      /wus-a: without them it would be cooler by: big\d-ltd .*requests\), big\d-ltd [^,]*\.\n/,
    );
    expect(out).toContain("wus-b: throttling, high, since 2026-03-02 12:00 UTC");
    expect(out).not.toMatch(/westus +wus-b/);
    const json = JSON.parse((await cli(["hot", "--json"])).out);
    expect(json.fleet.pools.map((one: { stamp: string }) => one.stamp)).toEqual(["wus-a"]);
    expect(json.contributions[0].rows[0].tenant).toMatch(/^big/);
  });

  test("a plan is simulated, drafted from a table, submitted, not approved by an operator, and ended", async () => {
    const simulated = await cli(["simulate", "--region", "westus", "--move", "big0=wus-b"]);
    expect([simulated.code, simulated.said]).toEqual([0, ""]);
    expect(simulated.out).toMatch(/wus-a +dataproxy +source +[\d.]+.% +[\d.]+.% \(\d+–\d+\) +−[\d.]+.pts/);

    const made = await call("/api/v1/plans", {
      method: "POST",
      body: { region: "westus", name: "by hand", moves: [{ registry: "big0", to: "wus-b" }] },
    });
    expect(made.status).toBe(201);
    const table = await cli(["plan", "csv", String(made.json.id)]);
    const file = join(folder, "one move.csv");
    writeFileSync(file, table.out);
    const created = await cli(["plan", "create", "--from-csv", file, "--json"]);
    expect([created.code, created.said]).toEqual([0, ""]);
    const plan = JSON.parse(created.out);
    expect([plan.name, plan.state]).toEqual(["one move", "draft"]);
    const id = String(plan.id);

    const shown = await cli(["plan", "show", id]);
    expect(shown.out).toMatch(/^Plan \d+, one move: draft\. Version 1, westus\.\n/);
    expect(shown.out).toContain("big0→wus-b");
    expect((await cli(["plan", "list", "--state", "draft"])).out).toMatch(/one move +westus +draft/);

    const submitted = await cli(["plan", "submit", id, "--json"]);
    expect(submitted.said).toBe("");
    expect(JSON.parse(submitted.out).state).toBe("submitted");
    const own = await cli(["plan", "approve", id]);
    expect(own.code).toBe(1);
    expect(own.said).toMatch(/^ballast: Not allowed: .* takes the role approver/);
    const withoutReason = await cli(["plan", "abort", id]);
    expect([withoutReason.code, withoutReason.out]).toEqual([2, ""]);
    const ended = await cli(["plan", "abort", id, "--reason", "a drill"]);
    expect([ended.code, ended.said]).toEqual([0, ""]);
    expect(ended.out).toMatch(/^Plan \d+, one move: aborted\./);
    expect((await cli(["audit", "--plan", id, "--limit", "5"], as("viewer"))).out).toMatch(
      /operator-token \(operator\) +plan\.\w+ +plan .* +a drill\n/,
    );
  });

  test("a plan is run to its end, phase by phase and move by move, each deed in its own words", async () => {
    const moves = (...names: string[]) => ({ moves: names.map((registry) => ({ registry, to: "wus-b" })) });
    const made = await call("/api/v1/plans", {
      method: "POST",
      token: app.tokens.operator,
      body: { region: "westus", name: "to run", phases: [moves("big1", "big2"), moves("big3")] },
    });
    expect(made.status, made.text).toBe(201);
    const id = String(made.json.id);
    /** Does something that has to succeed. */
    const done = async (words: readonly string[], role: keyof TestApp["tokens"] = "operator") => {
      const { code, said, out } = await cli([...words, "--json"], as(role));
      expect([words.join(" "), code, said]).toEqual([words.join(" "), 0, ""]);
      return JSON.parse(out).execution;
    };
    const why = ["--reason", "a drill"];
    await done(["plan", "submit", id, "--override", "a drill"], "admin");
    await done(["plan", "approve", id], "approver");
    await done(["plan", "start", id]);
    // Of the tier that takes two approvers of its own.
    await done(["plan", "phase", "approve", id, "1"], "approver");
    const author = { actor: "test", actorRole: "admin", atMs: TEST_START_MS, requestId: null };
    const second = await withTransaction(app.db.client, (tx) =>
      createApiToken(tx, author, { role: "approver", name: "second-approver" }),
    );
    const secret = second.ok ? (second.value.secret ?? "") : "";
    expect((await cli(["plan", "phase", "approve", id, "1"], { BALLAST_TOKEN: secret })).code).toBe(0);
    let now = await done(["plan", "phase", "start", id, "1", ...why], "approver");
    expect(now.phases[0].state).toBe("cutting_over");
    await done(["plan", "move", "bind", id, "big1", "--confirmation", "ticket 7"]);
    now = await done(["plan", "move", "skip", id, "big2", ...why], "approver");
    expect(now.phases[0].moves.map(({ state }: { state: string }) => state)).toEqual(["bound", "skipped"]);
    now = await done(["plan", "move", "drained", id, "big1", ...why], "approver");
    expect(now.phases[0].state).toBe("observing");
    await done(["plan", "move", "verify", id, "big1"]);
    await done(["plan", "phase", "shorten", id, "1", "--hours", "1", ...why], "approver");
    await done(["plan", "pause", id, ...why]);
    await done(["plan", "resume", id]);
    const early = await cli(["plan", "phase", "accept", id, "1", ...why], as("approver"));
    expect(early.code).toBe(1);
    expect(early.said).toMatch(/^ballast: Conflicts with the present state: /);
    await done(["plan", "phase", "rollback", id, "1", ...why], "approver");
    const reverted = await cli(["plan", "move", "revert", id, "big1"]);
    expect([reverted.code, reverted.said]).toEqual([0, ""]);
    expect(reverted.out).toMatch(/^Plan \d+, to run: /);
    const shown = JSON.parse((await cli(["plan", "show", id, "--json"])).out);
    expect(shown.execution.phases[0].moves[0].state).toBe("reverted");
    await cli(["plan", "abort", id, ...why]);
    const { events } = (await call(`/api/v1/audit?plan=${id}&limit=100`)).json;
    expect(events.filter(({ reason }: { reason: string }) => reason === "a drill").length).toBeGreaterThan(4);
  });

  test("propose answers verdicts and moves, and a draft is made of them", async () => {
    const { code, out, said } = await shell(["propose", "--region", "westus"], app.tokens.operator);
    expect([code, said]).toEqual([0, ""]);
    expect(out).toMatch(/wus-a: (rebalance|isolate|scale out)\. /);
    const [, id = ""] = /^Proposal (\d+): (?:complete|incomplete)\.\n/.exec(out) ?? [];
    expect(out).toMatch(/^ +\d +\w+ +\w+ +big\d +big\d-ltd +wus-a /m);
    expect(out).toContain(`plan create --proposal ${id}\n`);
    const drafted = await cli(["plan", "create", "--proposal", id]);
    expect([drafted.code, drafted.said]).toEqual([0, ""]);
    expect(drafted.out).toMatch(/^Plan \d+, .*: draft\. Version 1, westus\.\n/);
  });

  test("freezes, tells who did and why, and lets go on", async () => {
    expect((await cli(["freeze"])).out).toBe("Nothing is frozen.\n");
    expect((await cli(["freeze", "press", "--reason", "smoke in the hall"])).code).toBe(0);
    expect((await cli(["freeze"])).out).toMatch(/^Frozen since .* by operator-token: smoke in the hall\n$/);
    expect((await cli(["freeze", "lift", "--reason", "aired"], as("operator"))).code).toBe(1);
    expect((await cli(["freeze", "lift", "--reason", "aired"], as("approver"))).code).toBe(0);
  });

  test("makes a token that works at once, alone on standard output, and ends it", async () => {
    const made = await cli(["token", "create", "--role", "viewer", "--name", "wall"], as("admin"));
    expect(made.out).toMatch(/^blst_\S+\n$/);
    const secret = made.out.trim();
    expect((await cli(["freeze"], { BALLAST_TOKEN: secret })).code).toBe(0);
    const [, id = ""] = /(\d+) +wall +viewer/.exec((await cli(["token", "list"], as("admin"))).out) ?? [];
    expect((await cli(["token", "revoke", id], as("admin"))).out).toBe("wall is revoked.\n");
    const refused = await cli(["freeze", "--json"], { BALLAST_TOKEN: secret });
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ status: 401, title: "Not signed in" });
    expect(refused.said).toMatch(/^ballast: Not signed in: /);
  });

  test("makes a token that is limited to a region", async () => {
    const made = await cli(
      ["token", "create", "--role", "viewer", "--name", "west wall", "--region", "westus"],
      as("admin"),
    );
    expect((await cli(["fleet"], { BALLAST_TOKEN: made.out.trim() })).out).toContain("wus-a");
    expect((await cli(["token", "list"], as("admin"))).out).toMatch(/west wall +viewer +westus/);
    const nowhere = await cli(
      ["token", "create", "--role", "viewer", "--name", "x", "--region", "nowhere"],
      as("admin"),
    );
    expect([nowhere.code, nowhere.out]).toEqual([1, ""]);
  });

  test("ends with 1 and the problem's own words where the API refuses, or nobody answers", async () => {
    const unknown = await shell(["plan", "show", "99999"], app.tokens.viewer);
    expect([unknown.code, unknown.out]).toEqual([1, ""]);
    expect(unknown.said).toMatch(/^ballast: Not found: .*99999/);
    const role = await cli(["token", "create", "--role", "king", "--name", "x"], as("admin"));
    expect(role.said).toMatch(/^ballast: The request cannot be read: In the body: role is no valid option/);
    const nobody = await cli(["fleet", "--url", "http://127.0.0.1:1"]);
    expect(nobody.code).toBe(1);
    expect(nobody.said).toMatch(/^ballast: no answer \(.*\): does it run at http:\/\/127\.0\.0\.1:1\?/);
  });

  test("whoever stops reading (… | head) makes no error of it", async () => {
    const child = run(["fleet"], app.tokens.viewer);
    child.stdout.destroy();
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
    expect([code, said]).toEqual([0, ""]);
  });

  test.each([
    [["fleets"], /there is no command "fleets"/],
    [["plan"], /there is no command "plan"; there is plan list, plan show, /],
    [["plan", "shwo", "1"], /there is no command "plan shwo"; there is plan list, /],
    [["plan", "show"], /it is: plan show ID/],
    [["fleet", "--regoin", "x"], /--regoin/],
    [["fleet", "--state", "lukewarm"], /--state must be one of cool/],
    [["plan", "phase", "fail", "1", "1"], /plan phase fail needs --reason WHY/],
    [["plan", "phase", "shorten", "1", "1", "--reason", "x"], /plan phase shorten needs --hours N/],
    [["plan", "phase", "start", "1", "first"], /PHASE must be a whole number/],
    [["plan", "move", "bind", "1"], /it is: plan move bind ID MOVE\|REGISTRY/],
    [["plan", "create"], /either --from-csv FILE or --proposal ID/],
    [["plan", "create", "--from-csv", "nowhere.csv"], /cannot read nowhere\.csv \(ENOENT\)/],
    [["simulate", "--region", "westus", "--move", "big0"], /REGISTRY=STAMP/],
    [["fleet", "--url", "ftp://x"], /is no address/],
  ])("ends with 2 and says how it is meant: %j", async (args, words) => {
    const { code, out, said } = await cli(args);
    expect([code, out]).toEqual([2, ""]);
    expect(said).toMatch(words);
  });

  test("without a token it asks for one; help needs neither a token nor an application", async () => {
    expect(await cli(["fleet"], { BALLAST_TOKEN: "" })).toMatchObject({
      code: 2,
      said: expect.stringContaining("BALLAST_TOKEN"),
    });
    const help = await cli(["plan", "--help"], { BALLAST_TOKEN: "", BALLAST_URL: "" });
    expect(help.code).toBe(0);
    expect(help.out).toContain("plan create --from-csv FILE");
    expect(help.out).not.toContain("freeze press");
    expect((await cli([])).out).toContain("freeze press --reason WHY");
  });
});
