export type * from "./metricSink.ts";
export type * from "./otlpSink.ts";
export { ProtoError } from "./protoReader.ts";
export { OtlpJsonError, readOtlpJson } from "./readOtlpJson.ts";
export { readOtlpProto } from "./readOtlpProto.ts";
export { readWriteV1 } from "./readWriteV1.ts";
export { readWriteV2 } from "./readWriteV2.ts";
export { unpackSnappy } from "./unpackSnappy.ts";
export { encodeOtlpPartial, encodeOtlpStatus } from "./writeOtlp.ts";
