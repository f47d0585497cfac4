import type { AnyRoute } from "#lib/http/index.ts";
import type { CallAnswer } from "./callApiForTests.ts";
import type { HiddenRegionApp, Names } from "./hiddenRegionForTests.ts";
import { addressFor, bodyFor } from "./namedRequestsForTests.ts";

export interface Asking {
  readonly token: string;
  readonly names: Names;
  readonly query?: string;
  readonly ending?: string;
}

export async function askOf(
  fleet: HiddenRegionApp,
  route: AnyRoute,
  { token, names, query = "", ending = "" }: Asking,
): Promise<CallAnswer> {
  const body = bodyFor(route, names);
  const type = typeof body === "string" ? "text/csv" : "application/json";
  const address = `${addressFor(route, names)}${ending}${query === "" ? "" : `?${query}`}`;
  return await fleet.call(address, {
    method: route.method,
    token,
    ...(body === undefined ? {} : { body, headers: { "content-type": type } }),
  });
}

export const nameOf = ({ method, path }: AnyRoute) => `${method} ${path}`;
/** What every table of the domain holds, each in one word. */
export async function digestDatabase({ app }: HiddenRegionApp): Promise<unknown> {
  const { superuser } = app.db;
  const tables = await superuser.query<{ name: string }>(
    "select format('%I', tablename) as name from pg_tables where schemaname = 'public' order by 1",
  );
  const digests = tables.rows.map(
    ({ name }) =>
      `select '${name}' as name, md5(string_agg(one::text, '|' order by one::text)) as held from ${name} one`,
  );
  return (await superuser.query(`${digests.join(" union all ")} order by name`)).rows;
}
