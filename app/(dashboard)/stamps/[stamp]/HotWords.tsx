/** Why a stamp is hot, or what is to be said where nothing makes it so. */
export function HotWords({ reasons, otherwise }: { reasons: string; otherwise: string }) {
  if (reasons === "") return otherwise;
  return (
    <>
      <strong className="font-semibold text-ink">Hot:</strong> {reasons}.
    </>
  );
}
