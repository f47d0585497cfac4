import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { freePort } from "../db/launchPostgres.ts";
import { createTestDatabase } from "../db/testDatabase.ts";
import { isBuilt } from "./buildApp.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

const read = (name: string) => readFileSync(join(PROJECT_ROOT, name), "utf8");
const lines = read("Dockerfile")
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const finalStage = lines.slice(lines.findLastIndex((line) => line.startsWith("FROM")));
const argumentOf = (instruction: string) =>
  finalStage
    .find((line) => line.trimStart().startsWith(`${instruction} `))
    ?.trim()
    .slice(instruction.length + 1) ?? "";
const commandSchema = z.array(z.string());

/** The part of the Compose specification that is used here, strictly: a key that is mistyped is refused. */
const serviceSchema = z.strictObject({
  image: z.string(),
  build: z.literal(".").optional(),
  init: z.boolean().optional(),
  restart: z.literal("unless-stopped"),
  read_only: z.boolean().optional(),
  tmpfs: z.array(z.string()).optional(),
  cap_drop: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  shm_size: z.string().optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal("service_healthy") })).optional(),
  env_file: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()),
      interval: z.string(),
      timeout: z.string(),
      retries: z.number(),
    })
    .optional(),
  stop_grace_period: z.string(),
});
const composeSchema = z.strictObject({
  "x-web": z.unknown(),
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
});
const compose = composeSchema.parse(parse(read("compose.yaml"), { merge: true }));

describe("the compose file", () => {
  const { database, ...web } = compose.services;

  test("has two web processes of one image and one PostgreSQL, which they wait for", () => {
    expect(Object.keys(web)).toEqual(["web-1", "web-2"]);
    expect(new Set(Object.values(web).map(({ image }) => image)).size).toBe(1);
    expect(database?.image).toMatch(/^postgres:18/);
    for (const one of Object.values(web)) expect(one.depends_on).toHaveProperty("database");
    expect(database?.healthcheck?.test.join(" ")).toContain("pg_isready");
  });

  test("gives a web process nothing to write to but its anchors, and no right that it does not need", () => {
    for (const one of Object.values(web)) {
      expect(one).toMatchObject({
        read_only: true,
        cap_drop: ["ALL"],
        security_opt: ["no-new-privileges:true"],
        volumes: ["anchors:/anchors"],
        init: true,
      });
      // Reached through a proxy on the same machine, not from elsewhere.
      for (const port of one.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
    expect(database?.ports).toBeUndefined();
  });

  test("holds no secret, and every volume that is used is declared", () => {
    for (const { environment } of Object.values(compose.services))
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|KEY|URL/.test(name)) expect(value).toContain("${POSTGRES_PASSWORD:?");
    for (const line of read(".env.example").split("\n")) expect(line).toMatch(/^(#.*|[A-Z_]+=)?$/);
    const used = Object.values(compose.services).flatMap(({ volumes }) =>
      volumes.map((one) => one.split(":")[0]),
    );
    expect(new Set(used)).toEqual(new Set(Object.keys(compose.volumes)));
  });

  test("waits longer for an end than an end may take", () => {
    for (const one of Object.values(web)) {
      const drain = Number(one.environment["BALLAST_DRAIN_SECONDS"]);
      expect(Number.parseInt(one.stop_grace_period, 10)).toBeGreaterThan(drain + 20 + 5 + 5);
    }
  });
});

describe("the Dockerfile", () => {
  test("ends as somebody who owns nothing of what runs", () => {
    expect(argumentOf("USER")).toBe("node");
    const copies = finalStage.filter((line) => line.startsWith("COPY"));
    expect(copies.length).toBe(1);
    for (const copy of copies) expect(copy).toContain("--chown=root:root");
    expect(finalStage.findIndex((line) => line.startsWith("USER"))).toBeGreaterThan(
      finalStage.findLastIndex((line) => line.startsWith("RUN")),
    );
  });

  test("copies what a build reads, and nothing else into the image", () => {
    const allowed = read(".dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"))
      .map((line) => line.slice(1));
    expect(read(".dockerignore")).toMatch(/^\*$/m);
    for (const path of allowed) expect(existsSync(join(PROJECT_ROOT, path)), path).toBe(true);
    for (const path of ["app", "lib", "prisma", "package-lock.json", "next.config.js"])
      expect(allowed).toContain(path);
  });

  test("asks whether it is healthy of an address that is there", () => {
    const check = argumentOf("HEALTHCHECK");
    const port = /"--port", "(\d+)"/.exec(argumentOf("CMD"))?.[1];
    expect(check).toContain(`http://127.0.0.1:${port}/healthz`);
    expect(argumentOf("EXPOSE")).toBe(port);
  });
});

// The pages must have been built, as the image's are.
describe.runIf(isBuilt())("two containers that are started at once on a new database", () => {
  test("make one first admin, both answer, and both end with 0 when they are stopped", async () => {
    const database = await createTestDatabase();
    const command = commandSchema.parse(JSON.parse(argumentOf("CMD")));
    const started = await Promise.all(
      [await freePort(), await freePort()].map(async (port) => {
        const args = command.slice(1).map((argument) => (argument === "3000" ? String(port) : argument));
        const child = spawn(process.execPath, args, {
          cwd: PROJECT_ROOT,
          env: {
            ...process.env,
            DATABASE_URL: database.url,
            BALLAST_ADMIN_PASSWORD: "thirteen green umbrellas",
          },
          stdio: ["ignore", "pipe", "pipe"],
        });
        let said = "";
        for (const stream of [child.stdout, child.stderr])
          stream.on("data", (chunk) => {
            said += chunk;
          });
        return { child, port, ended: once(child, "exit"), said: () => said };
      }),
    );
    try {
      for (const { port, said } of started) {
        await expect.poll(said, { timeout: 150_000 }).toMatch(/Ctrl-C stops it\.|^ballast: /m);
        expect(said()).toContain("Ctrl-C stops it.");
        expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
        // A container's output is kept as its log.
        expect(said()).not.toMatch(/blst_|thirteen green umbrellas/);
      }
      const { rows } = await database.pool.query(
        "select (select count(*)::int from person) as people, (select count(*)::int from api_token) as tokens",
      );
      expect(rows).toEqual([{ people: 1, tokens: 0 }]);
      for (const { child } of started) child.kill("SIGTERM");
      expect((await Promise.all(started.map(({ ended }) => ended))).map(([code]) => code)).toEqual([0, 0]);
    } finally {
      for (const { child } of started) child.kill("SIGTERM");
      await Promise.all(started.map(({ ended }) => ended));
      await database.close();
    }
  });
});
