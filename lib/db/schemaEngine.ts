import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";
import * as engineModule from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

export type SchemaEngine = engineModule.SchemaEngine;
export type MigrationList = engineModule.MigrationList;

/** What PostgreSQL said to the statement that failed; the engine itself answers only that something did. */
export class SchemaEngineError extends Error {}

/**
 * Runs `use` with Prisma's own schema engine, as WebAssembly, because the native one would have to be downloaded.
 * `datamodel` is schema.prisma. A migration's script runs in one transaction together with the mark that it is applied.
 */
export async function withSchemaEngine<T>(
  url: string,
  datamodel: { readonly path: string; readonly content: string },
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadEngine();
  let refusal: unknown;
  const adapters: SqlDriverAdapter[] = [];
  const factory = atomicScripts(new PrismaPg({ connectionString: url }), url, {
    onRefusal: (error) => {
      refusal = error;
    },
    onConnect: (adapter) => adapters.push(adapter),
  });
  const engine = await engineModule.SchemaEngine.new(
    { datamodels: [[datamodel.path, datamodel.content]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(factory),
  );
  try {
    return await use(engine);
  } catch (error) {
    const reason = refusal instanceof Error ? refusal.message : firstLineOf(error);
    throw new SchemaEngineError(reason, { cause: error });
  } finally {
    engine.free();
    // Freeing the engine leaves its connections open, and an open one keeps a database from being cloned.
    await Promise.all(adapters.map((adapter) => adapter.dispose()));
  }
}

/** Only ever touches the one migration in progress: the caller holds the migration lock. */
const MARK_APPLIED = `
do $$ begin
  if to_regclass('public._prisma_migrations') is not null then
    update public._prisma_migrations set finished_at = now(), applied_steps_count = 1
     where finished_at is null and rolled_back_at is null;
  end if;
end $$;`;

/**
 * The adapter cuts scripts at every semicolon, also inside comments and function bodies, and commits each piece by
 * itself. Here the script goes to the server whole, which runs it as one transaction, so that a migration that is
 * killed midway has either not happened or is marked as done.
 */
function atomicScripts(
  factory: SqlMigrationAwareDriverAdapterFactory,
  url: string,
  on: { onRefusal: (error: unknown) => void; onConnect: (adapter: SqlDriverAdapter) => void },
): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connectToShadowDb: () => factory.connectToShadowDb(),
    connect: async () => {
      const adapter = await factory.connect();
      on.onConnect(adapter);
      adapter.executeScript = async (script) => {
        try {
          await executeWhole(url, `${script}\n;${MARK_APPLIED}`);
        } catch (error) {
          on.onRefusal(error);
          throw error;
        }
      };
      const queryRaw = adapter.queryRaw.bind(adapter);
      adapter.queryRaw = async (query) =>
        asCharacters(await queryRaw({ ...query, sql: castCharacters(query.sql) }));
      return adapter;
    },
  };
}

/**
 * The engine reads three catalog columns of PostgreSQL's type "char", which the adapter refuses to hand over. They are
 * asked for as text, and then called characters again.
 */
const CHARACTER_COLUMNS = ["constraint_type", "confdeltype", "confupdtype"];

function castCharacters(sql: string): string {
  return sql
    .replace("constr.contype AS constraint_type", "constr.contype::text AS constraint_type")
    .replace(/\bcon\.(confdeltype|confupdtype),/g, "con.$1::text,");
}

function asCharacters(result: SqlResultSet): SqlResultSet {
  const columnTypes = result.columnTypes.map((type, column) =>
    CHARACTER_COLUMNS.includes(result.columnNames[column] ?? "") ? ColumnTypeEnum.Character : type,
  );
  return { ...result, columnTypes };
}

async function executeWhole(url: string, script: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(script);
  } finally {
    await client.end();
  }
}

let loading: Promise<void> | undefined;

function loadEngine(): Promise<void> {
  loading ??= (async () => {
    const path = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
    const bytes = readFileSync(path.replace(/\.js$/, ".wasm"));
    // wasm-bindgen's module is its own import object; its type declares what it offers, not what it imports.
    const imports = { "./schema_engine_bg.js": engineModule } as unknown as WebAssembly.Imports;
    const { instance } = await WebAssembly.instantiate(bytes, imports);
    engineModule.__wbg_set_wasm(instance.exports);
    const start = instance.exports["__wbindgen_start"];
    if (typeof start === "function") start();
  })();
  return loading;
}

function firstLineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n")[0] ?? "no reason given";
}
