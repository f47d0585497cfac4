import type { StampView } from "./stampView.ts";

/** What is to be said of a stamp that nothing known makes hot. */
export function notHotWords({ pools }: StampView): string {
  if (pools.every(({ measures }) => measures.hotNodeP95 === null))
    return "Nothing is known of it in this time.";
  const isUnknown = pools.some(({ measures }) => measures.state === "unknown");
  return isUnknown ? "Nothing known makes it hot, but not all of its data is sound." : "Not hot.";
}
