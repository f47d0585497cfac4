import type { Labels } from "./metricSink.ts";

/** More labels, or longer ones, are no series of a fleet. */
const MOST_LABELS = 128;
const LONGEST_CHARACTERS = 4_096;

/**
 * The labels of a series, or in words why they are none: a name that is empty or comes twice, too many, too long. Labels with
 * an empty value count as absent, as Prometheus has it. Their order does not matter here.
 */
export function readLabels(pairs: readonly (readonly [name: string, value: string])[]): Labels | string {
  if (pairs.length > MOST_LABELS) return `a series has over ${MOST_LABELS} labels`;
  const labels = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (name === "") return "a label has no name";
    if (labels.has(name)) return `the label ${name.slice(0, 100)} comes twice`;
    if (name.length + value.length > LONGEST_CHARACTERS)
      return `the label ${name.slice(0, 100)} is longer than ${LONGEST_CHARACTERS} characters`;
    labels.set(name, value);
  }
  if ((labels.get("__name__") ?? "") === "") return "a series has no __name__";
  for (const [name, value] of labels) if (value === "") labels.delete(name);
  return labels;
}
