import { DEFAULT_LABELS } from "#lib/pull/labelRules.ts";
import { DEFAULT_QUERY, type NewSource, type SignIn, type Source } from "#lib/pull/source/sourceBody.ts";

/** A source as it stands in the form: text, until it is sent. */
export interface SourceDraft {
  readonly name: string;
  /** "" = as it is stored. */
  readonly url: string;
  /** `kept`: as it is stored. */
  readonly signInBy: SignIn["by"] | "kept";
  readonly user: string;
  readonly secret: string;
  readonly query: string;
  readonly stamp: string;
  readonly isStampLabel: boolean;
  readonly pool: string;
  readonly isPoolLabel: boolean;
  readonly node: string;
  readonly withoutPort: boolean;
  readonly isShare: boolean;
  readonly stepSeconds: string;
  readonly everyMinutes: string;
  readonly delaySeconds: string;
  readonly coversBefore: boolean;
  readonly createIn: string;
  readonly enabled: boolean;
}

/** What the form begins with: a source that there is, or the defaults. */
export function draftOf(source: Source | null): SourceDraft {
  const labels = source?.labels ?? DEFAULT_LABELS;
  const textOf = (rule: typeof labels.stamp) => ("value" in rule ? rule.value : rule.label);
  return {
    name: source?.name ?? "",
    url: "",
    signInBy: source === null ? "none" : "kept",
    user: "",
    secret: "",
    query: source?.query ?? DEFAULT_QUERY,
    stamp: textOf(labels.stamp),
    isStampLabel: "label" in labels.stamp,
    pool: textOf(labels.pool),
    isPoolLabel: "label" in labels.pool,
    node: labels.node.label,
    withoutPort: labels.node.withoutPort,
    isShare: source?.scale === 100,
    stepSeconds: String(source?.stepSeconds ?? 60),
    everyMinutes: String(source?.everyMinutes ?? 1),
    delaySeconds: String(source?.delaySeconds ?? 30),
    coversBefore: source?.coversBefore ?? true,
    createIn: source?.createIn ?? "",
    enabled: source?.enabled ?? true,
  };
}

/** What is sent; an address and a secret that were not entered are left as they are. */
export function bodyOf(
  draft: SourceDraft,
): Omit<NewSource, "url" | "signIn"> & Partial<Pick<NewSource, "url" | "signIn">> {
  const { url } = draft;
  const signIn = signInOf(draft);
  return {
    name: draft.name,
    ...(url.trim() !== "" && { url: url.trim() }),
    ...(signIn !== null && { signIn }),
    query: draft.query,
    ...mappingOf(draft),
    stepSeconds: Number(draft.stepSeconds),
    everyMinutes: Number(draft.everyMinutes),
    delaySeconds: Number(draft.delaySeconds),
    coversBefore: draft.coversBefore,
    createIn: draft.createIn === "" ? null : draft.createIn,
    enabled: draft.enabled,
  };
}

/** How series become samples. */
export function mappingOf(draft: SourceDraft): Pick<NewSource, "labels" | "scale"> {
  const { stamp, isStampLabel, pool, isPoolLabel, node, withoutPort } = draft;
  return {
    labels: {
      stamp: isStampLabel ? { label: stamp } : { value: stamp },
      pool: isPoolLabel ? { label: pool } : { value: pool },
      node: { label: node, withoutPort },
    },
    scale: draft.isShare ? 100 : 1,
  };
}

/** null = as it is stored. */
export function signInOf({ signInBy, user, secret }: SourceDraft): SignIn | null {
  switch (signInBy) {
    case "kept":
      return null;
    case "none":
      return { by: "none" };
    case "bearer":
      return { by: "bearer", token: secret };
    case "basic":
      return { by: "basic", user, password: secret };
  }
}
