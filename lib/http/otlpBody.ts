import { z } from "zod";
import { ok } from "../core/index.ts";
import {
  BodyError,
  encodeOtlpPartial,
  encodeOtlpStatus,
  type OpenMetrics,
  OtlpJsonError,
  type OtlpSink,
  ProtoError,
  readOtlpJson,
  readOtlpProto,
} from "../telemetry/index.ts";
import type { TelemetryDefinition } from "./defineTelemetryRoute.ts";
import { openMetricBody, refusalText } from "./openMetricBody.ts";
import { problemSchema } from "./problem.ts";

type Form = "protobuf" | "json";

const answerSchema = z.strictObject({
  partialSuccess: z
    .strictObject({
      rejectedDataPoints: z.string().describe("an int64 as OTLP's JSON writes it"),
      errorMessage: z.string(),
    })
    .optional()
    .describe("absent where everything was taken in"),
});

/** OTLP/HTTP for metrics: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export const otlpMetrics: TelemetryDefinition = {
  path: "/api/v1/otlp/v1/metrics",
  summary: "Take in OpenTelemetry metrics, OTLP/HTTP",
  description:
    "What the mapping of sources names is stored, all else is left out. Answers come in the form of the request; points " +
    "that were refused are told as partial success. 503 with Retry-After where nothing was stored.",
  bodies: {
    "application/x-protobuf": "ExportMetricsServiceRequest",
    "application/json": "the same as OTLP's JSON",
  },
  open: async (app, contentType, options) => {
    const form = formOf(contentType);
    if (form === null) {
      throw new BodyError(415, "OTLP comes as application/x-protobuf or application/json.");
    }
    return await openMetricBody(app, options, async (bytes, metrics) => readBody(form, bytes, metrics));
  },
  protocol: {
    status: 200,
    response: answerSchema,
    answer: (report, _, request) => {
      const refused =
        report.rejected === 0 ? null : { points: report.rejected, message: refusalText(report) };
      if (formOf(request.headers.get("content-type")) === "protobuf")
        return ok(protobufResponse(encodeOtlpPartial(refused), new Headers(), 200));
      const { points = 0, message = "" } = refused ?? {};
      const partialSuccess = { rejectedDataPoints: String(points), errorMessage: message };
      return ok(Response.json(refused === null ? {} : { partialSuccess }));
    },
    errorTypes: ["application/json", "application/x-protobuf"],
    renderError: async (response, request) => {
      const form = formOf(request.headers.get("content-type"));
      const problem = problemSchema.safeParse(
        await response
          .clone()
          .json()
          .catch(() => null),
      );
      if (form === null || !problem.success) return null;
      const message = problem.data.detail;
      const headers = new Headers(response.headers);
      if (form === "protobuf") return protobufResponse(encodeOtlpStatus(message), headers, response.status);
      headers.set("content-type", "application/json");
      return Response.json({ message }, { status: response.status, headers });
    },
  },
};

function protobufResponse(bytes: Uint8Array<ArrayBuffer>, headers: Headers, status: number): Response {
  headers.set("content-type", "application/x-protobuf");
  return new Response(bytes, { status, headers });
}

function formOf(contentType: string | null): Form | null {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase();
  if (type === "application/x-protobuf" || type === "application/protobuf") return "protobuf";
  return type === "application/json" ? "json" : null;
}

function readBody(form: Form, bytes: Buffer, { intake, series, note }: OpenMetrics): void {
  const sink: OtlpSink = {
    malformed: (message) => intake.malformed(message),
    point: ({ labels, tsMs, value, deltaFromMs }) => {
      intake.take(series.seriesOf(keyOf(labels), labels, note), tsMs, value, deltaFromMs);
    },
  };
  try {
    if (form === "protobuf") readOtlpProto(bytes, sink);
    else readOtlpJson(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), sink);
  } catch (error) {
    const isBody =
      error instanceof ProtoError ||
      error instanceof OtlpJsonError ||
      error instanceof SyntaxError ||
      error instanceof TypeError ||
      error instanceof RangeError;
    if (!isBody) throw error;
    throw new BodyError(400, `The body is no OTLP in ${form}: ${error.message}.`);
  }
}

/** Attributes have no order: the same ones in another are found again only the second time, which does no harm. */
function keyOf(labels: ReadonlyMap<string, string>): string {
  let key = "";
  for (const [name, value] of labels) key += `${name.length}:${name}${value.length}:${value}`;
  return key;
}
