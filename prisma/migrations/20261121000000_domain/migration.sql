-- The domain, as `npm run migration` writes it from schema.prisma; at the end, by hand, what Prisma cannot say.

-- CreateEnum
CREATE TYPE "StampKind" AS ENUM ('shared', 'isolated');

-- CreateEnum
CREATE TYPE "SignalKind" AS ENUM ('outage', 'sustained_errors', 'throttling', 'low_throughput');

-- CreateEnum
CREATE TYPE "SignalSeverity" AS ENUM ('low', 'medium', 'high', 'critical');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('ingest', 'viewer', 'operator', 'approver', 'admin');

-- CreateTable
CREATE TABLE "region" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "region_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stamp" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "region_id" INTEGER NOT NULL,
    "kind" "StampKind" NOT NULL DEFAULT 'shared',
    "update_domains" INTEGER NOT NULL DEFAULT 5,
    "cordoned" BOOLEAN NOT NULL DEFAULT false,
    "in_deployment" BOOLEAN NOT NULL DEFAULT false,
    "planned" BOOLEAN NOT NULL DEFAULT false,
    "storage_egress_gbps" DOUBLE PRECISION,
    "storage_requests_per_second" DOUBLE PRECISION,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stamp_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pool" (
    "id" SERIAL NOT NULL,
    "stamp_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "vcpus_per_node" INTEGER,
    "min_instances" INTEGER,
    "max_instances" INTEGER,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenant" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "registry" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "tenant_id" INTEGER NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "registry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "replica" (
    "id" SERIAL NOT NULL,
    "registry_id" INTEGER NOT NULL,
    "region_id" INTEGER NOT NULL,
    "constraints" JSONB NOT NULL DEFAULT '{}',
    "last_moved_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "replica_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "binding" (
    "id" BIGSERIAL NOT NULL,
    "replica_id" INTEGER NOT NULL,
    "stamp_id" INTEGER NOT NULL,
    "bound_at" TIMESTAMPTZ(3) NOT NULL,
    "unbound_at" TIMESTAMPTZ(3),
    "source" TEXT NOT NULL DEFAULT 'inventory',

    CONSTRAINT "binding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "former_name" (
    "id" SERIAL NOT NULL,
    "thing" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "thing_id" INTEGER NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "former_name_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signal" (
    "id" BIGSERIAL NOT NULL,
    "stamp_id" INTEGER NOT NULL,
    "pool_id" INTEGER,
    "kind" "SignalKind" NOT NULL,
    "severity" "SignalSeverity" NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3),
    "source" TEXT NOT NULL DEFAULT '',
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "region" TEXT NOT NULL DEFAULT '',
    "pool_kind" TEXT NOT NULL DEFAULT '',
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "prefix" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" SERIAL NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "token_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "actor_role" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "thing" TEXT NOT NULL,
    "thing_name" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "reason" TEXT,
    "request_id" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "id" SERIAL NOT NULL,
    "actor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "freeze" (
    "id" SERIAL NOT NULL,
    "pressed_at" TIMESTAMPTZ(3) NOT NULL,
    "pressed_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "lifted_at" TIMESTAMPTZ(3),
    "lifted_by" TEXT,
    "lift_reason" TEXT,

    CONSTRAINT "freeze_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "region_name_key" ON "region"("name");

-- CreateIndex
CREATE UNIQUE INDEX "stamp_name_key" ON "stamp"("name");

-- CreateIndex
CREATE INDEX "stamp_region_id_idx" ON "stamp"("region_id");

-- CreateIndex
CREATE UNIQUE INDEX "pool_stamp_id_name_key" ON "pool"("stamp_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "tenant_name_key" ON "tenant"("name");

-- CreateIndex
CREATE UNIQUE INDEX "registry_name_key" ON "registry"("name");

-- CreateIndex
CREATE INDEX "registry_tenant_id_idx" ON "registry"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "replica_registry_id_region_id_key" ON "replica"("registry_id", "region_id");

-- CreateIndex
CREATE INDEX "binding_replica_id_bound_at_idx" ON "binding"("replica_id", "bound_at");

-- CreateIndex
CREATE INDEX "binding_stamp_id_bound_at_idx" ON "binding"("stamp_id", "bound_at");

-- CreateIndex
CREATE UNIQUE INDEX "former_name_thing_name_key" ON "former_name"("thing", "name");

-- CreateIndex
CREATE INDEX "signal_stamp_id_from_idx" ON "signal"("stamp_id", "from");

-- CreateIndex
CREATE UNIQUE INDEX "setting_key_region_pool_kind_key" ON "setting"("key", "region", "pool_kind");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_secret_hash_key" ON "api_token"("secret_hash");

-- CreateIndex
CREATE UNIQUE INDEX "session_secret_hash_key" ON "session"("secret_hash");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- CreateIndex
CREATE INDEX "audit_event_thing_thing_name_idx" ON "audit_event"("thing", "thing_name");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_key_actor_route_key_key" ON "idempotency_key"("actor", "route", "key");

-- AddForeignKey
ALTER TABLE "stamp" ADD CONSTRAINT "stamp_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pool" ADD CONSTRAINT "pool_stamp_id_fkey" FOREIGN KEY ("stamp_id") REFERENCES "stamp"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "registry" ADD CONSTRAINT "registry_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenant"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replica" ADD CONSTRAINT "replica_registry_id_fkey" FOREIGN KEY ("registry_id") REFERENCES "registry"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replica" ADD CONSTRAINT "replica_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "binding" ADD CONSTRAINT "binding_replica_id_fkey" FOREIGN KEY ("replica_id") REFERENCES "replica"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "binding" ADD CONSTRAINT "binding_stamp_id_fkey" FOREIGN KEY ("stamp_id") REFERENCES "stamp"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal" ADD CONSTRAINT "signal_stamp_id_fkey" FOREIGN KEY ("stamp_id") REFERENCES "stamp"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signal" ADD CONSTRAINT "signal_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_token"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here on.

-- A replica has one home at any instant. btree_gist lets the equality stand beside the overlap in one index; it is a
-- trusted extension, so the owner of a database may create it.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE "binding" ADD CONSTRAINT "binding_one_home_at_a_time"
    EXCLUDE USING gist ("replica_id" WITH =, tstzrange("bound_at", "unbound_at") WITH &&);

-- The same for the open end, as an index that `on conflict` can name.
CREATE UNIQUE INDEX "binding_one_open_per_replica" ON "binding" ("replica_id") WHERE "unbound_at" IS NULL;

-- What makes two reports the same signal. A signal of the whole stamp has no pool, and is still told apart.
CREATE UNIQUE INDEX "signal_key" ON "signal" ("stamp_id", "pool_id", "kind", "source", "from") NULLS NOT DISTINCT;

-- At most one freeze is in force.
CREATE UNIQUE INDEX "freeze_one_in_force" ON "freeze" ((true)) WHERE "lifted_at" IS NULL;
