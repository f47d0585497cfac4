// Appends an event and anchors it, over and over, until it is killed: `node anchorProcessForTests.ts URL FILE`.
import { createDatabaseClient } from "../db/client.ts";
import { AuditAnchors } from "./auditAnchors.ts";
import { appendForTests } from "./auditForTests.ts";

const [url = "", file = ""] = process.argv.slice(2);
const client = createDatabaseClient(url);
const anchors = new AuditAnchors(client, { file, send: null });
for (let number = 1; ; number += 1) {
  await appendForTests(client, [number]);
  const anchor = await anchors.anchor(Date.now());
  process.stdout.write(`${anchor?.eventId}\n`);
}
