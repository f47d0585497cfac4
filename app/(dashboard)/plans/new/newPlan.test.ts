import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { proposalBodySchema } from "#lib/planning/proposal/proposalBody.ts";
import { readEvents } from "../../../_components/readEvents.ts";
import { type ProposalOptions, proposalBodyOf } from "./proposalOptions.ts";

const NOTHING: ProposalOptions = {
  region: "westus",
  tenants: "",
  limit: null,
  moves: null,
  gain: null,
  leave: "",
  leaveStamps: "",
  make: true,
};

describe("what is asked of the planner", () => {
  test("is the region alone where nothing else is wanted, so that what is set holds", () => {
    expect(proposalBodyOf(NOTHING, "peak")).toEqual({ region: "westus", window: "peak" });
    expect(proposalBodyOf({ ...NOTHING, region: "" }, "peak")).toEqual({ window: "peak" });
  });

  test("is understood by the API in every part", () => {
    const all = {
      ...NOTHING,
      tenants: "halcyon-ai, contoso ,,contoso",
      limit: 40,
      moves: 12,
      gain: 0.5,
      leave: "alpha,beta",
      leaveStamps: "wus-f",
      make: false,
    };
    const parsed = proposalBodySchema.parse(proposalBodyOf(all, "now-720m"));
    expect(parsed).toMatchObject({
      region: "westus",
      window: "now-720m",
      limitP95: 40,
      tenants: ["halcyon-ai", "contoso"],
      constraints: {
        mostMoves: 12,
        minimumGainPoints: 0.5,
        excludeRegistries: ["alpha", "beta"],
        excludeStamps: ["wus-f"],
        newStamps: false,
      },
    });
  });
});

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

describe("a stream of events", () => {
  test("is read the same, wherever it is cut", async () => {
    const sent = [
      { event: "begun", data: '{"id":7}' },
      { event: "progress", data: '{"step":"searching","was":"größer"}' },
      { event: "result", data: "{}" },
    ];
    const bytes = new TextEncoder().encode(
      sent.map(({ event, data }) => `event: ${event}\ndata: ${data}\n\n`).join(": a comment\n\n"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((one, other) => one - other), bytes.length];
        const chunks = places.slice(1).map((to, at) => bytes.slice(places[at], to));
        const got = [];
        for await (const event of readEvents(streamOf(chunks))) got.push(event);
        expect(got).toEqual(sent);
      }),
    );
  });

  test("that ends in the middle of an event has not had it", async () => {
    const cut = new TextEncoder().encode("event: begun\ndata: {}\n\nevent: result\ndata: {");
    const got = [];
    for await (const { event } of readEvents(streamOf([cut]))) got.push(event);
    expect(got).toEqual(["begun"]);
  });
});
