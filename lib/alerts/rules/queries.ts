import type { Transaction } from "../../db/client.ts";
import {
  type AlertRule,
  type AlertRuleList,
  DEFAULT_RULES,
  type StoredRule,
  storedRuleSchema,
} from "./alertRule.ts";

/** Every rule: the defaults as they stand or were changed, then those that people made, by name. */
export async function listRules(db: Transaction): Promise<AlertRuleList> {
  const rows = await db.alertRule.findMany();
  const changed = new Map(rows.map((row) => [row.id, row]));
  const defaults = Object.entries(DEFAULT_RULES).map(([id, rule]): AlertRule => {
    const row = changed.get(id);
    return row === undefined
      ? answerRule(id, rule, null)
      : answerRule(id, storedRuleSchema.parse(row.rule), row);
  });
  const made = rows
    .filter(({ id }) => !isDefaultRule(id))
    .map((row) => answerRule(row.id, storedRuleSchema.parse(row.rule), row))
    .toSorted((one, other) => one.name.localeCompare(other.name, "en"));
  return { rules: [...defaults, ...made] };
}

/** Whether a rule stands in the code. */
export function isDefaultRule(id: string): boolean {
  return Object.hasOwn(DEFAULT_RULES, id);
}

function answerRule(
  id: string,
  rule: StoredRule,
  row: { readonly updatedAt: Date; readonly updatedBy: string } | null,
): AlertRule {
  const isDefault = isDefaultRule(id);
  return {
    id,
    ...rule,
    isDefault,
    isChanged: isDefault && row !== null,
    updatedAt: row?.updatedAt.toISOString() ?? null,
    updatedBy: row?.updatedBy ?? null,
  };
}

/** One rule; null = there is none. */
export async function findRule(db: Transaction, id: string): Promise<AlertRule | null> {
  const { rules } = await listRules(db);
  return rules.find((rule) => rule.id === id) ?? null;
}

/** What a rule says, without what is known about it. */
export function wordsOfRule(rule: AlertRule): StoredRule {
  const { id: _id, isDefault: _d, isChanged: _c, updatedAt: _a, updatedBy: _b, ...stored } = rule;
  return stored;
}
