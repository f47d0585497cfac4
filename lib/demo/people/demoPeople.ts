import { z } from "zod";
import type { Role } from "../../auth/index.ts";

/** Who plays the demo's story: one of every role, and a second approver, because a plan may need two. */
export const DEMO_PEOPLE = [
  { name: "vera", role: "viewer" },
  { name: "otto", role: "operator" },
  { name: "ines", role: "approver" },
  { name: "abel", role: "approver" },
  { name: "ada", role: "admin" },
] as const satisfies readonly { readonly name: string; readonly role: Role }[];

export const demoPersonSchema = z.strictObject({
  name: z.enum(DEMO_PEOPLE.map(({ name }) => name)).describe("whom to play"),
});

export type DemoPersonName = (typeof DEMO_PEOPLE)[number]["name"];
