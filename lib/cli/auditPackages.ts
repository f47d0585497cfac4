import { spawnSync } from "node:child_process";
import { runCommand } from "./commandError.ts";
import { judgeAudit } from "./judgeAudit.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

const CODES = { clean: 0, found: 1, not_asked: 3 } as const;

/** `npm run audit:packages`: 0 = no advisory of high or critical, 1 = some, 3 = the registry could not be asked. */
await runCommand(async () => {
  const { stdout } = spawnSync("npm", ["audit", "--json", "--audit-level=high"], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
    maxBuffer: 64_000_000,
  });
  const verdict = judgeAudit(stdout ?? "");
  const said = verdict.outcome === "clean" ? process.stdout : process.stderr;
  said.write(`${[verdict.line, ...(verdict.outcome === "found" ? verdict.packages : [])].join("\n")}\n`);
  return CODES[verdict.outcome];
});
