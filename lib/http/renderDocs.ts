import type { OpenApiDocument } from "./openApi.ts";

type Json = Record<string, unknown>;

/**
 * The API description as one page: no script, no font, one style sheet. Made from the OpenAPI document,
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
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><link rel="stylesheet" href="/docs.css"></head>
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
