import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNetwork } from "../core/index.ts";
import { settleForwarding } from "./forwarding.ts";

const trusted = ["10.0.0.0/8", "::1/128"].flatMap((text) => parseNetwork(text) ?? []);

function settle(remote: string, headers: Readonly<Record<string, string>>) {
  return settleForwarding({ remote, trusted, header: (name) => headers[name] ?? null });
}

describe("who sent a request", () => {
  test("is the other end of the connection, whatever it writes, unless that is a proxy of ours", () => {
    const headers = {
      "x-forwarded-for": "203.0.113.9",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "evil.example",
    };
    expect(settle("198.51.100.7", headers)).toEqual({
      address: "198.51.100.7",
      isSecure: false,
      host: null,
    });
    expect(settle("10.1.2.3", headers)).toEqual({
      address: "203.0.113.9",
      isSecure: true,
      host: "evil.example",
    });
  });

  test("is who the outermost proxy of ours saw, not what that one was told", () => {
    expect(settle("10.1.2.3", { "x-forwarded-for": "1.2.3.4, 203.0.113.9, 10.9.9.9" }).address).toBe(
      "203.0.113.9",
    );
    expect(settle("::1", { "x-forwarded-for": "10.0.0.5" }).address).toBe("10.0.0.5");
    expect(settle("::ffff:10.1.2.3", {}).address).toBe("10.1.2.3");
  });

  test("cannot be chosen by a sender behind a proxy, whatever it sends on", () => {
    fc.assert(
      fc.property(fc.string(), (told) => {
        const header = told === "" ? "203.0.113.9" : `${told}, 203.0.113.9`;
        expect(settle("10.1.2.3", { "x-forwarded-for": header }).address).toBe("203.0.113.9");
      }),
    );
  });
});
