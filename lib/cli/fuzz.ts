import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { runCommand } from "./commandError.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

/** `npm run fuzz -- [--seed N] [--runs M]`: the fuzzing of the API and of the decoders, for as long as one likes. */
await runCommand(async () => {
  const { values } = parseArgs({
    options: { seed: { type: "string", default: "1" }, runs: { type: "string", default: "100" } },
  });
  const { status } = spawnSync(
    "vitest",
    ["run", "--testTimeout=0", "app/api/fuzz", "lib/telemetry/decode/fuzz"],
    {
      cwd: PROJECT_ROOT,
      stdio: "inherit",
      env: { ...process.env, BALLAST_FUZZ_SEED: values.seed, BALLAST_FUZZ_RUNS: values.runs },
    },
  );
  return status ?? 1;
});
