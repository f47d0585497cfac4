"use client";

import { formatCount, formatCpu } from "#lib/charts/index.ts";
import type { Trial } from "#lib/pull/source/sourceBody.ts";
import { labelWords } from "./SourceRow.tsx";

/** What a server answered when it was tried: the node of each series, and the series of none. */
export function TrialResult({ trial }: { readonly trial: Trial }) {
  const { error, series, matched, matchedCount, unmatched, unmatchedCount } = trial;
  if (error !== null) {
    return (
      <p role="alert" className="font-medium">
        {error}
      </p>
    );
  }
  if (series === 0) {
    return (
      <p role="status" className="font-medium">
        It answered, but its query finds nothing at this moment: is it spelled as that server has it?
      </p>
    );
  }
  return (
    <div role="status" className="flex flex-col gap-2">
      <p>
        It answered {formatCount(series)} series: {formatCount(matchedCount)} name a node,{" "}
        {formatCount(unmatchedCount)} do not.
      </p>
      {matched.length > 0 && (
        <div className="max-h-48 overflow-auto rounded-md border border-line">
          <table className="w-full text-left whitespace-nowrap" aria-label="Series and their nodes">
            <thead className="text-xs text-ink-soft">
              <tr>
                {["Stamp", "Pool", "Node", "CPU now", ""].map((name) => (
                  <th key={name} className="px-3 py-1 font-normal">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {matched.map(({ stamp, pool, node, cpu, isKnown, isInRange }) => (
                <tr key={`${stamp}/${pool}/${node}`} className="border-t border-line">
                  <td className="px-3 py-1">{stamp}</td>
                  <td className="px-3 py-1">{pool}</td>
                  <td className="px-3 py-1">{node}</td>
                  <td className="px-3 py-1">{cpu === null ? "no value" : formatCpu(cpu)}</td>
                  <td className="px-3 py-1 font-medium">
                    {[isKnown ? "" : "not in the inventory", isInRange || cpu === null ? "" : "not 0 to 100"]
                      .filter(Boolean)
                      .join(", ")}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {unmatched.length > 0 && (
        <ul className="flex max-h-32 flex-col gap-1 overflow-auto font-mono text-sm text-ink-soft">
          {unmatched.map((labels) => (
            <li key={JSON.stringify(labels)} className="break-all">
              {labelWords(labels)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
