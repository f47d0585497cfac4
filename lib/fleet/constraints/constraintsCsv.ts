import { z } from "zod";
import { type Failure, type FieldError, nextCursorSchema, ok, type Result } from "../../core/index.ts";
import { constraintsAnswerSchema } from "../inventory/inventoryAnswer.ts";
import { type InventoryBody, inventoryBodySchema } from "../inventory/inventoryBody.ts";
import { type CsvRow, readCsvTable, refuseTable } from "../readCsvTable.ts";
import type { ReplicaConstraints } from "../types.ts";

/**
 * Constraints as a table for spreadsheets: a row a replica, and one more row for each further freeze of it, so that every
 * cell holds one thing. Tenants in `must_not_share_with` stand apart by `|`; a `|` within a name is written `\|`.
 */
export const CONSTRAINT_COLUMNS = [
  "registry",
  "region",
  "pinned",
  "excluded",
  "must_not_share_with",
  "freeze_from",
  "freeze_to",
  "freeze_why",
] as const;

type ConstraintRow = CsvRow<(typeof CONSTRAINT_COLUMNS)[number]>;

/** What PUT /api/v1/constraints takes: the table as text. */
/** Of the table as it is sent: a hundred thousand replicas with a few freezes each. */
export const MOST_CONSTRAINT_BYTES = 32 * 1_048_576;
export const constraintTextSchema = z
  .string()
  .max(MOST_CONSTRAINT_BYTES)
  .describe(CONSTRAINT_COLUMNS.join(","));

/** What GET /api/v1/constraints answers. */
export const constraintListSchema = z.strictObject({
  replicas: z
    .array(
      z.strictObject({
        registry: z.string(),
        region: z.string(),
        homeStamp: z.string(),
        constraints: constraintsAnswerSchema,
      }),
    )
    .readonly(),
  nextCursor: nextCursorSchema,
});

export type ConstraintList = {
  readonly nextCursor: string | null;
  readonly replicas: readonly {
    readonly registry: string;
    readonly region: string;
    readonly homeStamp: string;
    readonly constraints: ReplicaConstraints;
  }[];
};

/** The table of the replicas, in their order. */
export function constraintTable({ replicas }: Pick<ConstraintList, "replicas">) {
  const rows = replicas.flatMap(({ registry, region, constraints }) => {
    const tenants = constraints.mustNotShareWith.map((tenant) => tenant.replaceAll("|", "\\|")).join("|");
    const facts = [registry, region, String(constraints.pinned), String(constraints.excluded), tenants];
    if (constraints.freezes.length === 0) return [[...facts, "", "", ""]];
    return constraints.freezes.map(({ from, to, why }) => [...facts, from, to, why]);
  });
  return { columns: CONSTRAINT_COLUMNS, rows };
}

/**
 * A table as an inventory that names nothing but constraints. Rows of one replica must agree in all but their freeze.
 * A replica that is not in the table is left alone. `malformed` with the line of everything that is wrong.
 */
export function parseConstraintsCsv(text: string): Result<InventoryBody, Failure> {
  const rows = readCsvTable(text, { columns: CONSTRAINT_COLUMNS, needed: CONSTRAINT_COLUMNS });
  if (!rows.ok) return rows;
  const errors: FieldError[] = [];
  const replicas = new Map<string, ParsedReplica>();
  for (const row of rows.value) {
    const line = `line ${row.line}`;
    const replica = parseRow(row.cells, (message) => errors.push({ path: line, message }));
    const key = `${replica.registry}/${replica.region}`;
    const known = replicas.get(key);
    if (!known) replicas.set(key, replica);
    else if (JSON.stringify(known.facts) !== JSON.stringify(replica.facts)) {
      errors.push({ path: line, message: `contradicts an earlier line of ${key}` });
    } else known.freezes.push(...replica.freezes);
  }
  if (errors.length > 0) return refuseTable(errors);
  return toInventory([...replicas.values()]);
}

interface ParsedReplica {
  readonly registry: string;
  readonly region: string;
  readonly facts: {
    readonly pinned: boolean;
    readonly excluded: boolean;
    readonly mustNotShareWith: readonly string[];
  };
  readonly freezes: { from: string; to: string; why: string }[];
}

function parseRow(row: ConstraintRow, complain: (message: string) => void): ParsedReplica {
  const yes = (column: "pinned" | "excluded"): boolean => {
    const cell = row[column].toLowerCase();
    if (cell !== "true" && cell !== "false" && cell !== "") complain(`${column} must be true or false`);
    return cell === "true";
  };
  const tenants = row.must_not_share_with;
  const freeze = { from: row.freeze_from, to: row.freeze_to, why: row.freeze_why };
  return {
    registry: row.registry,
    region: row.region,
    facts: {
      pinned: yes("pinned"),
      excluded: yes("excluded"),
      mustNotShareWith:
        tenants === "" ? [] : tenants.split(/(?<!\\)\|/).map((name) => name.trim().replaceAll("\\|", "|")),
    },
    freezes: freeze.from === "" && freeze.to === "" ? [] : [freeze],
  };
}

function toInventory(replicas: readonly ParsedReplica[]): Result<InventoryBody, Failure> {
  const byRegistry = Map.groupBy(replicas, (replica) => replica.registry);
  const body = {
    registries: [...byRegistry].map(([name, ofRegistry]) => ({
      name,
      replicas: ofRegistry.map(({ region, facts, freezes }) => ({
        region,
        constraints: { ...facts, freezes },
      })),
    })),
  };
  const parsed = inventoryBodySchema.safeParse(body);
  if (parsed.success) return ok(parsed.data);
  const registries = [...byRegistry.keys()];
  return refuseTable(
    parsed.error.issues.map((issue) => ({
      path: registries[Number(issue.path[1])] ?? "the table",
      message: `${issue.path.slice(2).join(".")}: ${issue.message}`,
    })),
  );
}
