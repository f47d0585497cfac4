/** One request of a registry's access log. */
export interface LoggedRequest {
  readonly tsMs: number;
  readonly bytes: number;
  /** Every field that is a text or a number, and what the address tells: see `readRequest`. */
  readonly labels: ReadonlyMap<string, string>;
}

/** `not_repository`: a request that is none of a repository (a ping of `v2/`, the catalog, anything else). */
export type ReadRequest = LoggedRequest | { readonly malformed: string } | "not_repository";

/** A repository's name may have slashes itself: what comes after it is one of these words. */
const ADDRESS = /^\/?v2\/([^/?#]+)((?:\/[^/?#]+)*?)\/(manifests|blobs|tags|referrers)(?:[/?#]|$)/;
const LONGEST_VALUE = 1_000;

/**
 * Reads a record of the Docker distribution, by its present names (`time`, `http.request.host`, `http.request.uri`,
 * `http.response.written`) or by those of older ones (`timestamp`, `host`). Beside its own fields its labels have
 * `http_host` (without a port), `registry_namespace`, `registry_repository` and `registry_object`
 * (manifests, blobs, tags or referrers).
 */
export function readRequest(text: string): ReadRequest {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return { malformed: "is no JSON" };
  }
  const labels = new Map<string, string>();
  for (const [name, value] of Object.entries(Object(record))) {
    if (typeof value === "string" || typeof value === "number")
      labels.set(name, String(value).slice(0, LONGEST_VALUE));
  }
  const address = labels.get("http.request.uri");
  if (address === undefined) return { malformed: "has no http.request.uri" };
  const found = ADDRESS.exec(address);
  if (found === null) return "not_repository";
  const time = labels.get("time") ?? labels.get("timestamp") ?? labels.get("@timestamp") ?? "";
  const tsMs = /(?:Z|[+-]\d\d:?\d\d)$/.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(tsMs)) return { malformed: "has no time of RFC 3339 (time or timestamp)" };
  const bytes = Number(labels.get("http.response.written") ?? 0);
  if (!(bytes >= 0 && bytes <= Number.MAX_SAFE_INTEGER))
    return { malformed: "http.response.written is no size" };
  const [, namespace = "", rest = "", object = ""] = found;
  const host = labels.get("http.request.host") ?? labels.get("host");
  if (host !== undefined) labels.set("http_host", host.replace(/:\d+$/, ""));
  labels.set("registry_namespace", namespace);
  labels.set("registry_repository", namespace + rest);
  labels.set("registry_object", object);
  return { tsMs, bytes: Math.round(bytes), labels };
}
