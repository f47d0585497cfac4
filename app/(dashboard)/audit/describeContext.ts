import { z } from "zod";
import { formatUtcDateTime } from "#lib/charts/formatTime.ts";

/** One thing that an event rests on, as a line of two. */
export interface ContextLine {
  readonly label: string;
  readonly text: string;
}

/**
 * What an event rests on, in words: the plan and its version, the stamps, the window and the model. Whatever else it was
 * stored with stands there as it is stored. Empty where it rests on nothing.
 */
export function describeContext(context: unknown, nowMs: number): ContextLine[] {
  if (typeof context !== "object" || context === null) return [];
  const { plan, version, phase, stamps, window, model, ...rest } = context as Record<string, unknown>;
  const lines: ContextLine[] = [];
  const parts = [numbered("plan", plan), numbered("version", version), numbered("phase", phase)];
  const planned = parts.filter((part) => part !== "").join(", ");
  if (planned !== "") lines.push({ label: "Plan", text: planned });
  if (Array.isArray(stamps))
    lines.push({ label: stamps.length === 1 ? "Stamp" : "Stamps", text: stamps.join(", ") });
  if (window !== undefined) lines.push({ label: "Window", text: describeWindow(window, nowMs) });
  if (model !== undefined) lines.push({ label: "Model", text: describeModel(model, nowMs) });
  for (const [key, value] of Object.entries(rest))
    lines.push({
      label: key.charAt(0).toUpperCase() + key.slice(1),
      text: typeof value === "string" ? value : JSON.stringify(value),
    });
  return lines;
}

function numbered(label: string, value: unknown): string {
  return value === undefined ? "" : `${label} ${String(value)}`;
}

/** When it was computed, from whose homes, and how well its pools' models fit; as it is stored where it is of another kind. */
function describeModel(model: unknown, nowMs: number): string {
  const parsed = modelSchema.safeParse(model);
  if (!parsed.success) return JSON.stringify(model);
  const { computedAt, homesDigest, pools } = parsed.data;
  const fits = (pools ?? []).map(({ r2 }) => r2);
  return [
    `judged ${formatUtcDateTime(Date.parse(computedAt), nowMs)} UTC`,
    homesDigest !== undefined && `homes ${homesDigest.slice(0, 12)}…`,
    fits.length > 0 &&
      `${fits.length} pools, R² ${Math.min(...fits).toFixed(2)} to ${Math.max(...fits).toFixed(2)}`,
  ]
    .filter((part) => part !== false)
    .join(", ");
}

const modelSchema = z.looseObject({
  computedAt: z.iso.datetime(),
  homesDigest: z.string().optional(),
  pools: z.array(z.looseObject({ r2: z.number() })).optional(),
});

function describeWindow(window: unknown, nowMs: number): string {
  if (typeof window === "object" && window !== null && "from" in window && "to" in window) {
    const [from, to] = [Date.parse(String(window.from)), Date.parse(String(window.to))];
    if (Number.isFinite(from) && Number.isFinite(to))
      return `${formatUtcDateTime(from, nowMs)} to ${formatUtcDateTime(to, nowMs)} UTC`;
  }
  return JSON.stringify(window);
}
