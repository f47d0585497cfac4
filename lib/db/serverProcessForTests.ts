// A process that holds an embedded server until it is killed: `node serverProcessForTests.ts DIRECTORY`.
import { startEmbeddedServer } from "./embeddedServer.ts";

const [directory = ""] = process.argv.slice(2);
const server = await startEmbeddedServer(directory, { command: "a test's process" });
process.on("SIGTERM", () => void server.stop().then(() => process.exit(0)));
process.stdout.write(`${server.url}\n`);
await server.ended;
