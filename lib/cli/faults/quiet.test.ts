import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../db/testDatabase.ts";
import { isBuilt } from "../buildApp.ts";
import { PROJECT_ROOT } from "../projectRoot.ts";
import {
  endWeb,
  PATIENCE,
  putFleetAndTokens,
  signIn,
  startWeb,
  type WebProcess,
} from "./webProcessForTests.ts";

/** Each stands in one place alone, and looks like nothing that is known. */
const SECRETS = {
  password: "quilt-of-nine-passwords",
  wrongPassword: "quilt-of-eight-passwords",
  body: "quilt-of-seven-bodies",
  query: "quilt-of-six-queries",
  channel: "quilt-of-five-channels-long-enough",
  bearer: "quilt-of-four-bearers",
} as const;

interface Operation {
  readonly method: string;
  readonly path: string;
}

let folder: string;
let db: TestDatabase;
let web: WebProcess;
let token: string;
let cookie: string;
let operations: readonly Operation[];

/** The addresses of all pages that need no name, and those of what the fleet has one of. */
const pages = () =>
  globSync("app/(dashboard)/**/page.tsx", { cwd: PROJECT_ROOT })
    .map((file) =>
      file
        .split("/")
        .slice(1, -1)
        .filter((part) => !part.startsWith("(")),
    )
    .map((parts) => `/${parts.join("/")}`)
    .map((path) => path.replace("[stamp]", "s1").replace("[registry]", "r1").replace("[tenant]", "r1-ltd"))
    .filter((path) => !path.includes("["));

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(`${web.origin}${path}`, { redirect: "manual", ...init });
  await answer.arrayBuffer();
  return answer;
}

const json = (method: string, body: object, headers: Record<string, string> = {}): RequestInit => ({
  method,
  headers: { "content-type": "application/json", authorization: `Bearer ${token}`, ...headers },
  body: JSON.stringify(body),
});

/** Every operation, by token and by session, with secrets wherever a sender may put them. */
async function askEverything(): Promise<void> {
  for (const { method, path } of operations) {
    const address = path.replaceAll(/\{\w+\}/g, "1");
    const body = { password: SECRETS.body, secret: SECRETS.body, token: SECRETS.body, name: SECRETS.body };
    const sent = method === "GET" ? {} : { body: JSON.stringify(body) };
    for (const headers of [
      { authorization: `Bearer ${token}` },
      { cookie, "sec-fetch-site": "same-origin" },
      { authorization: `Bearer ${SECRETS.bearer}` },
    ])
      await ask(`${address}?token=${SECRETS.query}`, {
        ...{ method, headers: { "content-type": "application/json", ...headers } },
        ...sent,
      });
  }
}

const person = { email: "nora@example.com", name: "Nora", role: "viewer" };
const channel = { name: "hall", url: "https://203.0.113.1/hook", secret: SECRETS.channel };

// The pages must have been built: `npm test` does it before.
describe.runIf(isBuilt())("a web process", () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "ballast-quiet-"));
    db = await createTestDatabase();
    token = (await putFleetAndTokens(db.url, ["admin"])).admin;
    const preload = pathToFileURL(join(import.meta.dirname, "recordConnectsForTests.ts")).href;
    web = await startWeb(db.url, {
      variables: {
        BALLAST_LOG_LEVEL: "debug",
        BALLAST_TEST_CONNECTS: join(folder, "connects"),
        NODE_OPTIONS: `--import=${preload}`,
      },
    });
    cookie = await signIn(web, token);
    const described = await fetch(`${web.origin}/api/openapi.json`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { paths }: { paths: Record<string, object> } = await described.json();
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
  });
  afterAll(async () => {
    await endWeb(web);
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("asks nobody but its database: at its start, for any page, for anything that can be read", async () => {
    expect(pages().length).toBeGreaterThan(15);
    const seen: (readonly [path: string, status: number])[] = [];
    for (const path of [...pages(), "/sign-in", "/api/docs"]) {
      const { status } = await ask(path, { headers: { cookie } });
      seen.push([path, status]);
    }
    expect(seen.filter(([, status]) => status >= 400)).toEqual([]);
    for (const { path } of operations.filter(({ method }) => method === "GET"))
      await ask(path.replaceAll(/\{\w+\}/g, "1"), { headers: { authorization: `Bearer ${token}` } });
    const { hostname, port } = new URL(db.url);
    const asked = readFileSync(join(folder, "connects"), "utf8").trimEnd().split("\n");
    expect(new Set(asked)).toEqual(new Set([`${hostname}:${port}`]));
  });

  test("writes no secret into its log: of no header, address or body, whatever becomes of the request", async () => {
    expect(operations.length).toBeGreaterThan(100);
    // What goes well with a secret in it.
    const made = await ask("/api/v1/channels", json("POST", channel));
    expect(made.status).toBe(201);
    const given = await ask("/api/v1/people", json("POST", { ...person, password: SECRETS.password }));
    expect([201, 400]).toContain(given.status);
    for (const password of [SECRETS.password, SECRETS.wrongPassword])
      await ask("/api/v1/sign-in", json("POST", { email: person.email, password }));
    await askEverything();
    // What fails within the server, with the database's own error.
    for (const table of ["outgoing_channel", "person", "pull_source"])
      await db.superuser.query(`alter table ${table} rename to ${table}_gone`);
    const failed = await Promise.all([
      ask("/api/v1/channels", json("POST", { ...channel, name: "attic" })),
      ask("/api/v1/people", json("POST", { ...person, email: "ada@example.com" })),
      ask("/api/v1/sign-in", json("POST", { email: person.email, password: SECRETS.password })),
    ]);
    expect(failed.some(({ status }) => status === 500)).toBe(true);
    await expect.poll(() => web.said(), PATIENCE).toContain("request failed");
    const said = web.said();
    expect(said).toContain("request refused");
    const session = decodeURIComponent(cookie.slice(cookie.indexOf("=") + 1));
    for (const secret of [...Object.values(SECRETS), token, session, cookie.slice(cookie.indexOf("=") + 1)])
      expect(said.includes(secret), secret.slice(0, 24)).toBe(false);
  });
});
