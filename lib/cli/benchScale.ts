// `npm run bench:scale [-- --quick] [--soak [MINUTES]]`: what a fleet of 180,000 nodes takes, as it grows, or for long.
import { parseArgs } from "node:util";
import { runScaleBench } from "../bench/scale/run.ts";
import { startServedApp } from "../bench/servedApp.ts";
import { CommandError, runCommand } from "./commandError.ts";

const SOAK_MINUTES = 30;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      soak: { type: "boolean", default: false },
      share: { type: "string", default: "1" },
    },
  });
  const minutes = Number(positionals[0] ?? SOAK_MINUTES);
  const share = Number(values.share);
  if (!(minutes > 0 && minutes <= 24 * 60)) throw new CommandError("--soak takes minutes, up to a day");
  if (!(share > 0 && share <= 1)) throw new CommandError("--share is a part of the fleet, up to 1");
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopping.abort());
  const app = await startServedApp();
  try {
    await runScaleBench(app, {
      ...{ isQuick: values.quick, share, stopped: stopping.signal },
      soakMinutes: values.soak ? minutes : null,
    });
    return 0;
  } finally {
    await app.stop();
  }
});
