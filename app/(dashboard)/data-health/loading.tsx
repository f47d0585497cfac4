/** The page while the last day is being read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Data health</h1>
        <p role="status" className="text-base text-ink-soft">
          Reading the last 24 hours of every pool…
        </p>
      </div>
      <div className="skeleton h-20 max-w-2xl" />
      <div className="skeleton h-[420px]" />
      <div className="skeleton h-40" />
    </div>
  );
}
