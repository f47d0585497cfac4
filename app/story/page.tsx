import { cookies } from "next/headers";
import { AppShell } from "../_components/frame/AppShell.tsx";
import { FleetScreen } from "../(dashboard)/fleet/FleetScreen.tsx";
import { fixture } from "./fixture.ts";
import { LineStory } from "./LineStory.tsx";

export default async function Story({ searchParams }: { searchParams: Promise<Record<string, string>> }) {
  const params = await searchParams;
  const readMs = Date.now();
  const { view, cells } = fixture(Number(params["stamps"] ?? 13), readMs);
  return (
    <AppShell
      isRailNarrow={(await cookies()).get("rail")?.value === "narrow"}
      frame={{
        regions: ["eastus", "westus"],
        freeze: { frozen: false, current: null, history: [] },
        person: { name: "first admin", role: "admin", canFreeze: true, canLift: true },
        readMs,
      }}
    >
      {params["line"] ? (
        <LineStory readMs={readMs} />
      ) : (
        <FleetScreen view={view} cells={Promise.resolve(cells)} />
      )}
    </AppShell>
  );
}
