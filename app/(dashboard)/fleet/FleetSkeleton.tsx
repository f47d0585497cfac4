const ROW_HEIGHT = 16;
const HEIGHT_AT_MOST = 28 * ROW_HEIGHT;
/** Panel head, axis, legend. */
const AROUND = 44 + 36 + 36;

/** The place of the map while its cells are still coming; as tall as it will be. */
export function MapSkeleton({ rows }: { rows: number }) {
  const height = Math.min(HEIGHT_AT_MOST, rows * ROW_HEIGHT) + AROUND;
  return (
    <section
      className="rounded-lg border border-line bg-surface px-4 py-3"
      style={{ height }}
      aria-busy="true"
    >
      <h2 className="text-base font-semibold">Heat map</h2>
      <p className="text-xs text-ink-soft">Reading the minutes of {rows} pools…</p>
      <div className="skeleton mt-3 ml-40" style={{ height: height - AROUND }} />
    </section>
  );
}

/** The whole page while it is being read. */
export function FleetSkeleton() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <p role="status" className="sr-only">
        Reading the fleet
      </p>
      <div className="grid gap-x-8 gap-y-3 lg:grid-cols-3">
        {["now", "became", "doubtful"].map((part) => (
          <div key={part} className="h-20 border-l-2 border-line pl-3">
            <div className="skeleton h-3 w-20" />
            <div className="skeleton mt-2 h-4 w-4/5" />
            <div className="skeleton mt-2 h-4 w-3/5" />
          </div>
        ))}
      </div>
      <div className="skeleton h-8 w-96 max-w-full" />
      <MapSkeleton rows={26} />
      <div className="skeleton h-96" />
    </div>
  );
}
