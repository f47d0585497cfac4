import { z } from "zod";

/** What became of asking for advisories. */
export type AuditVerdict =
  | { readonly outcome: "clean"; readonly line: string }
  | { readonly outcome: "found"; readonly line: string; readonly packages: readonly string[] }
  /** Nobody has said anything of the packages: neither good nor bad. */
  | { readonly outcome: "not_asked"; readonly line: string };

const GRAVE = ["high", "critical"];

const reportSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      via: z.array(z.union([z.string(), z.object({ title: z.string(), url: z.string().optional() })])),
      range: z.string().default("*"),
    }),
  ),
  metadata: z.object({
    vulnerabilities: z.object({ total: z.number() }),
    dependencies: z.object({ total: z.number() }),
  }),
});

const refusalSchema = z.object({
  message: z.string().optional(),
  statusCode: z.number().optional(),
  error: z.object({ code: z.string().nullish(), summary: z.string().nullish() }).optional(),
});

/** Judges what `npm audit --json` has printed (npm 7 and later). What is less than high is counted, and not held against anything. */
export function judgeAudit(printed: string): AuditVerdict {
  const said = parse(printed);
  const report = reportSchema.safeParse(said);
  if (report.success) return judgeReport(report.data);
  const refusal = refusalSchema.safeParse(said);
  const { statusCode, error, message } = refusal.success ? refusal.data : {};
  if (statusCode !== undefined && [404, 405, 501].includes(statusCode))
    return notAsked(`the registry has no advisory service (it answered ${statusCode})`);
  return notAsked(error?.summary || message || "npm audit said nothing that can be read");
}

function judgeReport({ vulnerabilities, metadata }: z.output<typeof reportSchema>): AuditVerdict {
  const grave = Object.entries(vulnerabilities).filter(([, { severity }]) => GRAVE.includes(severity));
  const counted = `${metadata.dependencies.total} packages, ${metadata.vulnerabilities.total} with an advisory, ${grave.length} of it high or critical`;
  if (grave.length === 0) return { outcome: "clean", line: counted };
  return {
    outcome: "found",
    line: counted,
    packages: grave.map(([name, { severity, range, via }]) => {
      const why = via.map((one) => (typeof one === "string" ? `by ${one}` : [one.title, one.url].join(" ")));
      return `${name} ${range} (${severity}): ${why.join("; ")}`;
    }),
  };
}

function notAsked(reason: string): AuditVerdict {
  return { outcome: "not_asked", line: `not asked: ${reason}` };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
