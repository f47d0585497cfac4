import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./api.ts";

/** Every route with its types: `client.GET("/api/v1/fleet", { params: { query: { region } } })`. */
export type ApiClient = Client<paths, "application/json" | "application/problem+json">;

export interface ApiAccess {
  /** Where the application is: `https://ballast.example.com`. */
  readonly url: string;
  /** A token made under Settings or by `npm run token`. */
  readonly token: string;
  /** In place of the platform's `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/**
 * A client of the HTTP API. Each call answers `{ data, response }`, or `{ error, response }` with the problem (RFC 9457) that
 * the API refused it by; it throws where there is no answer at all. `parseAs: "text"` with an Accept of `text/csv` gives tables.
 */
export function createApiClient({ url, token, fetch }: ApiAccess): ApiClient {
  return createClient({
    baseUrl: url,
    headers: { authorization: `Bearer ${token}` },
    ...(fetch === undefined ? {} : { fetch }),
  });
}
