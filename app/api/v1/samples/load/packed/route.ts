import { defineTelemetryRoute, packedLoadSamples, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(defineTelemetryRoute(packedLoadSamples));
