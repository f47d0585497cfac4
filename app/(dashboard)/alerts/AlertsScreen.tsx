import { PageHeading } from "../../_components/PageHeading.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { type AlertsView, arrangeOpen, summarizeOpen } from "./alertsView.ts";
import { ChannelsPanel } from "./ChannelsPanel.tsx";
import { HistoryPanel } from "./HistoryPanel.tsx";
import { OpenAlerts } from "./OpenAlerts.tsx";
import { RulesPanel } from "./RulesPanel.tsx";

/** Open alerts first, then those of before, then what raises them and who is told. */
export function AlertsScreen({ view }: { view: AlertsView }) {
  return (
    <div className="flex flex-col gap-5">
      <PageHeading
        title="Alerts"
        summary={`${summarizeOpen(view, view.nowMs)}${view.region === "" ? "" : ` Only ${view.region} is shown.`}`}
        actions={
          <ScopedLink href="/reports/weekly" className="control">
            Weekly report
          </ScopedLink>
        }
      />
      <OpenAlerts
        alerts={arrangeOpen(view.open, view.nowMs)}
        hasMore={view.hasMoreOpen}
        mayAct={view.mayAct}
        nowMs={view.nowMs}
      />
      <HistoryPanel alerts={view.past} hasMore={view.hasMorePast} region={view.region} nowMs={view.nowMs} />
      <RulesPanel
        rules={view.rules}
        regions={view.regions}
        poolKinds={view.poolKinds}
        mayChange={view.mayChange}
      />
      <ChannelsPanel
        channels={view.channels}
        areSecretsSealed={view.areSecretsSealed}
        regions={view.regions}
        mayChange={view.mayChange}
        nowMs={view.nowMs}
      />
    </div>
  );
}
