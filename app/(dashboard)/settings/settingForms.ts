import { formatDuration } from "#lib/charts/formatNumber.ts";
import { SETTINGS, type SettingKey } from "#lib/fleet/settings.ts";

/** One number of a setting, as it is shown and typed. */
export interface SettingField {
  /** Its name within the value; null = the value is this number. */
  readonly name: string | null;
  readonly label: string;
  readonly unit: "%" | "points" | "minutes" | "hours" | "days";
  /** Stored as 0–1, shown as percent. */
  readonly isShare?: boolean;
}

interface SettingForm {
  readonly title: string;
  readonly fields: readonly SettingField[];
  /** What a change sets going beyond how pools read, where that must be known beforehand. */
  readonly effect?: string;
}

const percent = (name: string | null, label: string): SettingField => ({ name, label, unit: "%" });
const share = (name: string, label: string): SettingField => ({ name, label, unit: "%", isShare: true });

/** In the order of the page. */
export const SETTING_FORMS: Readonly<Record<SettingKey, SettingForm>> = {
  limitP95: { title: "Limit", fields: [percent(null, "Hot-node P95 stays under")] },
  thresholds: {
    title: "Thresholds",
    fields: [
      percent("normal", "normal from"),
      percent("warm", "warm from"),
      percent("hot", "hot from"),
      percent("critical", "critical from"),
    ],
  },
  targetMarginPoints: {
    title: "Target",
    fields: [{ name: null, label: "Right-sizing aims at the limit less", unit: "points" }],
    effect: "Right-sizing aims at it from its next proposal on. No pool reads otherwise by it.",
  },
  window: {
    title: "Peak window",
    fields: [
      { name: "minutes", label: "Length", unit: "minutes" },
      { name: "lookBackHours", label: "Looked for in the last", unit: "hours" },
      share("minimumCoverage", "Coverage that it needs"),
    ],
  },
  coverage: {
    title: "Coverage",
    fields: [share("warnBelow", "Warn under"), share("unknownBelow", "State unknown under")],
  },
  staleMinutes: {
    title: "Staleness",
    fields: [{ name: null, label: "Stale without a sample for", unit: "minutes" }],
  },
  sickNode: {
    title: "Sick node",
    fields: [
      share("hottestShare", "Hottest in at least"),
      { name: "dropPoints", label: "P95 without it lower by at least", unit: "points" },
    ],
    effect: "Which nodes are called sick follows it. No pool changes its state by it.",
  },
  ownPeakPoints: {
    title: "Own peak",
    fields: [{ name: null, label: "Say so when hotter than the region’s by more than", unit: "points" }],
    effect:
      "Which pools are said to have a hotter peak of their own follows it. No pool changes its state by it.",
  },
  retention: {
    title: "Retention",
    fields: [
      { name: "rawDays", label: "Minutes of every node", unit: "days" },
      { name: "rollupDays", label: "Rollups of every pool", unit: "days" },
    ],
    effect:
      "Whole days past it are dropped within the hour, and cannot be brought back but by sending them again. A longer retention keeps what is there now.",
  },
};

/** The fields of a value as they are typed: shares in percent, an empty text where a value has not the expected shape. */
export function fieldTexts(key: SettingKey, value: unknown): string[] {
  return SETTING_FORMS[key].fields.map((field) => {
    const stored = field.name === null ? value : readField(value, field.name);
    return typeof stored === "number" ? numberText(field.isShare ? stored * 100 : stored) : "";
  });
}

function readField(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([field]) => field === name)?.[1];
}

/** No digits that only the floating point made: 0.07 × 100 is 7. */
function numberText(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** A setting as it was typed: parsed, or what is wrong with it in a sentence. */
export type TypedSetting =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/** What was typed, checked by the setting's own schema. A comma counts as a decimal point. */
export function readTyped(key: SettingKey, texts: readonly string[]): TypedSetting {
  const { fields } = SETTING_FORMS[key];
  const entries: [string, number][] = [];
  for (const [index, field] of fields.entries()) {
    const text = (texts[index] ?? "").trim().replace(",", ".");
    const typed = text === "" ? Number.NaN : Number(text);
    if (!Number.isFinite(typed)) return { ok: false, message: `“${field.label}” needs a number.` };
    entries.push([field.name ?? "", field.isShare ? typed / 100 : typed]);
  }
  const value = fields[0]?.name === null ? entries[0]?.[1] : Object.fromEntries(entries);
  const parsed = SETTINGS[key].schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  const field = fields.find(({ name }) => name !== null && issue?.path.includes(name));
  const where = field === undefined ? "" : `“${field.label}”: `;
  return { ok: false, message: `${where}${inFormWords(fields, issue?.message ?? "not allowed")}.` };
}

/** The schema names fields as they are stored; a person sees their labels. */
function inFormWords(fields: readonly SettingField[], message: string): string {
  return fields.reduce(
    (words, { name, label }) =>
      name === null ? words : words.replace(new RegExp(`\\b${name}\\b(?! <)`), `“${label}”`),
    message,
  );
}

/** A value in a few words: `60 %`, `30 · 50 · 65 · 80 %`, `12 h of the last 24 h, 90 % covered`. */
export function formatSetting(key: SettingKey, value: unknown): string {
  const texts = fieldTexts(key, value);
  if (texts.includes("")) return "not understood";
  const [first = "", second = "", third = ""] = texts;
  switch (key) {
    case "thresholds":
      return `${texts.join(" · ")}\u00a0%`;
    case "window":
      return `${formatDuration(Number(first) * 60)} of the last ${second}\u00a0h, ${third}\u00a0% covered`;
    case "coverage":
      return `warn under ${first}\u00a0%, unknown under ${second}\u00a0%`;
    case "sickNode":
      return `hottest in ${first}\u00a0%, ${second}\u00a0points lower without it`;
    case "retention":
      return `${first}\u00a0days of minutes, ${second}\u00a0days of rollups`;
    case "staleMinutes":
      return `${first}\u00a0min`;
    case "targetMarginPoints":
      return `limit − ${first}\u00a0points`;
    case "ownPeakPoints":
      return `${first}\u00a0points`;
    case "limitP95":
      return `${first}\u00a0%`;
  }
}

/** The same where many stand beside one another: the setting's summary says which number is which. */
export function formatSettingShort(key: SettingKey, value: unknown): string {
  const [first = "", second = ""] = fieldTexts(key, value);
  if (first === "" || (key !== "coverage" && key !== "sickNode")) return formatSetting(key, value);
  return key === "coverage"
    ? `${first}\u00a0% / ${second}\u00a0%`
    : `${first}\u00a0% / ${second}\u00a0points`;
}
