"use client";

import { useEffect, useState } from "react";
import { stampContributionSchema } from "#lib/contribution/contributionAnswer.ts";
import { registryListSchema } from "#lib/contribution/registries/registryList.ts";
import { type MinuteWindow, minuteToIso } from "#lib/core/index.ts";
import { callApi } from "../../_components/callApi.ts";
import { listedPickRows, type PickBy, type PickRow, rankedPickRows } from "./pickRows.ts";

interface PickQuestion {
  readonly region: string;
  /** Empty = all of the region. */
  readonly stamp: string;
  readonly by: PickBy;
  readonly window: MinuteWindow;
}

interface PickAnswer {
  /** Of which question. */
  readonly key: string;
  readonly rows: readonly PickRow[];
  readonly problem: string | null;
}

/** Who can be picked, read from the API; `isReading` while the rows are still those of the question before. */
export function usePickRows({ region, stamp, by, window }: PickQuestion) {
  const { fromMinute, toMinute } = window;
  const key = JSON.stringify([region, stamp, by, fromMinute, toMinute]);
  const [answer, setAnswer] = useState<PickAnswer>({ key: "", rows: [], problem: null });
  // External system: the API.
  useEffect(() => {
    const aborter = new AbortController();
    const asked = { region, stamp, by, window: { fromMinute, toMinute } };
    void readPickRows(asked, aborter.signal).then((read) => {
      if (!aborter.signal.aborted) setAnswer({ key, ...read });
    });
    return () => aborter.abort();
  }, [key, region, stamp, by, fromMinute, toMinute]);
  return { ...answer, isReading: answer.key !== key };
}

async function readPickRows(asked: PickQuestion, signal: AbortSignal): Promise<Omit<PickAnswer, "key">> {
  if (asked.stamp === "") {
    const path = `/api/v1/registries?${new URLSearchParams({ region: asked.region })}`;
    const answer = await callApi(path, { schema: registryListSchema, signal });
    if (!answer.ok) return { rows: [], problem: answer.error.message };
    return { rows: listedPickRows(answer.value, asked.by), problem: null };
  }
  const [registries, ranked] = await Promise.all([
    readRanking(asked, "registry", signal),
    readRanking(asked, asked.by, signal),
  ]);
  if (!registries.ok) return { rows: [], problem: registries.error.message };
  if (!ranked.ok) return { rows: [], problem: ranked.error.message };
  return { rows: rankedPickRows(registries.value, ranked.value), problem: null };
}

async function readRanking({ stamp, window }: PickQuestion, groupBy: PickBy, signal: AbortSignal) {
  const parameters = new URLSearchParams({
    groupBy,
    from: minuteToIso(window.fromMinute),
    to: minuteToIso(window.toMinute),
  });
  const path = `/api/v1/stamps/${encodeURIComponent(stamp)}/contribution?${parameters}`;
  return await callApi(path, { schema: stampContributionSchema, signal });
}
