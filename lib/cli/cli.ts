import { runApiCommand } from "./api/runApiCommand.ts";
import { runCommand } from "./commandError.ts";

await runCommand(() =>
  runApiCommand(process.argv.slice(2), {
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
  }),
);
