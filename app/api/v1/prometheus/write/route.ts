import { defineTelemetryRoute, prometheusWrite, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(defineTelemetryRoute(prometheusWrite));
