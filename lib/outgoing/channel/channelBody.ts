import { z } from "zod";
import { isoInstantSchema, rowNumberTextSchema, visibleNameSchema } from "../../core/index.ts";
import { quietHoursSchema } from "../quietHours.ts";
import { SEALED_PREFIX } from "../seal/sealText.ts";
import { EVENT_KINDS } from "../types.ts";

const urlSchema = z
  .url({ protocol: /^https?$/, error: "must be an http(s) address" })
  .max(2_000)
  .refine((text) => !URL.canParse(text) || !holdsPerson(new URL(text)), {
    error: "must hold no user name or password",
  })
  .refine((text) => !URL.canParse(text) || isPortOfReceivers(new URL(text).port), {
    error: "must lead to port 80, 443 or one from 1024 on: the others are of services that are no receivers",
  });

function holdsPerson({ username, password }: URL): boolean {
  return username !== "" || password !== "";
}

/** "" is the scheme's own. */
function isPortOfReceivers(port: string): boolean {
  return port === "" || port === "80" || port === "443" || Number(port) >= 1_024;
}
const secretSchema = z
  .string()
  .min(16, { error: "must have at least 16 characters" })
  .max(200)
  .refine((text) => !text.startsWith(SEALED_PREFIX), { error: `must not begin with ${SEALED_PREFIX}` });
const kindsSchema = z.array(z.enum(EVENT_KINDS)).min(1).max(EVENT_KINDS.length);

const fields = {
  name: z.string().trim().max(100).pipe(visibleNameSchema(100)),
  url: urlSchema.describe("write-only: it may hold a secret"),
  kinds: kindsSchema,
  regions: z.array(z.string().min(1).max(200)).max(1_000).describe("empty: every region"),
  quietHours: quietHoursSchema.nullable(),
  enabled: z.boolean(),
  secret: secretSchema.describe("write-only; signs what is sent"),
};

export const newChannelSchema = z.strictObject({
  ...fields,
  kinds: kindsSchema.default([...EVENT_KINDS]),
  regions: fields.regions.default([]),
  quietHours: fields.quietHours.default(null),
  enabled: fields.enabled.default(true),
  secret: fields.secret.optional().describe("left out: one is made, and shown this once"),
});

export const channelChangeSchema = z
  .strictObject(fields)
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: "must change something" });

export const channelIdSchema = z.strictObject({ id: rowNumberTextSchema });

export type NewChannel = z.output<typeof newChannelSchema>;
export type ChannelChange = z.output<typeof channelChangeSchema>;

export const deliverySchema = z.strictObject({
  id: z.number().int(),
  kind: z.string(),
  severity: z.string(),
  sentence: z.string(),
  status: z.enum(["waiting", "sent", "given_up"]),
  attempts: z.number().int(),
  createdAt: isoInstantSchema,
  nextAt: isoInstantSchema.nullable().describe("of what waits"),
  doneAt: isoInstantSchema.nullable(),
  lastStatus: z.number().int().nullable().describe("what the receiver answered last"),
  lastError: z.string().nullable(),
});

export const channelSchema = z.strictObject({
  id: z.number().int(),
  name: z.string(),
  receiver: z.string().describe("where its address leads; the rest of it is never answered"),
  kinds: z.array(z.enum(EVENT_KINDS)),
  regions: z.array(z.string()),
  quietHours: quietHoursSchema.nullable(),
  enabled: z.boolean(),
  createdAt: isoInstantSchema,
  createdBy: z.string(),
  waiting: z.number().int(),
  givenUp: z.number().int().describe("in the last 7 days"),
  deliveries: z.array(deliverySchema).describe("the newest ten first"),
});

export const channelListSchema = z.strictObject({
  areSecretsSealed: z
    .boolean()
    .describe("false: BALLAST_SEAL_KEY is not set, and whoever can read the database can read them"),
  channels: z.array(channelSchema),
});
export const createdChannelSchema = channelSchema.extend({
  secret: z.string().nullable().describe("shown this once; null where it was given, or in a repeated answer"),
});
export const channelTestSchema = z.strictObject({
  delivered: z.boolean(),
  delivery: deliverySchema,
});

export type Delivery = z.output<typeof deliverySchema>;
export type Channel = z.output<typeof channelSchema>;
export type ChannelList = z.output<typeof channelListSchema>;
export type CreatedChannel = z.output<typeof createdChannelSchema>;
export type ChannelTest = z.output<typeof channelTestSchema>;
