import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

const projectRoot = join(import.meta.dirname, "..");
const config = join(projectRoot, ".dependency-cruiser.cjs");

const rulesSchema = z.object({ forbidden: z.array(z.object({ name: z.string() })) });
const ruleNames = rulesSchema.parse(createRequire(import.meta.url)(config)).forbidden.map(({ name }) => name);

/** What each rule must catch: one file, and the one import in it that is not allowed. */
const FORBIDDEN: Readonly<Record<string, readonly [file: string, imported: string]>> = {
  "layer-core": ["lib/core/a.ts", "lib/stats/b.ts"],
  "layer-stats": ["lib/stats/a.ts", "lib/fleet/b.ts"],
  "layer-fleet": ["lib/fleet/a.ts", "lib/telemetry/b.ts"],
  "layer-telemetry": ["lib/telemetry/a.ts", "lib/imports/b.ts"],
  "layer-imports": ["lib/imports/a.ts", "lib/hotness/b.ts"],
  "layer-hotness": ["lib/hotness/a.ts", "lib/contribution/b.ts"],
  "layer-contribution": ["lib/contribution/a.ts", "lib/simulation/b.ts"],
  "layer-simulation": ["lib/simulation/a.ts", "lib/backtest/b.ts"],
  "layer-backtest": ["lib/backtest/a.ts", "lib/planning/b.ts"],
  "layer-planning": ["lib/planning/a.ts", "lib/execution/b.ts"],
  "layer-execution": ["lib/execution/a.ts", "lib/outgoing/b.ts"],
  "layer-outgoing": ["lib/outgoing/a.ts", "lib/pull/b.ts"],
  "layer-pull": ["lib/pull/a.ts", "lib/alerts/b.ts"],
  "layer-alerts": ["lib/alerts/a.ts", "lib/reports/b.ts"],
  "layer-reports": ["lib/reports/a.ts", "lib/charts/b.ts"],
  "no-circles": ["lib/fleet/circle.ts", "lib/fleet/circleBack.ts"],
  "core-imports-nothing": ["lib/core/c.ts", "lib/env.ts"],
  "pure-no-edge": ["lib/fleet/deep/pure.ts", "lib/db/client.ts"],
  "pure-no-shell": ["lib/fleet/pure.ts", "lib/fleet/deep/queries.ts"],
  "pure-no-platform": ["lib/charts/pure.ts", "react"],
  "shell-no-outer": ["lib/fleet/commands.ts", "lib/http/route.ts"],
  "db-knows-no-domain": ["lib/db/rows.ts", "lib/fleet/b.ts"],
  "audit-and-auth-know-no-domain": ["lib/auth/who.ts", "lib/fleet/b.ts"],
  "edge-uses-index": ["lib/jobs/job.ts", "lib/fleet/b.ts"],
  "nothing-imports-the-top": ["lib/http/top.ts", "lib/demo/demo.ts"],
  "app-no-driver": ["app/page.tsx", "pg"],
  "what-answers-is-limited": ["app/(dashboard)/fleet/page.tsx", "lib/http/appContext.ts"],
  "no-tests-in-production": ["lib/http/fromTest.ts", "lib/fleet/fleetForTests.ts"],
  resolvable: ["lib/http/lost.ts", "lib/http/nowhere.ts"],
};

/** What must pass, because the house is built that way. */
const ALLOWED: readonly (readonly [file: string, imported: string])[] = [
  ["lib/hotness/fine.ts", "lib/telemetry/b.ts"],
  ["lib/core/schema.ts", "zod"],
  ["lib/fleet/queries.ts", "lib/db/client.ts"],
  ["lib/http/fine.ts", "lib/fleet/index.ts"],
  ["lib/fleet/fine.test.ts", "lib/db/client.ts"],
  ["lib/cli/fine.ts", "lib/demo/demo.ts"],
  ["app/fine.tsx", "react"],
];

interface Violation {
  readonly rule: string;
  readonly from: string;
}

/** Writes the files into a tree of their own and runs the project's rules over it. */
function violationsOf(edges: readonly (readonly [file: string, imported: string])[]): Violation[] {
  const root = mkdtempSync(join(tmpdir(), "ballast-boundaries-"));
  try {
    writeFileSync(join(root, "tsconfig.json"), "{}");
    const write = (file: string, text: string): void => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    };
    mkdirSync(join(root, "app"));
    for (const name of ["react", "pg", "zod"]) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
      write(`node_modules/${name}/index.js`, "export const value = 1;\n");
    }
    for (const [, imported] of edges) {
      if (/^(lib|app)\//.test(imported) && !imported.includes("nowhere"))
        write(imported, "export const value = 1;\n");
    }
    for (const [file, imported] of edges) write(file, importing(file, imported));
    if (edges.some(([, imported]) => imported === "lib/fleet/circleBack.ts")) {
      write("lib/fleet/circleBack.ts", importing("lib/fleet/circleBack.ts", "lib/fleet/circle.ts"));
    }
    const program = join(projectRoot, "node_modules/.bin/depcruise");
    const run = spawnSync(
      process.execPath,
      [program, "--config", config, "--output-type", "json", "lib", "app"],
      {
        cwd: root,
        encoding: "utf8",
      },
    );
    const answer = answerSchema.parse(JSON.parse(run.stdout));
    return answer.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
  } finally {
    rmSync(root, { recursive: true });
  }
}

const answerSchema = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

function importing(file: string, imported: string): string {
  const steps = "../".repeat(file.split("/").length - 1);
  const target = /^(lib|app)\//.test(imported) ? `${steps}${imported}` : imported;
  return `import * as other from "${target}";\nexport const value = other;\n`;
}

test("every rule has a case that it must catch", () => {
  expect(Object.keys(FORBIDDEN).sort()).toEqual([...ruleNames].sort());
});

test("every rule catches its case", () => {
  const found = violationsOf(Object.values(FORBIDDEN));
  for (const [rule, [from]] of Object.entries(FORBIDDEN)) expect(found).toContainEqual({ rule, from });
});

test("what the plan of the house allows passes", () => {
  expect(violationsOf(ALLOWED)).toEqual([]);
});
