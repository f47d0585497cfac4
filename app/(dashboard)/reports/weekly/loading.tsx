import { LoadingPage } from "../../../_components/LoadingPage.tsx";

/** The page while two weeks are being read. */
export default function Loading() {
  return (
    <LoadingPage title="Weekly report" doing="Reading two weeks of every pool…">
      <div className="skeleton h-20 max-w-2xl" />
      <div className="skeleton h-[420px]" />
    </LoadingPage>
  );
}
