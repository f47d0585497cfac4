import { createHash } from "node:crypto";
import type { PlanContent } from "../planning/planContent.ts";

/** SHA-256 over a content, whatever the order of its fields: the same for what was submitted and for what runs. */
export function digestContent(content: PlanContent): string {
  return createHash("sha256").update(canonical(content)).digest("hex");
}

/** JSON with the fields of every object in the order of their names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
