import { defineTelemetryRoute, packedCpuSamples, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(defineTelemetryRoute(packedCpuSamples));
