import { z } from "zod";
import { isoInstantSchema, nextCursorSchema } from "../core/index.ts";

/** What GET /api/v1/registries/{registry}/bindings answers. */
export const bindingListSchema = z.strictObject({
  bindings: z
    .array(
      z.strictObject({
        region: z.string(),
        stamp: z.string(),
        boundAt: isoInstantSchema,
        unboundAt: isoInstantSchema.nullable().describe("null: still bound"),
        source: z.string().describe("`inventory`, or the plan and move that made it"),
      }),
    )
    .readonly()
    .describe("by region, then the oldest first; half-open intervals"),
  nextCursor: nextCursorSchema,
});

export type BindingList = z.output<typeof bindingListSchema>;

/** The list as a table. */
export function bindingTable({ bindings }: BindingList) {
  return {
    columns: ["region", "stamp", "bound_at", "unbound_at", "source"],
    rows: bindings.map((one) => [one.region, one.stamp, one.boundAt, one.unboundAt, one.source]),
  };
}
