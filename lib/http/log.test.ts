import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { Prisma } from "../db/generated/client.ts";
import { parseEnv } from "../env.ts";
import { createLog, withLogMark } from "./log.ts";

const SETTINGS = parseEnv({
  DATABASE_URL: "postgresql://ballast:pass%2Fword-of-the-database@localhost:5432/ballast",
  BALLAST_SEAL_KEY: "a-key-that-seals-with-32-characters-or-more",
  BALLAST_AUDIT_ANCHOR_SECRET: "the-secret-of-anchors",
  BALLAST_CONTROL_SECRET: 'the "secret" of the control plane',
});

function linesOf(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  write(createLog(SETTINGS, { write: (line: string) => void lines.push(JSON.parse(line)) }));
  return lines;
}

describe("a line of the log", () => {
  test("carries the request or the job that it was written for, however deep and late", async () => {
    const lines: Record<string, unknown>[] = [];
    const log = createLog(SETTINGS, { write: (line: string) => void lines.push(JSON.parse(line)) });
    const work = (mark: Record<string, string>) =>
      withLogMark(mark, async () => {
        await pause(1);
        log.info("deep inside");
      });
    await Promise.all([work({ requestId: "r1" }), work({ job: "prune", jobId: "7" })]);
    log.info("outside");
    expect(lines.find(({ requestId }) => requestId === "r1")).toMatchObject({ msg: "deep inside" });
    expect(lines.find(({ job }) => job === "prune")).toMatchObject({ jobId: "7" });
    expect(Object.keys(lines.at(-1) ?? {})).not.toContain("requestId");
  });

  test.each([
    ["a token", `blst_${"a1-_".repeat(11)}`],
    ["a session", `blss_${"b2-_".repeat(11)}`],
    ["the database's password, as it is", "pass/word-of-the-database"],
    ["the database's password, as it stands in its address", "pass%2Fword-of-the-database"],
    ["the seal key", "a-key-that-seals-with-32-characters-or-more"],
    ["the secret of anchors", "the-secret-of-anchors"],
    ["a secret with quotes in it", 'the "secret" of the control plane'],
  ])("has %s nowhere: in words, in facts, in an error or its cause", (_what, secret) => {
    const text = JSON.stringify(
      linesOf((log) => {
        log.info(`it was ${secret}`);
        log.info({ deep: { inside: [`x${secret}`] } }, "facts");
        log.error({ err: new Error(`bad ${secret}`, { cause: new Error(`from ${secret}`) }) }, "error");
        log.error({ err: new AggregateError([new Error(secret)], secret) }, "errors");
      }),
    );
    expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(text).toContain("…");
  });

  test("has no password of any address", () => {
    const text = JSON.stringify(
      linesOf((log) => log.info("to https://ann:hunter22@example.com/hook and back")),
    );
    expect(text).not.toContain("hunter22");
    expect(text).toContain("https://ann:…@example.com/hook");
  });

  test("has of a database's error its message and code, but no row that it quotes", () => {
    const error = new pg.DatabaseError(
      'duplicate key value violates "api_token_secret_hash_key"',
      1,
      "error",
    );
    error.code = "23505";
    error.detail = "Key (secret_hash)=(the-hash) already exists.";
    error.where = "COPY x, line 1: the-row";
    const [line] = linesOf((log) => log.error({ err: error }, "failed"));
    expect(line).toMatchObject({ err: { code: "23505", message: expect.stringContaining("duplicate key") } });
    expect(JSON.stringify(line)).not.toMatch(/the-hash|the-row/);
  });

  test("has of an error by the ORM what is wrong, but not what was handed to it", () => {
    const error = new Prisma.PrismaClientValidationError(
      '\nInvalid `prisma.outgoingChannel.create()` invocation:\n\n{\n  data: {\n    secret: "the-handed-over",\n  }\n}\n\nArgument `name` is missing.',
      { clientVersion: "x" },
    );
    const [line] = linesOf((log) => log.error({ err: error }, "failed"));
    expect(line).toMatchObject({
      err: { message: "Invalid `prisma.outgoingChannel.create()` invocation: Argument `name` is missing." },
    });
    expect(JSON.stringify(line)).not.toContain("the-handed-over");
  });
});
