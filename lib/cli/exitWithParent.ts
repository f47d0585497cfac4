// Loaded into a child before its own program (`node --import`): the child ends when its parent does.
import { onParentExit } from "./parentWatch.ts";

onParentExit(() => process.kill(process.pid, "SIGTERM"));
