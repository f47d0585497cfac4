// `npm run bench:load [-- --quick]`: what pages take while one sender floods the application with samples.
import { runFloodBench } from "../bench/flood/run.ts";
import { startApp } from "./appUnderTest.ts";
import { runCommand } from "./commandError.ts";

const ROUNDS = 60;
const QUICK_ROUNDS = 15;

await runCommand(async () => {
  const app = await startApp();
  try {
    return (await runFloodBench(app, process.argv.includes("--quick") ? QUICK_ROUNDS : ROUNDS)) ? 0 : 1;
  } finally {
    await app.stop();
  }
});
