import type { SimulationBody } from "#lib/simulation/simulationBody.ts";
import { toast } from "../../_components/overlay/toast.tsx";
import { saveBlob } from "../../_components/saveBlob.ts";

/** The same simulation as a table, from the API. */
export async function saveScenarioCsv(body: SimulationBody, fileName: string): Promise<void> {
  const answer = await fetch("/api/v1/simulations", {
    method: "POST",
    headers: { accept: "text/csv", "content-type": "application/json" },
    credentials: "same-origin",
    body: JSON.stringify(body),
  }).catch(() => null);
  if (answer === null || !answer.ok) {
    toast.error("The table could not be made. Nothing was changed; try again.");
    return;
  }
  saveBlob(await answer.blob(), fileName);
}
