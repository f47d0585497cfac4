import { MissingThing } from "../../_components/MissingThing.tsx";

/** No registry of that name, now or before. */
export default function RegistryNotFound() {
  return (
    <MissingThing title="There is no such registry" thing="registry" plural="registries">
      A name that a registry had before goes on working, and so does one that has been retired: this name was
      never used here.
    </MissingThing>
  );
}
