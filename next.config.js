/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` and `npm run types` check them, once and of everything: whoever starts Ballast need not wait for it again.
  typescript: { ignoreBuildErrors: true },
  // These run as they are in Node: native parts, worker threads or files read at run time.
  serverExternalPackages: [
    "pg",
    "pg-copy-streams",
    "graphile-worker",
    "pino",
    "snappy",
    "@prisma/schema-engine-wasm",
  ],
  // `/api/v1/fleet.csv` is the route `/api/v1/fleet` asked for as a table: the route sees the address as it was sent.
  rewrites: async () => [
    { source: "/api/v1/:path*/:last([^/]+)\\.csv", destination: "/api/v1/:path*/:last" },
  ],
};
