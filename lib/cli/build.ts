import { buildApp } from "./buildApp.ts";
import { runCommand } from "./commandError.ts";

// `npm run up` builds where it is needed; a container is built before it is started.
await runCommand(async () => {
  await buildApp();
  return 0;
});
