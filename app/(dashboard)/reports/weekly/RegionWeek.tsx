import type { WeeklyReport } from "#lib/reports/weekly/weeklyAnswer.ts";
import { stampHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { changeWords, minutesWords, SHOWN_POOLS } from "./summarizeWeek.ts";

type Region = WeeklyReport["regions"][number];

/** A region's pools, the hottest first. A plain table, so that paper shows what the screen does. */
export function RegionWeek({ region, week }: { region: Region; week: WeeklyReport }) {
  const { pools, alerts } = region;
  const shown = pools.slice(0, SHOWN_POOLS);
  const id = `region-${region.region}`;
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h2 id={id} className="text-lg font-semibold">
        {region.region}
      </h2>
      <p className="pb-1 text-ink-soft">
        {pools.length > shown.length
          ? `The hottest ${shown.length} of ${pools.length} pools`
          : `${pools.length} pools, the hottest first`}
        ; {alerts.raised} alerts raised, {alerts.openAtEnd} open at the end
      </p>
      <div className="overflow-x-auto">
        <table className="w-full min-w-[560px] border-collapse text-right whitespace-nowrap">
          <thead>
            <tr className="border-b border-line-strong text-xs text-ink-soft">
              <th scope="col" className="py-1 pr-3 text-left font-medium">
                Pool
              </th>
              {["P95", "against last week", "Limit", "Max", "Over the limit", "Coverage"].map((name) => (
                <th key={name} scope="col" className="py-1 pl-3 font-medium">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((pool) => (
              <PoolRow key={`${pool.stamp} ${pool.pool}`} pool={pool} week={week} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function PoolRow({ pool, week }: { pool: Region["pools"][number]; week: WeeklyReport }) {
  const isOver = pool.hotNodeP95 !== null && pool.hotNodeP95 > pool.limit;
  const isThin = pool.coverage < 0.9;
  const times = new URLSearchParams({ pool: pool.pool, from: week.from, to: week.to });
  return (
    <tr className={`break-inside-avoid border-b border-line ${isThin ? "text-ink-soft" : ""}`}>
      <th scope="row" className="py-1 pr-3 text-left font-normal">
        <ScopedLink className="name-link" href={`${stampHref(pool.stamp)}?${times}`}>
          {pool.stamp} {pool.pool}
        </ScopedLink>
      </th>
      <td className={`pl-3 ${isOver ? "font-semibold" : ""}`}>{percent(pool.hotNodeP95)}</td>
      <td className="pl-3">{changeWords(pool) || "–"}</td>
      <td className="pl-3">{pool.limit} %</td>
      <td className="pl-3">{percent(pool.max)}</td>
      <td className="pl-3">{minutesWords(pool.minutesOver)}</td>
      <td className="pl-3">{Math.floor(pool.coverage * 100)} %</td>
    </tr>
  );
}

function percent(value: number | null): string {
  return value === null ? "no data" : `${value.toFixed(1)} %`;
}
