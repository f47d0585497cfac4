/** The page while what was measured is being read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Accuracy</h1>
        <p role="status" className="text-base text-ink-soft">
          Reading what was predicted and measured…
        </p>
      </div>
      <div className="skeleton h-20" />
      <div className="grid gap-4 xl:grid-cols-2">
        <div className="skeleton h-[460px]" />
        <div className="skeleton h-[460px]" />
      </div>
      <div className="skeleton h-96" />
    </div>
  );
}
