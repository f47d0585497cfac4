// A process of the application that does one job once: `node jobReplicaForTests.ts <database> <job> <epoch ms>`.
import { flushCompileCache } from "node:module";
import { doJobAsReplica } from "./replicaJobForTests.ts";

// It is about to be killed: what was compiled for it is kept for the next.
flushCompileCache();
const [url = "", name = "", now = ""] = process.argv.slice(2);
await doJobAsReplica(url, name, Number(now));
