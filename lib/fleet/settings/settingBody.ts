import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";
import { reasonSchema } from "../freeze/freezeBody.ts";
import { nameSchema } from "../inventory/inventoryBody.ts";
import { SETTING_KEYS, SETTINGS, type SettingKey, type SettingOverride } from "../settings.ts";

const scopeFields = {
  region: nameSchema.optional().describe("left out: every region"),
  poolKind: nameSchema.optional().describe("left out: every pool kind"),
};

function settingOf<Key extends SettingKey>(key: Key) {
  return z.strictObject({
    key: z.literal(key),
    ...scopeFields,
    value: SETTINGS[key].schema,
    reason: reasonSchema.optional(),
  });
}

/** The body of PUT /api/v1/settings: one value in one scope, of the shape that its key asks for. */
export const settingBodySchema = z.discriminatedUnion("key", [
  settingOf("thresholds"),
  settingOf("limitP95"),
  settingOf("targetMarginPoints"),
  settingOf("window"),
  settingOf("coverage"),
  settingOf("staleMinutes"),
  settingOf("sickNode"),
  settingOf("ownPeakPoints"),
  settingOf("dominanceShare"),
  settingOf("retention"),
  settingOf("planClasses"),
  settingOf("batchPoints"),
  settingOf("observationHours"),
  settingOf("blastRadius"),
  settingOf("minimumGainPoints"),
  settingOf("cooldownDays"),
  settingOf("workHours"),
  settingOf("cutover"),
  settingOf("planExpiryHours"),
  settingOf("criticalStartsPerHour"),
  settingOf("outcomeTrigger"),
  settingOf("gates"),
  settingOf("rightSizing"),
]);

export type SettingBody = z.output<typeof settingBodySchema>;

/** The query of DELETE /api/v1/settings. */
export const settingScopeQuerySchema = z.strictObject({
  key: z.enum(SETTING_KEYS as [SettingKey, ...SettingKey[]]),
  ...scopeFields,
  reason: reasonSchema.optional(),
});

export type SettingScopeQuery = z.output<typeof settingScopeQuerySchema>;

/** A sent setting as an override. */
export function overrideOf(body: SettingBody): SettingOverride {
  return { key: body.key, region: body.region ?? "", poolKind: body.poolKind ?? "", value: body.value };
}

const settingValueSchema = z.strictObject({
  region: z.string().describe('"" = every region'),
  poolKind: z.string().describe('"" = every pool kind'),
  value: z.unknown(),
  updatedAt: isoInstantSchema,
  updatedBy: z.string(),
});

/** What GET, PUT and DELETE /api/v1/settings answer. */
export const settingListSchema = z.strictObject({
  settings: z.array(
    z.strictObject({
      key: z.string(),
      summary: z.string(),
      scope: z.enum(["pool", "region", "fleet"]).describe("by what it may differ"),
      default: z.unknown(),
      values: z.array(settingValueSchema).describe("what is set; the most exact scope wins"),
    }),
  ),
});

export type SettingList = z.output<typeof settingListSchema>;
