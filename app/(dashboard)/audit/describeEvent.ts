import { formatCount } from "#lib/charts/formatNumber.ts";
import { stampHref } from "../../_components/scope/hrefs.ts";

/** As much of an event as its sentence needs. */
export interface NamedEvent {
  readonly action: string;
  readonly thing: string;
  readonly thingName: string;
}

export interface EventSentence {
  /** What was done, before the name: `changed the setting`. */
  readonly deed: string;
  /** The name of the thing; empty where the deed says it all. */
  readonly name: string;
  /** Where the thing is shown; null where no page shows it, or it is gone. */
  readonly href: string | null;
}

/** Deeds that need no name. */
const WHOLE_DEEDS: Readonly<Record<string, string>> = {
  "inventory.put": "put the inventory",
  "signals.reported": "reported signals",
  "session.started": "signed in",
  "session.ended": "signed out",
  "freeze.pressed": "froze everything",
  "freeze.lifted": "lifted the freeze",
  "demo.loaded": "loaded the demo fleet",
  "demo.clock_advanced": "put the demo's clock forward",
};

/** Deeds whose code does not read as a sentence of itself. */
const DEEDS: Readonly<Record<string, string>> = {
  "token.created": "made the token",
  "token.sessions_ended": "signed out every browser of the token",
  "evidence.handed_out": "took the evidence pack of plan",
  "right_sizing.applied": "recorded a new minimum of",
  "right_sizing.verified": "verified the minimum of",
  "right_sizing.missed": "found too low the minimum of",
  "setting.changed": "changed the setting",
  "replica.home_corrected": "corrected the home of the replica",
};

/** An event in words: `updated the stamp wus-a`. An action without words of its own is read from its code. */
export function describeEvent(event: NamedEvent): EventSentence {
  const whole = WHOLE_DEEDS[event.action];
  if (whole !== undefined) return { deed: whole, name: "", href: null };
  const [thing = "", ...rest] = event.action.split(".");
  const words = (text: string) => text.replaceAll("_", " ");
  const deed = DEEDS[event.action] ?? `${words(rest.join(" "))} the ${words(thing)}`;
  return { deed, name: event.thingName, href: thingHref(event) };
}

/** The same deed done to many things at once: `created 646 registries`. */
export function describeMany(action: string, count: number): string {
  const [thing = "", ...rest] = action.split(".");
  const things = thing.endsWith("y") ? `${thing.slice(0, -1)}ies` : `${thing}s`;
  const many = `${formatCount(count)} ${count === 1 ? thing : things}`;
  if (action === "replica.home_corrected") return `corrected the home of ${many}`;
  const sized = action.startsWith("right_sizing.") ? DEEDS[action] : undefined;
  if (sized !== undefined) return `${sized} ${formatCount(count)} ${count === 1 ? "pool" : "pools"}`;
  return `${rest.join(" ").replaceAll("_", " ")} ${many}`;
}

/** Things named by a plan's number first. */
const PLAN_THINGS = new Set(["plan", "phase", "move", "evidence"]);

/** Where a thing is shown. What was retired or merged away has no page any more. */
function thingHref({ action, thing, thingName }: NamedEvent): string | null {
  if (action.endsWith(".retired") || action.endsWith(".merged")) return null;
  if (thing === "stamp") return stampHref(thingName);
  if (thing === "region") return `/fleet?${new URLSearchParams({ region: thingName })}`;
  if (thing === "setting") return `/settings#${thingName.split(" ")[0] ?? ""}`;
  if (PLAN_THINGS.has(thing)) return `/plans/${thingName.split("@")[0] ?? ""}`;
  if (thing === "alert" || thing === "alert_rule" || thing === "channel") return "/alerts";
  if (thing === "token") return "/settings#tokens";
  if (thing !== "pool") return null;
  const [stamp = "", pool] = thingName.split("/");
  return stampHref(stamp, pool);
}
