import type { ReactNode } from "react";
import { HEAT_STATES, type HeatState } from "#lib/charts/index.ts";
import { StateShape } from "../../_components/StateBadge.tsx";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { Time } from "../../_components/Time.tsx";
import {
  isFleetScope,
  type SettingChoices,
  type SettingView,
  type SetValue,
  type ShownField,
} from "./settingsView.ts";
import { NewValue, ValueActions } from "./ValueActions.tsx";

interface SettingCardProps {
  readonly setting: SettingView;
  readonly choices: SettingChoices;
  readonly canChange: boolean;
  readonly isHistoryOpen: boolean;
  readonly now: number;
  /** Its history, when open. */
  readonly children: ReactNode;
}

/** One setting: what it means, its default, and what is set where, by whom and why. */
export function SettingCard(props: SettingCardProps) {
  const { setting, choices, canChange, isHistoryOpen, now, children } = props;
  const { key, title, summary, values } = setting;
  const isDefaultUsed = !values.some((value) => isFleetScope(value) && value.isUnderstood);
  return (
    <section
      id={key}
      aria-labelledby={`${key}-title`}
      className="scroll-mt-16 px-4 py-3 target:bg-accent-soft/40"
    >
      <div className="grid gap-x-8 gap-y-2 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <div>
          <h3 id={`${key}-title`} className="font-semibold">
            {title}
          </h3>
          <p className="text-ink-soft">{summary}.</p>
          <p className="flex gap-3 text-xs">
            <code className="font-mono text-ink-faint" title="Its name in the API and in the audit">
              {key}
            </code>
            <ScopedLink
              href={isHistoryOpen ? "/settings" : `/settings?history=${key}`}
              scroll={false}
              className="text-link"
              aria-expanded={isHistoryOpen}
            >
              {isHistoryOpen ? "Hide history" : "History"}
              <span className="sr-only"> of {title}</span>
            </ScopedLink>
          </p>
        </div>
        <ul className="flex min-w-0 flex-col divide-y divide-line/60">
          <ValueRow
            where="Default"
            fields={setting.standard}
            isUsed={isDefaultUsed}
            actions={canChange && <NewValue setting={setting} choices={choices} />}
          >
            {!isDefaultUsed && "not in use: the whole fleet has its own"}
          </ValueRow>
          {values.map((value) => (
            <ValueRow
              key={value.where}
              where={value.where}
              fields={value.fields}
              isUsed={value.isUnderstood}
              actions={canChange && <ValueActions setting={setting} choices={choices} value={value} />}
            >
              <Provenance value={value} now={now} />
            </ValueRow>
          ))}
        </ul>
      </div>
      {children}
    </section>
  );
}

interface ValueRowProps {
  readonly where: string;
  readonly fields: readonly ShownField[];
  readonly isUsed: boolean;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

function ValueRow({ where, fields, isUsed, actions, children }: ValueRowProps) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-0.5 py-1.5 first:pt-0 sm:grid-cols-[12rem_minmax(0,1fr)_auto]">
      <span className="first-letter:uppercase max-sm:font-medium">{where}</span>
      <div className="min-w-0 max-sm:order-last max-sm:col-span-2">
        <ul className={`flex flex-wrap gap-x-4 ${isUsed ? "" : "text-ink-faint line-through"}`}>
          {fields.map((field) => (
            <li key={field.name} className="inline-flex items-center gap-1.5">
              {isHeatState(field.name) && <StateShape state={field.name} />}
              {field.name !== "" && <span className={isUsed ? "text-ink-soft" : ""}>{field.label}</span>}
              <span className={field.isOther ? "font-semibold" : ""}>{field.text}</span>
              {field.name === "" && <span className={isUsed ? "text-ink-soft" : ""}>{field.label}</span>}
            </li>
          ))}
        </ul>
        <p className="text-xs break-words text-ink-soft empty:hidden">{children}</p>
      </div>
      <span className="flex gap-2 sm:justify-end">{actions}</span>
    </li>
  );
}

function Provenance({ value, now }: { value: SetValue; now: number }) {
  return (
    <>
      {!value.isUnderstood && "Not understood by this version, which goes by the wider scope. "}
      set by {value.updatedBy}, <Time at={value.updatedAtMs} now={now} />
      {value.reason !== null && <>: “{value.reason}”</>}
    </>
  );
}

function isHeatState(name: string): name is HeatState {
  return HEAT_STATES.some((state) => state === name);
}
