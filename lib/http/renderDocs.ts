import type { OpenApiDocument } from "./openApi.ts";

type Json = Record<string, unknown>;

/**
 * The API description as one page: no script, no font, no request but the page itself. Made from the OpenAPI document,
 * so that it says the same.
 */
export function renderDocs(document: OpenApiDocument): string {
  const paths = Object.entries(document["paths"] as Record<string, Record<string, Json>>);
  const operations = paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = Map.groupBy(operations, ({ operation }) => String((operation["tags"] as string[])[0]));
  const sections = [...tags].map(
    ([tag, ofTag]) =>
      `<section><h2 id="${escapeHtml(tag)}">${escapeHtml(tag)}</h2>${ofTag.map(renderOperation).join("")}</section>`,
  );
  const links = [...tags.keys()].map((tag) => `<a href="#${escapeHtml(tag)}">${escapeHtml(tag)}</a>`);
  const info = document["info"] as Json;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ballast API</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><style>${STYLE}</style></head>
<body><header><h1>Ballast API</h1><p>${escapeHtml(String(info["description"]))}</p>
<p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI ${escapeHtml(String(document["openapi"]))})</p>
<nav>${links.join(" · ")}</nav></header><main>${sections.join("")}</main></body></html>`;
}

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly operation: Json;
}

function renderOperation({ path, method, operation }: Operation): string {
  const parameters = operation["parameters"] as readonly Json[];
  const rows = parameters.map(
    (one) =>
      `<tr><td><code>${escapeHtml(String(one["name"]))}</code></td><td>${escapeHtml(String(one["in"]))}</td>` +
      `<td>${one["required"] === true ? "required" : ""}</td><td>${escapeHtml(String(one["description"] ?? ""))}</td></tr>`,
  );
  return `<details><summary><b class="${method}">${method.toUpperCase()}</b> <code>${escapeHtml(path)}</code>
<span>${escapeHtml(String(operation["summary"]))}</span></summary><p>${escapeHtml(String(operation["description"]))}</p>
${rows.length > 0 ? `<table>${rows.join("")}</table>` : ""}${renderBody(operation)}${renderAnswers(operation)}</details>`;
}

function renderBody(operation: Json): string {
  const body = operation["requestBody"] as { content: Record<string, Json> } | undefined;
  if (!body) return "";
  return Object.entries(body.content)
    .map(([type, { schema }]) => renderSchema(`Body, ${type}`, schema))
    .join("");
}

function renderAnswers(operation: Json): string {
  const answers = Object.entries(operation["responses"] as Record<string, Json>);
  return answers
    .map(([status, answer]) => {
      const content = answer["content"] as Record<string, Json> | undefined;
      if (!content) return "";
      return Object.entries(content)
        .map(([type, { schema }]) => renderSchema(`${status}, ${type}`, schema))
        .join("");
    })
    .join("");
}

function renderSchema(title: string, schema: unknown): string {
  return `<h3>${escapeHtml(title)}</h3><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
code,pre{font:12px/1.5 ui-monospace,monospace}pre{max-height:24rem;overflow:auto;padding:.75rem;border:1px solid #8886;border-radius:6px}
summary{cursor:pointer;padding:.35rem 0}summary b{display:inline-block;min-width:4.5rem}summary span{opacity:.75;margin-left:.5rem}
table{border-collapse:collapse}td{padding:.2rem .8rem .2rem 0;vertical-align:top}h3{font-size:13px;margin:.75rem 0 .25rem}
details{border-bottom:1px solid #8883}details[open]{padding-bottom:1rem}`;
