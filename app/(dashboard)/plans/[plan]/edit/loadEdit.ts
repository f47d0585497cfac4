import { MINUTE_MS } from "#lib/core/index.ts";
import { type PlanningSettings, resolvePlanningSettings } from "#lib/fleet/settings.ts";
import { measureFleet } from "#lib/hotness/queries.ts";
import { pageApp } from "#lib/http/page.ts";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { getPlan } from "#lib/planning/plans/queries.ts";
import { destinationsOf } from "../../../what-if/destinations.ts";
import type { EditView } from "./editView.ts";

/** The newest version of a plan, and what its editor needs; null = there is no such plan. */
export async function loadEditPage(id: number): Promise<EditView | null> {
  const context = await pageApp();
  const nowMs = context.clock();
  const found = await getPlan(context.database.prisma, { id });
  if (!found.ok) return null;
  const plan = found.value;
  const { overrides, ...shape } = await context.shape.current();
  const { fromMinute, toMinute } = windowOf(plan);
  const measured = await measureFleet(context, {
    request: { kind: "dates", fromMinute, toMinute },
    filter: { region: plan.region },
    nowMs,
  });
  const settings = resolvePlanningSettings(overrides, plan.region);
  const timeZone = shape.regions.find(({ name }) => name === plan.region)?.timeZone ?? "UTC";
  return {
    plan,
    stamps: destinationsOf(
      shape.stamps.filter(({ region }) => region === plan.region),
      measured.pools,
    ),
    window: { fromMinute, toMinute },
    observationHours: settings.observationHours,
    workHours: workHoursText(settings.workHours, timeZone),
    readMs: nowMs,
    latestDataMs: measured.latestMinute === null ? null : measured.latestMinute * MINUTE_MS,
  };
}

function windowOf({ content: { window } }: PlanAnswer) {
  return {
    fromMinute: Math.floor(Date.parse(window.from) / MINUTE_MS),
    toMinute: Math.floor(Date.parse(window.to) / MINUTE_MS),
  };
}

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** `Monday to Friday from 09:00 to 17:00, America/Los_Angeles` */
function workHoursText(
  { firstDay, lastDay, fromHour, toHour }: PlanningSettings["workHours"],
  timeZone: string,
): string {
  const day = (number: number) => DAYS[number - 1] ?? "";
  const days = firstDay === lastDay ? `on ${day(firstDay)}` : `${day(firstDay)} to ${day(lastDay)}`;
  const hour = (number: number) => `${String(number).padStart(2, "0")}:00`;
  return `${days} from ${hour(fromHour)} to ${hour(toHour)}, ${timeZone}`;
}
