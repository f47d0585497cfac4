/** The editor while the plan is read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <p role="status" className="text-base text-ink-soft">
        Reading the plan, and how its stamps measured in its hours…
      </p>
      <div className="skeleton h-7 w-64" />
      <div className="skeleton h-20" />
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex flex-col gap-3">
          <div className="skeleton h-56" />
          <div className="skeleton h-56" />
        </div>
        <div className="skeleton h-96" />
      </div>
    </div>
  );
}
