/** A time as it is typed, in UTC: `2026-11-24 17:00`. Text, because a browser's date field follows the machine's zone and order. */
export function typedTime(iso: string | null): string {
  return iso === null ? "" : new Date(iso).toISOString().slice(0, 16).replace("T", " ");
}

/** The instant that was typed; null = none is wanted; undefined = it is none. */
export function readTypedTime(text: string): string | null | undefined {
  const typed = text.trim();
  if (typed === "") return null;
  const parts = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})$/.exec(typed);
  if (parts === null) return undefined;
  const iso = `${parts[1]}T${parts[2]}:00.000Z`;
  const at = Date.parse(iso);
  // Date.parse lets 31 February roll over into March.
  return Number.isNaN(at) || new Date(at).toISOString() !== iso ? undefined : iso;
}
