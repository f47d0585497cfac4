/** The page while its first answer is worked out. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <p role="status" className="text-base text-ink-soft">
        Simulating: fitting the load models of these hours, then moving the registries…
      </p>
      <div className="skeleton h-7 w-40" />
      <div className="skeleton h-56" />
      <div className="skeleton h-72" />
      <div className="grid gap-4 lg:grid-cols-2">
        <div className="skeleton h-[300px]" />
        <div className="skeleton h-[300px]" />
      </div>
    </div>
  );
}
