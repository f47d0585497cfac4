import { formatUtcDateTime } from "#lib/charts/index.ts";
import type { ControlRequest, ControlRequests } from "#lib/outgoing/control/controlAnswer.ts";

/** A request whose home is still to change: a person may have it asked once more. */
export function isOpen({ moveState, isBack }: ControlRequest): boolean {
  return isBack ? ["bound", "drained", "verified"].includes(moveState) : moveState === "pending";
}

/** What became of a request, by what is recorded here before anything that was said. */
export function describeRequest(request: ControlRequest, nowMs: number): string {
  const { state, lastError, nextAt, attempts, polls } = request;
  const at = nextAt === null ? "" : `${formatUtcDateTime(Date.parse(nextAt), nowMs)} UTC`;
  const why = lastError === null ? "" : ` ${lastError}`;
  if (state === "confirmed") return "Done, by its result.";
  if (!isOpen(request) && state !== "given_up" && state !== "refused") return "Recorded as done.";
  switch (state) {
    case "waiting":
      return `To be sent ${at}${attempts === 0 ? "." : `, after ${attempts} that did not arrive.${why}`}`;
    case "sent":
      return "Received; its call is awaited.";
    case "polling":
      return `Received; its result is asked for ${at}, so far ${polls === 1 ? "once" : `${polls} times`}.${why}`;
    case "refused":
      return `Not done.${why}`;
    default:
      return `Given up.${why}`;
  }
}

/** What the page comes to, in a sentence. */
export function summarizeControl({ receiver, requests }: ControlRequests): string {
  const to = receiver === null ? "No control plane is set" : `Homes are asked of ${receiver}`;
  const open = requests.filter(isOpen);
  const stuck = open.filter(({ state }) => state === "refused" || state === "given_up").length;
  return `${to}; ${open.length === 0 ? "nothing is open" : `${open.length} of the last ${requests.length} ${open.length === 1 ? "is" : "are"} open`}${stuck === 0 ? "" : `, ${stuck} of them left to a person`}.`;
}
