/** A side of a comparison as the address has it: `3` or `3@2`. */
export interface SideAsked {
  readonly id: string;
  /** Null = the newest. */
  readonly version: number | null;
}

const SIDE = /^(\d{1,9})(?:@(\d{1,9}))?$/;

/** Null where nothing, or nonsense, is asked for. */
export function parseSide(text: string | null): SideAsked | null {
  const [, id, version] = SIDE.exec(text ?? "") ?? [];
  if (id === undefined) return null;
  return { id, version: version === undefined ? null : Number(version) };
}

export function writeSide(id: number, version: number): string {
  return `${id}@${version}`;
}

export interface Sides {
  readonly left: string | null;
  readonly right: string | null;
}

export function compareHref({ left, right }: Sides): string {
  const query = [left === null ? [] : `left=${left}`, right === null ? [] : `right=${right}`]
    .flat()
    .join("&");
  return query === "" ? "/plans/compare" : `/plans/compare?${query}`;
}
