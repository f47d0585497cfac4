import { MissingThing } from "../../_components/MissingThing.tsx";

/** No stamp of that name, or no such pool of it. */
export default function StampNotFound() {
  return (
    <MissingThing title="There is no such stamp, or no such pool" thing="stamp" plural="stamps">
      A name that a stamp had before goes on working, so this one was never used here, or its stamp has been
      retired: its history is kept, and the audit says when and by whom.
    </MissingThing>
  );
}
