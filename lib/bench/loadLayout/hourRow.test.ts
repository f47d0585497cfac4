import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeHour, type RegistryHour, visitHour } from "./hourRow.ts";

test("an hour that was packed is read as it was", () => {
  const minutes = fc.array(fc.nat(2 ** 31 - 1), { minLength: 60, maxLength: 60 });
  const registries = fc.uniqueArray(fc.nat(1_000_000), { maxLength: 5 });
  fc.assert(
    fc.property(registries, minutes, minutes, (ids, requests, bytes) => {
      const hours: RegistryHour[] = ids
        .toSorted((left, right) => left - right)
        .map((registry) => ({ registry, requests, bytes }));
      const read: number[][] = [];
      visitHour(encodeHour(hours), (...one) => read.push(one));
      const sent = hours.flatMap(({ registry }) =>
        requests.map((requested, minute) => [registry, requested, bytes[minute] ?? 0]),
      );
      expect(read).toEqual(sent);
    }),
    { numRuns: 20 },
  );
});
