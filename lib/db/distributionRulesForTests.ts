import { parseSync } from "libpg-query";
import { DISTRIBUTED_BY, isDistributed, TELEMETRY_TABLES } from "./distribution.ts";

type Node = Readonly<Record<string, unknown>>;

/** One telemetry table as one level of a statement names it. */
interface Named {
  readonly table: string;
  /** What columns are qualified with. */
  readonly alias: string;
}

/**
 * What in a statement would make Citus look beyond one machine for a row, in words; none where it keeps the rules: every
 * level that reads or changes a distributed table compares its distribution column with something, two distributed tables
 * meet on theirs, none meets a table of the application, and what is inserted names the column. `mayScan` = a declared
 * reading of the whole fleet, which need not name its pools.
 */
export function findLayoutFaults(text: string, { mayScan = false } = {}): string[] {
  const faults: string[] = [];
  const parsed = parseSync(text);
  const parts = new Set<string>();
  visit(parsed, (kind, node) => {
    if (kind === "CommonTableExpr") parts.add(String(node["ctename"]));
    return true;
  });
  visit(parsed, (kind, node) => {
    if (kind === "InsertStmt" || kind === "CopyStmt") faults.push(...faultsOfInsert(node));
    if (LEVELS.includes(kind)) faults.push(...faultsOfLevel(kind, node, { mayScan, parts }));
    return true;
  });
  return faults;
}

const LEVELS = ["SelectStmt", "UpdateStmt", "DeleteStmt"];

function faultsOfInsert(node: Node): string[] {
  const table = nameOf(node["relation"])?.table;
  if (table === undefined || !isDistributed(table)) return [];
  const columns = ["cols", "attlist"].flatMap((key) => listOf(node[key])).map(nameOfColumn);
  const column = DISTRIBUTED_BY[table];
  return columns.includes(column) ? [] : [`a row for ${table} is written without its ${column}`];
}

interface LevelRules {
  readonly mayScan: boolean;
  /** Names that the statement's `with` gives. */
  readonly parts: ReadonlySet<string>;
}

function faultsOfLevel(kind: string, level: Node, { mayScan, parts }: LevelRules): string[] {
  const places = [level["relation"], level["fromClause"], level["usingClause"]];
  const tables = places.flatMap(tablesIn);
  const distributed = tables.filter(({ table }) => isDistributed(table));
  if (distributed.length === 0) return [];
  const foreign = tables.filter(({ table }) => !isTelemetry(table) && !parts.has(table));
  const compared = [level["whereClause"], ...places].flatMap((place) =>
    comparisonsIn(place, distributed.length + foreign.length === 1 ? distributed[0]?.alias : undefined),
  );
  const faults = foreign.map(({ table }) => `${distributed[0]?.table} is joined with ${table}`);
  const filtered = kind !== "SelectStmt" || hasWhere(level);
  for (const { table, alias } of distributed) {
    const key = `${alias}.${columnOf(table)}`;
    if (!mayScan && filtered && !compared.some((sides) => sides.includes(key)))
      faults.push(`${table} is ${filtered ? "filtered" : "read"} without its ${columnOf(table)}`);
  }
  for (const [at, { table, alias }] of distributed.entries()) {
    if (at === 0) continue;
    const key = `${alias}.${columnOf(table)}`;
    const meets = compared.some(
      (sides) => sides.includes(key) && sides.some((side) => side !== key && keyed(side)),
    );
    if (!meets) faults.push(`${table} meets another table otherwise than by its ${columnOf(table)}`);
  }
  return faults;

  function keyed(side: string): boolean {
    return distributed.some(({ table, alias }) => side === `${alias}.${columnOf(table)}`);
  }
}

function isTelemetry(table: string): boolean {
  return TELEMETRY_TABLES.some((one) => one === table);
}

function columnOf(table: string): string {
  return isDistributed(table) ? DISTRIBUTED_BY[table] : "";
}

function hasWhere(level: Node): boolean {
  return level["whereClause"] !== undefined;
}

/** Tables of a from clause and its joins, not of the queries within: those are levels of their own. */
function tablesIn(place: unknown): Named[] {
  const found: Named[] = [];
  visit(place, (kind, node) => {
    const named = kind === "RangeVar" ? nameOf(node) : null;
    if (named !== null) found.push(named);
    return kind !== "SelectStmt";
  });
  const named = nameOf(place);
  return named === null || found.length > 0 ? found : [named];
}

/** Tables by their names, those of another schema than `telemetry` and the search path's with it. */
function nameOf(node: unknown): Named | null {
  const { schemaname, relname, alias } = (node ?? {}) as Node;
  if (typeof relname !== "string") return null;
  const aliasName = (alias as Node | undefined)?.["aliasname"];
  const isPlain = schemaname === "telemetry" || schemaname === undefined;
  const table = isPlain ? relname : `${String(schemaname)}.${relname}`;
  return { table, alias: typeof aliasName === "string" ? aliasName : relname };
}

/** Each `=`, `= any` and `in` of a condition as the columns it names, qualified; a bare column is `only`'s. */
function comparisonsIn(place: unknown, only: string | undefined): string[][] {
  const found: string[][] = [];
  visit(place, (kind, node) => {
    if (kind === "A_Expr" && isEquality(node))
      found.push([node["lexpr"], node["rexpr"]].flatMap((side) => columnIn(side, only)));
    if (kind === "JoinExpr") found.push(...comparisonsOfUsing(node));
    // What only one branch of an `or` says does not hold for the whole.
    return kind !== "SelectStmt" && !(kind === "BoolExpr" && node["boolop"] !== "AND_EXPR");
  });
  return found;
}

/** `using (pool, slot)`: both sides' columns of these names. */
function comparisonsOfUsing(join: Node): string[][] {
  const joined = [join["larg"], join["rarg"]].flatMap(tablesIn);
  return listOf(join["usingClause"]).map((column) =>
    joined.map(({ alias }) => `${alias}.${nameOfColumn(column)}`),
  );
}

function isEquality(node: Node): boolean {
  const [operator] = listOf(node["name"]);
  const sign = ((operator as Node | undefined)?.["String"] as Node | undefined)?.["sval"];
  return sign === "=" && ["AEXPR_OP", "AEXPR_OP_ANY", "AEXPR_IN"].includes(String(node["kind"]));
}

function columnIn(side: unknown, only: string | undefined): string[] {
  const reference = (side as Node | undefined)?.["ColumnRef"] as Node | undefined;
  if (reference === undefined) return [];
  const names = listOf(reference["fields"]).map((field) =>
    String(((field as Node)["String"] as Node | undefined)?.["sval"]),
  );
  return names.length === 1
    ? only === undefined
      ? []
      : [`${only}.${names[0]}`]
    : [names.slice(-2).join(".")];
}

function nameOfColumn(column: unknown): string {
  const { ResTarget, String: text } = column as { ResTarget?: Node; String?: Node };
  return String(ResTarget?.["name"] ?? text?.["sval"]);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Every tagged node below, depth first; into a node where the visitor says so. */
function visit(value: unknown, see: (kind: string, node: Node) => boolean): void {
  if (Array.isArray(value)) {
    for (const one of value) visit(one, see);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    const isNode = /^[A-Z]/.test(key) && typeof child === "object" && child !== null;
    if (isNode && !see(key, child as Node)) continue;
    visit(child, see);
  }
}
