"use client";

import { useEffect, useState } from "react";
import { formatCount, formatCpu, HEAT_STATES } from "#lib/charts/index.ts";
import { type SettingPreview as Preview, settingPreviewSchema } from "#lib/fleet/settings/previewSetting.ts";
import type { SettingKey, SettingScope } from "#lib/fleet/settings.ts";
import { callApi } from "../../_components/callApi.ts";
import { StateShape } from "../../_components/StateBadge.tsx";
import { SETTING_FORMS } from "./settingForms.ts";
import { scopeFields } from "./settingGrid.ts";

interface SettingPreviewProps {
  readonly settingKey: SettingKey;
  readonly scope: SettingScope;
  readonly value: unknown;
  readonly isSame: boolean;
}

/** Typing for this long without a pause asks nothing. */
const PAUSE_MS = 350;

/** What a change would do, before it is made: which pools would read otherwise, by name. */
export function SettingPreview({ settingKey, scope, value, isSame }: SettingPreviewProps) {
  const { effect } = SETTING_FORMS[settingKey];
  const answer = usePreview({ settingKey, scope, value, isAsked: effect === undefined && !isSame });
  if (effect !== undefined) return <p className="border-l-2 border-line pl-3">{effect}</p>;
  if (isSame)
    return <p className="border-l-2 border-line pl-3 text-ink-soft">As it is now: nothing would change.</p>;
  return (
    <div aria-live="polite" className="relative min-h-16 border-l-2 border-line pl-3">
      {answer === "reading" ? (
        <p className="text-ink-soft">Looking which pools would read otherwise…</p>
      ) : typeof answer === "string" ? (
        <p>Which pools would read otherwise could not be read: {answer}</p>
      ) : (
        <Changed preview={answer} />
      )}
    </div>
  );
}

function usePreview(asked: Omit<SettingPreviewProps, "isSame"> & { readonly isAsked: boolean }) {
  const { settingKey, scope, value, isAsked } = asked;
  const body = JSON.stringify({ key: settingKey, ...scopeFields(scope), value });
  const [known, setKnown] = useState<{ body: string; answer: Preview | string } | null>(null);
  // External system: the API.
  useEffect(() => {
    if (!isAsked) return;
    const aborter = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await callApi("/api/v1/settings/preview", {
        method: "POST",
        body: JSON.parse(body),
        schema: settingPreviewSchema,
        signal: aborter.signal,
      });
      if (!aborter.signal.aborted)
        setKnown({ body, answer: answer.ok ? answer.value : answer.error.message });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [body, isAsked]);
  return known?.body === body ? known.answer : "reading";
}

const NAMED_AT_MOST = 10;

function Changed({ preview }: { preview: Preview }) {
  const { changed, pools } = preview;
  const reclassified = changed.filter(isReclassified);
  const limitOnly = changed.length - reclassified.length;
  const others =
    limitOnly > 0 &&
    ` Of ${formatCount(limitOnly)} the limit alone changes, and they stay on their side of it.`;
  if (reclassified.length === 0) {
    return (
      <p>
        None of the {formatCount(pools)} pools in this scope would change its state or its side of the limit.
        {others}
      </p>
    );
  }
  const rest = reclassified.length - NAMED_AT_MOST;
  return (
    <>
      <p>
        <strong className="font-semibold">
          {formatCount(reclassified.length)} of {formatCount(pools)} pools would read otherwise
        </strong>
        , on the latest peak window:
      </p>
      <ul className="my-1 flex flex-col gap-0.5">
        {reclassified.slice(0, NAMED_AT_MOST).map((one) => (
          <ChangedRow key={`${one.stamp}/${one.pool}`} change={one} />
        ))}
      </ul>
      {rest > 0 && <p className="text-ink-soft">and {formatCount(rest)} more.</p>}
      {others && <p className="text-ink-soft">{others}</p>}
    </>
  );
}

type ChangedPool = Preview["changed"][number];

function isReclassified({ before, after }: ChangedPool): boolean {
  return before.state !== after.state || before.overLimit !== after.overLimit;
}

function ChangedRow({ change }: { change: ChangedPool }) {
  const { before, after } = change;
  return (
    <li className="flex flex-wrap items-center gap-x-2">
      <span className="font-medium">
        {change.stamp} {change.pool}
      </span>
      <span className="text-ink-soft">{formatCpu(after.hotNodeP95)}</span>
      <span className="inline-flex items-center gap-1">
        <Reading reading={before} />
        {before.state !== after.state && (
          <>
            <span aria-hidden="true">→</span>
            <span className="sr-only">becomes</span>
            <Reading reading={after} />
          </>
        )}
      </span>
      <LimitChange change={change} />
    </li>
  );
}

function Reading({ reading }: { reading: ChangedPool["before"] }) {
  const state = HEAT_STATES.find((one) => one === reading.state) ?? "unknown";
  return (
    <span className="inline-flex items-center gap-1">
      <StateShape state={state} size={10} />
      {reading.state}
    </span>
  );
}

/** Crossing the limit is what plans start from: it is said in words. */
function LimitChange({ change: { before, after } }: { change: ChangedPool }) {
  if (after.overLimit && !before.overLimit)
    return <span className="font-medium">over its limit of {after.limit} %</span>;
  if (before.overLimit && !after.overLimit) return <span>no longer over its limit</span>;
  return null;
}
