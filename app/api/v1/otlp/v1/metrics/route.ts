import { defineTelemetryRoute, otlpMetrics, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(defineTelemetryRoute(otlpMetrics));
