import { BodyError, type IntakeReport, type OpenMetrics } from "../telemetry/index.ts";
import type { AppContext } from "./appContext.ts";
import { createUnknownPools } from "./createUnknownPools.ts";
import type { TelemetryBody, TelemetryOptions } from "./defineTelemetryRoute.ts";

/** A body of metrics: taken whole, read at its end. `samples` is known once it is finished. */
export interface MetricBody extends TelemetryBody {
  /** Samples of series in the body. */
  samples(): number;
}

/** Held whole until it is complete: as sent, hence mostly compressed. */
const MOST_SENT_BYTES = 104_857_600;

/**
 * A body that is collected and then read by `read`, which hands what it finds to the intake. `read` throws BodyError for
 * a body that cannot be read; nothing of it is stored then.
 */
export async function openMetricBody(
  app: AppContext,
  options: TelemetryOptions,
  read: (bytes: Buffer, metrics: OpenMetrics) => Promise<void>,
): Promise<MetricBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let samples = 0;
  return {
    write: (chunk) => {
      length += chunk.length;
      if (length > MOST_SENT_BYTES) throw new BodyError(413, `The body is over ${MOST_SENT_BYTES} bytes.`);
      chunks.push(chunk);
    },
    settle: async () => undefined,
    finish: async (): Promise<IntakeReport> => {
      const mapping = await app.sources.current(options.arrivedAtMs);
      const metrics = await app.telemetry.openMetrics({
        ...options,
        mapping,
        ...(mapping.createUnknown && {
          createPools: (unknown) => createUnknownPools(app, options, { unknown, mapping }),
        }),
      });
      const [only] = chunks;
      await read(
        chunks.length === 1 && only !== undefined ? Buffer.from(only) : Buffer.concat(chunks),
        metrics,
      );
      samples = metrics.intake.samples;
      return await metrics.finish();
    },
    samples: () => samples,
  };
}

/** The first reasons of what was refused, for answers that are one text. */
export function refusalText(report: IntakeReport): string {
  const reasons = new Map<string, number>();
  for (const { code, message } of report.errors) {
    const reason = `${code}: ${message}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const listed = [...reasons]
    .slice(0, 5)
    .map(([reason, count]) => (count === 1 ? reason : `${reason} (${count} of those listed)`));
  const more = reasons.size > listed.length ? `; and ${reasons.size - listed.length} more reasons` : "";
  return `${report.rejected} samples were refused, all others are stored: ${listed.join("; ")}${more}.`;
}
