import { expect, test } from "vitest";
import { judgeAudit } from "./judgeAudit.ts";

const metadata = (counts: Record<string, number>, total: number) => ({
  vulnerabilities: { info: 0, low: 0, moderate: 0, high: 0, critical: 0, ...counts },
  dependencies: { prod: 300, dev: 200, optional: 90, peer: 0, peerOptional: 0, total },
});

/** As npm 11 prints them, shortened. */
const CLEAN = { auditReportVersion: 2, vulnerabilities: {}, metadata: metadata({ total: 0 }, 512) };
const MODERATE = {
  ...CLEAN,
  vulnerabilities: {
    postcss: {
      ...{ name: "postcss", severity: "moderate", isDirect: false, effects: [], range: "<8.5.10" },
      via: [
        {
          source: 1,
          name: "postcss",
          title: "PostCSS has XSS",
          url: "https://x/GHSA-1",
          severity: "moderate",
        },
      ],
      ...{ nodes: ["node_modules/postcss"], fixAvailable: true },
    },
  },
  metadata: metadata({ moderate: 1, total: 1 }, 512),
};
const HIGH = {
  ...CLEAN,
  vulnerabilities: {
    mysql2: {
      ...{ name: "mysql2", severity: "high", isDirect: false, effects: ["prisma"], range: "<3.22.0" },
      via: [
        {
          source: 2,
          name: "mysql2",
          title: "Downgrade of authentication",
          url: "https://x/GHSA-2",
          severity: "high",
        },
      ],
    },
    prisma: {
      name: "prisma",
      severity: "critical",
      isDirect: true,
      via: ["mysql2"],
      effects: [],
      range: ">=7.0.0",
    },
  },
  metadata: metadata({ high: 1, critical: 1, total: 2 }, 512),
};
const NO_SERVICE = {
  message: "405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk",
  method: "POST",
  uri: "https://registry.example/-/npm/v1/security/advisories/bulk",
  ...{ headers: { allow: ["GET,HEAD"] }, statusCode: 405, body: "", error: { summary: "", detail: "" } },
};
const NO_LOCK = {
  error: { code: "ENOLOCK", summary: "This command requires an existing lockfile.", detail: "x" },
};
const OFFLINE = {
  message: "request to https://registry.example/ failed, reason: ENOTFOUND",
  error: { summary: "", detail: "" },
};

test.each([
  ["nothing found", CLEAN, "clean", "512 packages, 0 with an advisory, 0 of it high or critical"],
  ["moderate ones", MODERATE, "clean", "512 packages, 1 with an advisory, 0 of it high or critical"],
  ["high ones", HIGH, "found", "512 packages, 2 with an advisory, 2 of it high or critical"],
  [
    "a registry without advisories",
    NO_SERVICE,
    "not_asked",
    "not asked: the registry has no advisory service (it answered 405)",
  ],
  ["no lock file", NO_LOCK, "not_asked", "not asked: This command requires an existing lockfile."],
  [
    "no network",
    OFFLINE,
    "not_asked",
    "not asked: request to https://registry.example/ failed, reason: ENOTFOUND",
  ],
])("%s", (_, printed, outcome, line) => {
  expect(judgeAudit(JSON.stringify(printed))).toMatchObject({ outcome, line });
});

test("what is found is named with its reason, and what carries it too", () => {
  expect(judgeAudit(JSON.stringify(HIGH))).toMatchObject({
    packages: [
      "mysql2 <3.22.0 (high): Downgrade of authentication https://x/GHSA-2",
      "prisma >=7.0.0 (critical): by mysql2",
    ],
  });
});

test.each(["", "null", "[]", "{}", "not JSON", '{"vulnerabilities":{}}'])(
  "%j is never taken for clean",
  (printed) => {
    expect(judgeAudit(printed).outcome).toBe("not_asked");
  },
);
