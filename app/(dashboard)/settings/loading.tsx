import { LoadingPage } from "../../_components/LoadingPage.tsx";

/** The page while the settings are being read. */
export default function Loading() {
  return (
    <LoadingPage title="Settings" doing="Reading what is set…">
      <div className="skeleton h-[720px]" />
      <div className="skeleton h-64" />
    </LoadingPage>
  );
}
