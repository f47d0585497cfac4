import { type Author, appendAudit } from "../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import {
  type AlertRule,
  DEFAULT_RULES,
  type NewRule,
  type RuleChange,
  type StoredRule,
  storedRuleSchema,
} from "./alertRule.ts";
import { findRule, isDefaultRule, wordsOfRule } from "./queries.ts";

/** Rules are few and seldom changed: changes come one after the other. Spells "rule". */
const RULES_LOCK = 0x72756c65;

/** Makes a rule. It holds from the next look on. */
export async function createRule(
  tx: Transaction,
  author: Author,
  body: NewRule,
): Promise<Result<AlertRule, Failure>> {
  await lockRules(tx);
  const id = await freeId(tx, body.name);
  await writeRule(tx, author, { id, rule: body });
  await appendAudit(tx, author, [
    { action: "alert_rule.created", thing: "alert_rule", thingName: id, after: body },
  ]);
  return await told(tx, id);
}

/** Changes what is named of a rule, of a default too. `not_found`; `invalid` where the rule would not be one. */
export async function changeRule(
  tx: Transaction,
  author: Author,
  { id, change }: { readonly id: string; readonly change: RuleChange },
): Promise<Result<AlertRule, Failure>> {
  await lockRules(tx);
  const before = await findRule(tx, id);
  if (before === null) return missing(id);
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after = storedRuleSchema.safeParse({ ...wordsOfRule(before), ...named });
  if (!after.success) {
    return err({ code: "invalid", detail: `The limit is none that ${before.measure} can have.` });
  }
  await writeRule(tx, author, { id, rule: after.data });
  await appendAudit(tx, author, [
    {
      action: "alert_rule.updated",
      thing: "alert_rule",
      thingName: id,
      before: wordsOfRule(before),
      after: after.data,
    },
  ]);
  return await told(tx, id);
}

/**
 * Removes a rule: its open alerts end at the next look. Of a default only what was changed is taken back; one that is not
 * changed is a `conflict` that says how it is switched off.
 */
export async function removeRule(
  tx: Transaction,
  author: Author,
  id: string,
): Promise<Result<AlertRule, Failure>> {
  await lockRules(tx);
  const before = await findRule(tx, id);
  if (before === null) return missing(id);
  if (before.isDefault && !before.isChanged)
    return err({
      code: "conflict",
      detail: `${before.name} is a default and cannot be removed. PATCH it with {"enabled":false} to switch it off.`,
    });
  await tx.alertRule.delete({ where: { id } });
  const facts = { thing: "alert_rule", thingName: id, before: wordsOfRule(before) } as const;
  const original = DEFAULT_RULES[id];
  await appendAudit(tx, author, [
    original === undefined
      ? { ...facts, action: "alert_rule.retired" }
      : { ...facts, action: "alert_rule.updated", after: original },
  ]);
  return ok((await findRule(tx, id)) ?? { ...before, enabled: false });
}

async function lockRules(tx: Transaction): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${RULES_LOCK})`;
}

async function writeRule(
  tx: Transaction,
  author: Author,
  { id, rule }: { readonly id: string; readonly rule: StoredRule },
): Promise<void> {
  const data = { rule, updatedAt: new Date(author.atMs), updatedBy: author.actor };
  await tx.alertRule.upsert({ where: { id }, create: { id, ...data }, update: data });
}

/** A readable id out of the name, with a number where it is taken. */
async function freeId(tx: Transaction, name: string): Promise<string> {
  const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const stem = words.replaceAll(/^-|-$/g, "").slice(0, 60) || "rule";
  const rows = await tx.alertRule.findMany({ where: { id: { startsWith: stem } }, select: { id: true } });
  const taken = new Set(rows.map((row) => row.id));
  let id = stem;
  for (let number = 2; taken.has(id) || isDefaultRule(id); number++) id = `${stem}-${number}`;
  return id;
}

async function told(tx: Transaction, id: string): Promise<Result<AlertRule, Failure>> {
  const rule = await findRule(tx, id);
  return rule === null ? missing(id) : ok(rule);
}

function missing(id: string): Result<never, Failure> {
  return err({
    code: "not_found",
    detail: `There is no alert rule ${id}. GET /api/v1/alert-rules lists them.`,
  });
}
