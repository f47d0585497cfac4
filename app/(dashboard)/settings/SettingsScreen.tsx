import { formatCount } from "#lib/charts/index.ts";
import { Notice } from "../../_components/Notice.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import type { SettingsPageView } from "./loadSettings.ts";
import { SettingCard } from "./SettingCard.tsx";
import { SettingHistory } from "./SettingHistory.tsx";
import { TokensPanel } from "./tokens/TokensPanel.tsx";

interface SettingsScreenProps {
  readonly view: SettingsPageView;
  /** The key whose history is open, or "". */
  readonly openHistory: string;
}

/** Every policy number: what it is, what it is set to and where, who set it; and the tokens. */
export function SettingsScreen({ view, openHistory }: SettingsScreenProps) {
  const { settings, canChange, person, tokens } = view;
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Settings"
        summary={<Summary view={view} />}
        actions={
          <>
            <ScopedLink href="/settings/sources" className="control">
              Sources
            </ScopedLink>
            {tokens !== null && (
              <>
                <ScopedLink href="/settings/people" className="control">
                  People
                </ScopedLink>
                <a href="#tokens" className="control">
                  Tokens
                </a>
              </>
            )}
          </>
        }
      />
      {!canChange && (
        <Notice tone="information">
          You are signed in as {person.name}, {person.role}, and can read every setting. An{" "}
          <strong>admin</strong> changes them, and alone sees and makes tokens.
        </Notice>
      )}
      <Panel
        title="Policies"
        note="The most exact scope wins: pool kind in a region, then region, then pool kind, then the whole fleet, then the default. What differs from the wider scope is bold."
        isFlush
      >
        <div className="divide-y divide-line border-t border-line">
          {settings.map((setting) => (
            <SettingCard
              key={setting.key}
              setting={setting}
              choices={view.choices}
              canChange={canChange}
              isHistoryOpen={openHistory === setting.key}
              now={view.readMs}
            >
              {openHistory === setting.key && <SettingHistory settingKey={setting.key} view={view} />}
            </SettingCard>
          ))}
        </div>
      </Panel>
      {tokens !== null && (
        <TokensPanel
          tokens={tokens}
          ownTokenId={person.tokenId}
          ownName={person.name}
          regions={view.choices.regions}
          isLimited={person.isLimited}
          now={view.readMs}
        />
      )}
    </div>
  );
}

function Summary({ view: { settings } }: { view: SettingsPageView }) {
  const set = settings.filter(({ values }) => values.length > 0);
  if (set.length === 0)
    return <>All {formatCount(settings.length)} settings have their defaults, in the whole fleet.</>;
  return (
    <>
      {formatCount(set.length)} of {formatCount(settings.length)} settings {set.length === 1 ? "is" : "are"}{" "}
      set to something of this fleet’s own:{" "}
      {set.map(({ key, title }, index) => (
        <span key={key}>
          {index > 0 && ", "}
          <a href={`#${key}`} className="name-link">
            {title.toLowerCase()}
          </a>
        </span>
      ))}
      . The others have their defaults.
    </>
  );
}
