/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // These run as they are in Node: native parts, worker threads or files read at run time.
  serverExternalPackages: ["pg", "pg-copy-streams", "graphile-worker", "pino", "@prisma/schema-engine-wasm"],
  experimental: { useCache: false },
};
