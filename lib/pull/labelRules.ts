import { z } from "zod";

const labelName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, { error: "must be the name of a label" });
const rule = z.union([
  z.strictObject({ label: labelName }),
  z.strictObject({ value: z.string().min(1).max(200) }),
]);

/** Where each name of a series comes from: one of its labels, or the same word for all of them. */
export const labelRulesSchema = z.strictObject({
  stamp: rule,
  pool: rule,
  node: z.strictObject({ label: labelName, withoutPort: z.boolean().describe("`n0:9100` is n0") }),
});
export type LabelRules = z.output<typeof labelRulesSchema>;

export const DEFAULT_LABELS: LabelRules = {
  stamp: { label: "stamp" },
  pool: { label: "pool" },
  node: { label: "instance", withoutPort: true },
};
