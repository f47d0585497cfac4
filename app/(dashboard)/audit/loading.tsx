import { LoadingPage } from "../../_components/LoadingPage.tsx";

/** The page while the events are being read. */
export default function Loading() {
  return (
    <LoadingPage title="Audit" doing="Reading who did what…">
      <div className="skeleton h-8 w-[36rem] max-w-full" />
      <div className="skeleton h-[560px]" />
    </LoadingPage>
  );
}
