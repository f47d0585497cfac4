import { err, ok } from "../core/index.ts";
import {
  BodyError,
  type KnownSeries,
  type LeftOver,
  type OpenMetrics,
  ProtoError,
  readWriteV1,
  readWriteV2,
  type SeriesSink,
  seriesOf,
  unpackSnappy,
} from "../telemetry/index.ts";
import type { TelemetryBody, TelemetryDefinition } from "./defineTelemetryRoute.ts";
import { type MetricBody, openMetricBody, refusalText } from "./openMetricBody.ts";

type Version = 1 | 2;

interface WriteBody extends MetricBody {
  readonly version: Version;
  /** What it held beside samples; known once it is finished. */
  leftOver(): LeftOver;
}

const WRITTEN = "x-prometheus-remote-write";

/** Remote write of Prometheus: https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/ */
export const prometheusWrite: TelemetryDefinition = {
  path: "/api/v1/prometheus/write",
  summary: "Take in Prometheus remote write, 1.0 and 2.0",
  description:
    "What the mapping of sources names is stored; all else, histograms and exemplars too, is left out and counts as written. 400 where samples were " +
    "refused: the others are stored. 503 with Retry-After where nothing was.",
  bodies: {
    "application/x-protobuf": "prometheus.WriteRequest in snappy's block form",
    "application/x-protobuf;proto=io.prometheus.write.v2.Request": "the same of version 2.0",
  },
  undoesEncoding: true,
  open: async (app, contentType, options): Promise<WriteBody> => {
    const version = versionOf(contentType);
    checkEncoding(options.contentEncoding);
    let leftOver: LeftOver = { samples: 0, histograms: 0, exemplars: 0, metadata: 0 };
    const body = await openMetricBody(app, options, async (bytes, metrics) => {
      const unpacked = await unpackSnappy(bytes);
      options.hold(unpacked.length);
      leftOver = readBody(version, unpacked, metrics);
    });
    return { ...body, version, leftOver: () => leftOver };
  },
  protocol: {
    status: 204,
    answer: (report, body) => {
      const headers = writtenHeaders(body, report.rejected);
      if (report.rejected === 0) return ok(new Response(null, { status: 204, headers }));
      return err({ status: 400, detail: refusalText(report), headers });
    },
  },
};

function readBody(version: Version, bytes: Buffer, { intake, series, note }: OpenMetrics): LeftOver {
  const sink: SeriesSink<KnownSeries> = {
    find: (view, from, to) => series.find(view, from, to),
    learn: (key, labels) => series.learn(key, labels, note),
    refuse: (message) => seriesOf({ as: "refused", message }),
    sample: (known, tsMs, value) => intake.take(known, tsMs, value),
  };
  try {
    return version === 1 ? readWriteV1(bytes, sink) : readWriteV2(bytes, sink);
  } catch (error) {
    if (!(error instanceof ProtoError)) throw error;
    throw new BodyError(400, `The body is no remote write of version ${version}: ${error.message}.`);
  }
}

/** By the parameter `proto`, written as RFC 9110 has parameters; without one it is 1.0. Throws BodyError 415. */
function versionOf(contentType: string | null): Version {
  const [type = "", ...parameters] = (contentType ?? "").split(";").map((part) => part.trim());
  if (type.toLowerCase() !== "application/x-protobuf")
    throw new BodyError(
      415,
      `Content-Type ${type || "(none)"} is not read here: send application/x-protobuf.`,
    );
  const proto = parameters
    .map((parameter) => /^proto="?([^"]*)"?$/i.exec(parameter)?.[1])
    .find((one) => one !== undefined);
  if (proto === undefined || proto === "prometheus.WriteRequest") return 1;
  if (proto === "io.prometheus.write.v2.Request") return 2;
  throw new BodyError(
    415,
    `proto=${proto} is not read here: send prometheus.WriteRequest or io.prometheus.write.v2.Request.`,
  );
}

/** Snappy, also where a sender leaves the header out: the protocol has no other. Throws BodyError 415. */
function checkEncoding(contentEncoding: string | null): void {
  const encoding = (contentEncoding ?? "").trim().toLowerCase();
  if (encoding !== "" && encoding !== "snappy")
    throw new BodyError(415, `Content-Encoding ${encoding} is not read here: send snappy.`);
}

function isWriteBody(body: TelemetryBody): body is WriteBody {
  return "version" in body;
}

/**
 * What a sender of 2.0 learns its losses by. What is read over, as no kind that means CPU or load, is accepted like samples of no
 * metric of the mapping: a 204 that named less than was sent would be logged there as a loss, body after body.
 */
function writtenHeaders(body: TelemetryBody, rejected: number): Record<string, string> {
  if (!isWriteBody(body) || body.version === 1) return {};
  const { histograms, exemplars } = body.leftOver();
  return {
    [`${WRITTEN}-samples-written`]: String(body.samples() - rejected),
    [`${WRITTEN}-histograms-written`]: String(histograms),
    [`${WRITTEN}-exemplars-written`]: String(exemplars),
  };
}
