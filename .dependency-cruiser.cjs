// The import rules of the house, all of them errors. lib/importBoundaries.test.ts proves that each one fires.

/** The domain from the ground up: a folder may import those before it. */
const DOMAINS = [
  "core",
  "stats",
  "fleet",
  "telemetry",
  "imports",
  "hotness",
  "contribution",
  "simulation",
  "backtest",
  "planning",
  "execution",
  "outgoing",
  "pull",
  "alerts",
  "reports",
  "charts",
];
const anyOf = (names) => `(${names.join("|")})`;
const DOMAIN = `^lib/${anyOf(DOMAINS)}/`;
/** Tests, and what only tests use, may reach for anything. */
const TESTS = String.raw`(\.test\.tsx?$|ForTests\.ts$|^lib/db/test(Server|Database)\.ts$)`;
/** The only files of a domain that meet SQL, Prisma or the clock. */
const SHELL = String.raw`/(queries|commands)\.ts$`;
/** The same, of a domain: directly in its folder or deeper. */
const DOMAIN_SHELL = [`${DOMAIN}(queries|commands)\\.ts$`, `${DOMAIN}.+/(queries|commands)\\.ts$`];
const INDEX = String.raw`/index\.ts$`;
const TOP = "^(app/|lib/(cli|demo|bench)/)";

const layers = DOMAINS.slice(0, -1).map((name, place) => ({
  name: `layer-${name}`,
  comment: `lib/${name} imports only the folders that stand before it in the plan of the house.`,
  severity: "error",
  from: { path: `^lib/${name}/`, pathNot: TESTS },
  to: { path: `^lib/${anyOf(DOMAINS.slice(place + 1))}/` },
}));

module.exports = {
  forbidden: [
    ...layers,
    {
      name: "no-circles",
      comment: "Two files that need each other are one idea, or hide a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "core-imports-nothing",
      comment: "lib/core is the ground: it imports nothing but zod.",
      severity: "error",
      from: { path: "^lib/core/", pathNot: TESTS },
      to: { pathNot: "^(lib/core/|node_modules/zod/)" },
    },
    {
      name: "pure-no-edge",
      comment: "A pure file does not meet the database, the environment or anything else of the edge.",
      severity: "error",
      from: { path: DOMAIN, pathNot: [TESTS, SHELL, INDEX] },
      to: { path: "^(lib/(db|audit|auth|http|jobs)/|lib/env\\.ts$)" },
    },
    {
      name: "pure-no-shell",
      comment: "A pure file does not import queries or commands; what they read comes in as an argument.",
      severity: "error",
      from: { path: DOMAIN, pathNot: [TESTS, SHELL, INDEX] },
      to: { path: DOMAIN_SHELL },
    },
    {
      name: "pure-no-platform",
      comment: "A pure file knows no React, no Next, no database driver, no files and no network.",
      severity: "error",
      from: { path: DOMAIN, pathNot: [TESTS, SHELL, INDEX] },
      to: {
        path: [
          "^node_modules/(react|react-dom|next|pg|pg-copy-streams|@prisma/[^/]+|graphile-worker|pino)/",
          "^(node:)?(fs|fs/promises|net|http|https|os|process|child_process|timers|timers/promises|worker_threads)$",
        ],
      },
    },
    {
      name: "shell-no-outer",
      comment: "queries and commands may meet db, audit and auth, but never what stands around the domain.",
      severity: "error",
      from: { path: DOMAIN_SHELL, pathNot: TESTS },
      to: { path: "^(lib/(http|jobs)/|node_modules/(react|react-dom|next)/)" },
    },
    {
      name: "db-knows-no-domain",
      comment: "lib/db and lib/env.ts stand under everything: they import core and each other only.",
      severity: "error",
      from: { path: "^lib/(db/|env\\.ts$)", pathNot: TESTS },
      to: { path: "^lib/", pathNot: "^lib/(db|core)/|^lib/env\\.ts$" },
    },
    {
      name: "audit-and-auth-know-no-domain",
      comment: "lib/audit and lib/auth import core, db and audit; a domain imports them, never the reverse.",
      severity: "error",
      from: { path: "^lib/(audit|auth)/", pathNot: TESTS },
      to: { path: "^lib/", pathNot: "^lib/(audit|auth|db|core)/|^lib/env\\.ts$" },
    },
    {
      name: "edge-uses-index",
      comment: "lib/http and lib/jobs import a domain through its index.ts alone.",
      severity: "error",
      from: { path: "^lib/(http|jobs)/", pathNot: TESTS },
      to: { path: DOMAIN, pathNot: `${DOMAIN}index\\.ts$` },
    },
    {
      name: "nothing-imports-the-top",
      comment: "app, cli, demo and bench import anything; nothing below imports them.",
      severity: "error",
      from: { path: "^lib/", pathNot: [TOP, TESTS] },
      to: { path: TOP },
    },
    {
      name: "app-no-driver",
      comment: "Pages and routes ask a domain; SQL and Prisma rows stay behind queries.ts and commands.ts.",
      severity: "error",
      from: { path: "^app/", pathNot: TESTS },
      to: { path: "^(lib/db/generated/|node_modules/(pg|pg-copy-streams|@prisma/[^/]+)/)" },
    },
    {
      name: "what-answers-is-limited",
      comment:
        "Pages take the app from pageApp() and routes from their context, limited to the regions of whoever asks; the whole of it is for what starts and watches.",
      severity: "error",
      from: { path: String.raw`^app/(\(dashboard\)|\(print\)|_components|api)/`, pathNot: TESTS },
      to: { path: String.raw`^lib/http/appContext\.ts$`, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-tests-in-production",
      comment: "What is made for tests is imported by tests alone.",
      severity: "error",
      from: { pathNot: [TESTS, "^(e2e/|vitest\\.config|playwright\\.config)"] },
      to: { path: TESTS },
    },
    {
      name: "resolvable",
      comment: "An import that resolves to nothing would escape every rule above.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Without swc the tool reads nothing of a TypeScript 7 project, and says that all is well.
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/db/generated/" },
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
