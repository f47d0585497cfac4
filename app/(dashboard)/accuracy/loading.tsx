import { LoadingPage } from "../../_components/LoadingPage.tsx";

/** The page while what was measured is being read. */
export default function Loading() {
  return (
    <LoadingPage title="Accuracy" doing="Reading what was predicted and measured…">
      <div className="skeleton h-20" />
      <div className="grid gap-4 xl:grid-cols-2">
        <div className="skeleton h-[460px]" />
        <div className="skeleton h-[460px]" />
      </div>
      <div className="skeleton h-96" />
    </LoadingPage>
  );
}
