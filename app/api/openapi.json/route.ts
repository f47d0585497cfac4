import { openApiRoute } from "#app/api/description.ts";
import { serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(openApiRoute);
