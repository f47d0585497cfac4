import { LoadingPage } from "../../_components/LoadingPage.tsx";

/** The page while the last day is being read. */
export default function Loading() {
  return (
    <LoadingPage title="Data health" doing="Reading the last 24 hours of every pool…">
      <div className="skeleton h-20 max-w-2xl" />
      <div className="skeleton h-[420px]" />
      <div className="skeleton h-40" />
    </LoadingPage>
  );
}
