import type { PersonView } from "#lib/auth/people/person.ts";

/** Where a person may do what their role lets them. */
export function describeRegions(regions: PersonView["regions"]): string {
  if (regions === null) return "whole fleet";
  return regions.length === 0 ? "no region" : regions.join(", ");
}

/** How a person signs in, or why they cannot. */
export function describeSignIn(
  person: Pick<
    PersonView,
    "disabledAt" | "isFromProvider" | "mustChangePassword" | "hasPassword" | "hasSecondFactor"
  >,
): string {
  if (person.disabledAt !== null) return "disabled";
  if (person.isFromProvider) return "single sign-on";
  if (person.mustChangePassword) return "a first password";
  return person.hasSecondFactor ? "password and code" : "password";
}
