import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";
import { roleSchema } from "../apiToken.ts";
import { PERSON_ROLES } from "./decideGrant.ts";
import { LONGEST_PASSWORD } from "./passwordRules.ts";

export const personRoleSchema = z.enum(PERSON_ROLES);

const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, { error: "must not hold control characters" });

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email({ error: "must be an e-mail address" }))
  .describe("what the audit calls this person");

/** By name; null = the whole fleet, also what is to come. An empty list is no region at all. */
const regionsSchema = z
  .array(z.string().max(200))
  .max(1_000)
  .nullable()
  .describe("names of the regions this person is limited to; null = the whole fleet");

export const newPersonSchema = z.strictObject({
  name: nameSchema,
  email: emailSchema,
  role: personRoleSchema,
  regions: regionsSchema.default(null),
});
export type NewPerson = z.output<typeof newPersonSchema>;

export const personChangeSchema = z.strictObject({
  name: nameSchema.optional(),
  role: personRoleSchema.optional(),
  regions: regionsSchema.optional(),
  isDisabled: z.boolean().optional().describe("signed out everywhere at once, and refused from then on"),
});
export type PersonChange = z.output<typeof personChangeSchema>;

export const personIdSchema = z.strictObject({ id: z.string().min(1).max(64) });
export const sessionIdSchema = z.strictObject({ id: z.string().min(1).max(64) });

/** What the shell says of a person: what is not named stays as it is. */
export const personFromShellSchema = z.strictObject({
  email: emailSchema,
  name: nameSchema.optional(),
  role: personRoleSchema.optional(),
  regions: regionsSchema.optional(),
  reset: z.boolean(),
});
export type PersonFromShell = z.output<typeof personFromShellSchema>;

/** A person as an admin sees them. */
export const personSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: personRoleSchema,
  regions: z.array(z.string()).readonly().nullable().describe("null = the whole fleet"),
  hasSecondFactor: z.boolean(),
  hasPassword: z.boolean(),
  isFromProvider: z.boolean().describe("role and regions come from single sign-on, anew at each sign-in"),
  mustChangePassword: z.boolean(),
  sessions: z.number().int().describe("browsers that are signed in"),
  createdAt: isoInstantSchema,
  createdBy: z.string(),
  lastSeenAt: isoInstantSchema.nullable(),
  disabledAt: isoInstantSchema.nullable(),
});
export type PersonView = z.output<typeof personSchema>;

export const personListSchema = z.strictObject({ people: z.array(personSchema).readonly() });

export const personWithPasswordSchema = personSchema.extend({
  password: z
    .string()
    .nullable()
    .describe(
      "shown this once, and changed at the next sign-in; null when a repeated request is answered again",
    ),
});
export type PersonWithPassword = z.output<typeof personWithPasswordSchema>;

/** No rule here: what was a password once may be sent, and only new ones are judged. */
const passwordSchema = z
  .string()
  .min(1)
  .max(LONGEST_PASSWORD * 4);

export const signInBodySchema = z.strictObject({ email: emailSchema, password: passwordSchema });
export const newPasswordBodySchema = signInBodySchema.extend({ newPassword: passwordSchema });
export const secondFactorBodySchema = z.strictObject({
  code: z.string().trim().max(40).describe("six digits of the app, or one of the backup codes"),
});

export const signInAnswerSchema = z.strictObject({
  next: z
    .enum(["done", "second_factor", "new_password"])
    .describe("signed in; or what is asked for before that: a code, or another password"),
  actor: z.string().nullable(),
  role: roleSchema.nullable(),
});
export type SignInAnswer = z.output<typeof signInAnswerSchema>;

export const passwordChangeSchema = z.strictObject({
  currentPassword: passwordSchema,
  newPassword: passwordSchema,
});
export const passwordProofSchema = z.strictObject({ password: passwordSchema });

export const secondFactorSetupSchema = z.strictObject({
  uri: z.string().describe("otpauth:// for the app that shows codes, as a QR code"),
  backupCodes: z.array(z.string()).readonly().describe("each good once, in place of a code; shown this once"),
});
export const backupCodesSchema = secondFactorSetupSchema.pick({ backupCodes: true });

export const accountSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: personRoleSchema,
  regions: z.array(z.string()).readonly().nullable(),
  hasSecondFactor: z.boolean(),
  hasPassword: z.boolean(),
  isFromProvider: z.boolean(),
  sessions: z
    .array(
      z.strictObject({
        id: z.string(),
        isThis: z.boolean().describe("the one that asks"),
        startedAt: isoInstantSchema,
        lastSeenAt: isoInstantSchema,
        endsAt: isoInstantSchema,
        address: z.string().nullable(),
        browser: z.string().nullable(),
      }),
    )
    .readonly(),
});
export type AccountView = z.output<typeof accountSchema>;

export const endedSessionsSchema = z.strictObject({
  ended: z.number().int().describe("browsers that were signed out"),
});
