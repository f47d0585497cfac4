/** The page while the events are being read. */
export default function Loading() {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">Audit</h1>
        <p role="status" className="text-base text-ink-soft">
          Reading who did what…
        </p>
      </div>
      <div className="skeleton h-8 w-[36rem] max-w-full" />
      <div className="skeleton h-[560px]" />
    </div>
  );
}
