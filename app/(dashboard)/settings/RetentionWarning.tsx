import { Notice } from "../../_components/Notice.tsx";
import { formatField, numberOf, type SettingField } from "./settingFields.ts";

interface RetentionWarningProps {
  readonly fields: readonly SettingField[];
  readonly before: unknown;
  readonly after: unknown;
}

/** Shorter keeping deletes, and nothing brings it back: said before it is saved. */
export function RetentionWarning({ fields, before, after }: RetentionWarningProps) {
  const shortened = fields.filter((field) => {
    const [was, becomes] = [numberOf(before, field), numberOf(after, field)];
    return was !== null && becomes !== null && becomes < was;
  });
  if (shortened.length === 0) return null;
  return (
    <Notice tone="warning">
      Within the hour this deletes{" "}
      {shortened
        .map((field) => `${field.label} older than ${formatField(numberOf(after, field) ?? 0, field)}`)
        .join(" and ")}
      . They cannot be brought back by setting it longer again.
    </Notice>
  );
}
