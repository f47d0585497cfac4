import { parseWeek, weekAfter } from "#lib/reports/weekly/isoWeek.ts";
import type { WeeklyReport } from "#lib/reports/weekly/weeklyAnswer.ts";
import { Notice } from "../../../_components/Notice.tsx";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { Stat } from "../../../_components/Stat.tsx";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { Time } from "../../../_components/Time.tsx";
import { PrintButton } from "./PrintButton.tsx";
import { RegionWeek } from "./RegionWeek.tsx";
import { coverageWarning, many, summarizeWeek } from "./summarizeWeek.ts";

/** A week on a page or two of paper. */
export function WeeklyScreen({ report, nowMs }: { report: WeeklyReport; nowMs: number }) {
  const warning = coverageWarning(report);
  return (
    <div className="mx-auto flex w-full max-w-4xl flex-col gap-6 print:max-w-none">
      <PageHeading
        title="Weekly report"
        summary={summarizeWeek(report)}
        actions={<WeekLinks report={report} />}
      />
      <p className="text-ink-soft">
        Week {report.week}, <Time at={Date.parse(report.from)} now={nowMs} /> to{" "}
        <Time at={Date.parse(report.to)} now={nowMs} />, beside the week before. Hot-node P95 is over all
        minutes of the week.
      </p>
      {!report.isOver && <Notice tone="information">The week goes on: this is what there is of it.</Notice>}
      {warning !== null && <Notice tone="warning">{warning}</Notice>}
      <Figures report={report} />
      {report.regions.map((region) => (
        <RegionWeek key={region.region} region={region} week={report} />
      ))}
      {report.regions.length === 0 && (
        <p className="text-base">There is no region yet. Put the inventory, and this page fills.</p>
      )}
      <PlansOfWeek plans={report.plans} nowMs={nowMs} />
    </div>
  );
}

function WeekLinks({ report }: { report: WeeklyReport }) {
  const week = parseWeek(report.week);
  if (week === null) return null;
  return (
    <div className="flex flex-wrap gap-2 print:hidden">
      <ScopedLink className="control" href={`/reports/weekly?week=${weekAfter(week, -1).name}`}>
        Week before
      </ScopedLink>
      {report.isOver && (
        <ScopedLink className="control" href={`/reports/weekly?week=${weekAfter(week, 1).name}`}>
          Week after
        </ScopedLink>
      )}
      <a className="control" href={`/api/v1/reports/weekly.csv?week=${report.week}`}>
        CSV
      </a>
      <PrintButton />
    </div>
  );
}

function Figures({ report }: { report: WeeklyReport }) {
  const { regions, accuracy, plans } = report;
  const sum = (of: (alerts: WeeklyReport["regions"][number]["alerts"]) => number) =>
    regions.reduce((total, { alerts }) => total + of(alerts), 0);
  const moved = plans.reduce((total, plan) => total + plan.moved, 0);
  const reverted = plans.reduce((total, plan) => total + plan.reverted, 0);
  const error = accuracy.meanErrorPoints;
  return (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
      <Stat
        label="Alerts raised"
        value={sum(({ raised }) => raised)}
        note={`${sum(({ critical }) => critical)} critical`}
      />
      <Stat label="Open at the end" value={sum(({ openAtEnd }) => openAtEnd)} />
      <Stat
        label="Moved by plans"
        value={moved}
        note={reverted === 0 ? many(plans.length, "plan") : `${reverted} moved back`}
      />
      <Stat
        label="Predictions off by"
        value={error === null ? "–" : `${error.toFixed(1)} pts`}
        note={
          accuracy.pools === 0
            ? "none was measured"
            : `made before the moves, of ${many(accuracy.pools, "pool")}; ${Math.round((accuracy.withinInterval ?? 0) * 100)} % inside the interval`
        }
      />
    </dl>
  );
}

function PlansOfWeek({ plans, nowMs }: { plans: WeeklyReport["plans"]; nowMs: number }) {
  return (
    <section aria-labelledby="plans-of-week" className="break-inside-avoid">
      <h2 id="plans-of-week" className="pb-1 text-lg font-semibold">
        Plans
      </h2>
      {plans.length === 0 ? (
        <p className="text-base text-ink-soft">No plan moved a registry or was decided on in this week.</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {plans.map((plan) => (
            <li key={`${plan.plan}@${plan.version}`} className="border-t border-line pt-2">
              <p className="text-base">
                <ScopedLink className="name-link" href={`/plans/${plan.plan}`}>
                  {plan.name}
                </ScopedLink>{" "}
                <span className="text-ink-soft">
                  version {plan.version}, {plan.region}: {plan.state.replaceAll("_", " ")} now
                </span>
              </p>
              <p>
                {many(plan.moved, "move")} made, {plan.reverted} taken back.
                {plan.gates.map((gate) => (
                  <span key={gate.phase}>
                    {" "}
                    Phase {gate.phase} ({gate.name}) {gate.state.replaceAll("_", " ")}{" "}
                    <Time at={Date.parse(gate.at)} now={nowMs} />.
                  </span>
                ))}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
