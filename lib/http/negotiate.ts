export type AnswerForm = "json" | "csv";

/**
 * The form an answer is asked for in: `.csv` at the end of the address, or Accept. JSON where both are as welcome.
 * null = neither is welcome.
 */
export function negotiateForm(pathname: string, accept: string | null): AnswerForm | null {
  if (pathname.endsWith(".csv")) return "csv";
  if (accept === null || accept.trim() === "") return "json";
  const ranges = accept.split(",").map(parseRange);
  const json = qualityOf(ranges, "application", "json");
  const csv = qualityOf(ranges, "text", "csv");
  if (json === 0 && csv === 0) return null;
  return csv > json ? "csv" : "json";
}

/** Of these media types, in the order of our own liking, the one that is most welcome; null: none is. */
export function preferredType<Type extends string>(
  accept: string | null,
  types: readonly Type[],
): Type | null {
  if (accept === null || accept.trim() === "") return types[0] ?? null;
  const ranges = accept.split(",").map(parseRange);
  let preferred: Type | null = null;
  let most = 0;
  for (const media of types) {
    const [type = "", subtype = ""] = media.split("/");
    const quality = qualityOf(ranges, type, subtype);
    if (quality > most) [preferred, most] = [media, quality];
  }
  return preferred;
}

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
}

function parseRange(text: string): MediaRange {
  const [range = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const [type = "", subtype = ""] = range.split("/");
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  const value = quality === undefined ? 1 : Number(quality.slice(2));
  return { type, subtype, quality: Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0 };
}

/** The most exact range that matches decides. */
function qualityOf(ranges: readonly MediaRange[], type: string, subtype: string): number {
  const exact = ranges.find((range) => range.type === type && range.subtype === subtype);
  const ofType = ranges.find((range) => range.type === type && range.subtype === "*");
  const any = ranges.find((range) => range.type === "*" && range.subtype === "*");
  return (exact ?? ofType ?? any)?.quality ?? 0;
}
