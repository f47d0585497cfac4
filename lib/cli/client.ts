import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeAllRoutes } from "#app/api/description.ts";
import { type ApiDocument, writeClientTypes } from "../client/index.ts";
import { runCommand } from "./commandError.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

/** `npm run client`: makes the types of the client anew, from the description that the routes give of themselves. */
await runCommand(async () => {
  const file = join(PROJECT_ROOT, "lib/client/api.ts");
  // The document is plain JSON of the shape that `describeApi` makes.
  const types = writeClientTypes(describeAllRoutes() as unknown as ApiDocument);
  const isSame = types === readFileSync(file, "utf8");
  if (!isSame) writeFileSync(file, types);
  process.stdout.write(
    `lib/client/api.ts ${isSame ? "is as the API describes itself" : "made anew: look at the difference"}\n`,
  );
  return 0;
});
