"use client";

import { ArrowRight } from "lucide-react";
import { useEffect, useState } from "react";
import { formatCount, formatCpu } from "#lib/charts/index.ts";
import { type SettingPreview, settingPreviewSchema } from "#lib/fleet/settings/previewSetting.ts";
import type { SettingScope } from "#lib/fleet/settings.ts";
import { callApi } from "../../_components/callApi.ts";
import { type ShownState, StateBadge } from "../../_components/StateBadge.tsx";
import { describePreview, limitChange, reclassifiedPools } from "./describePreview.ts";

/** One value in one scope, as the API takes it. */
export interface SettingChange extends SettingScope {
  readonly key: string;
  readonly value: unknown;
}

export function changeBody({ key, region, poolKind, value }: SettingChange) {
  return { key, value, ...(region && { region }), ...(poolKind && { poolKind }) };
}

type Preview =
  | { readonly kind: "read"; readonly of: string; readonly preview: SettingPreview }
  | { readonly kind: "failed"; readonly of: string; readonly message: string };

/** Long enough for the next key to be pressed. */
const TYPING_PAUSE_MS = 350;

/** What a change would do, asked of the fleet as it is measured now; nothing is stored. Null = nothing to ask about. */
export function PreviewPart({ change }: { change: SettingChange | null }) {
  const asked = change === null ? null : JSON.stringify(changeBody(change));
  const [answer, setAnswer] = useState<Preview | null>(null);
  // External system: the API.
  useEffect(() => {
    if (asked === null) return;
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      const read = await callApi("/api/v1/settings/preview", {
        method: "POST",
        body: JSON.parse(asked),
        schema: settingPreviewSchema,
        signal: controller.signal,
      });
      if (controller.signal.aborted) return;
      setAnswer(
        read.ok
          ? { kind: "read", of: asked, preview: read.value }
          : { kind: "failed", of: asked, message: read.error.message },
      );
    }, TYPING_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [asked]);

  const current = answer !== null && answer.of === asked ? answer : null;
  return (
    <section aria-label="What it changes" className="rounded-md border border-line bg-sunken px-3 py-2">
      <h3 className="text-xs text-ink-soft">What it changes, on the peak window as it is measured now</h3>
      <div role="status">
        {asked === null && <p className="text-ink-soft">Shown as soon as the value is complete.</p>}
        {asked !== null && current === null && (
          <p className="text-ink-soft">Measuring the fleet with this value…</p>
        )}
        {current?.kind === "failed" && <p>The preview could not be made: {current.message}</p>}
        {current?.kind === "read" && <p>{describePreview(current.preview)}</p>}
      </div>
      {current?.kind === "read" && <ReclassifiedPools preview={current.preview} />}
    </section>
  );
}

const NAMED_AT_MOST = 100;

function ReclassifiedPools({ preview }: { preview: SettingPreview }) {
  const pools = reclassifiedPools(preview);
  if (pools.length === 0) return null;
  return (
    <ul
      className="mt-1 flex max-h-48 flex-col overflow-y-auto"
      aria-label="Pools that would be classed otherwise"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
      tabIndex={0}
    >
      {pools.slice(0, NAMED_AT_MOST).map((pool) => (
        <li
          key={`${pool.stamp}/${pool.pool}`}
          className="flex flex-wrap items-center gap-x-3 border-t border-line/60 py-1"
        >
          <span className="min-w-32 font-medium">
            {pool.stamp} {pool.pool}
          </span>
          <span className="w-14 text-right text-ink-soft">{formatCpu(pool.hotNodeP95)}</span>
          {pool.before.state === pool.after.state ? (
            <StateBadge state={stateOf(pool.after.state)} />
          ) : (
            <span className="inline-flex items-center gap-1.5">
              <StateBadge state={stateOf(pool.before.state)} />
              <ArrowRight size={12} aria-label="becomes" />
              <StateBadge state={stateOf(pool.after.state)} />
            </span>
          )}
          {limitChange(pool) !== null && <span>{limitChange(pool)}</span>}
        </li>
      ))}
      {pools.length > NAMED_AT_MOST && (
        <li className="border-t border-line/60 py-1 text-ink-soft">
          and {formatCount(pools.length - NAMED_AT_MOST)} more
        </li>
      )}
    </ul>
  );
}

const STATES: readonly ShownState[] = ["cool", "normal", "warm", "hot", "critical"];

function stateOf(text: string): ShownState {
  return STATES.find((state) => state === text) ?? "unknown";
}
