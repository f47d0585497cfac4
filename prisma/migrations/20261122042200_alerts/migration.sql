-- Alerts and what is sent out: see lib/alerts/README.md and lib/outgoing/README.md.

CREATE TABLE "alert_rule" (
    "id" TEXT NOT NULL,
    "rule" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_by" TEXT NOT NULL,

    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "alert_watch" (
    "rule_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "stamp" TEXT NOT NULL,
    "pool" TEXT NOT NULL,
    "over_since" TIMESTAMPTZ(3) NOT NULL,
    "clear_since" TIMESTAMPTZ(3),
    "alert_id" INTEGER,

    CONSTRAINT "alert_watch_pkey" PRIMARY KEY ("rule_id","stamp","pool")
);

CREATE TABLE "alert" (
    "id" SERIAL NOT NULL,
    "rule_id" TEXT NOT NULL,
    "rule_name" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "stamp" TEXT NOT NULL,
    "pool" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "cleared_at" TIMESTAMPTZ(3),
    "cleared_by" TEXT,
    "limit" DOUBLE PRECISION NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "worst" DOUBLE PRECISION NOT NULL,
    "latest" DOUBLE PRECISION,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "acknowledged_note" TEXT,
    "muted_until" TIMESTAMPTZ(3),
    "muted_by" TEXT,
    "muted_reason" TEXT,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outgoing_channel" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "kinds" TEXT[],
    "regions" TEXT[],
    "quiet_hours" JSONB,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "outgoing_channel_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "outgoing_delivery" (
    "id" SERIAL NOT NULL,
    "channel_id" INTEGER,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,

    CONSTRAINT "outgoing_delivery_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "read_mark" (
    "name" TEXT NOT NULL,
    "position" BIGINT NOT NULL,

    CONSTRAINT "read_mark_pkey" PRIMARY KEY ("name")
);

CREATE INDEX "alert_cleared_at_idx" ON "alert"("cleared_at");
CREATE INDEX "alert_raised_at_idx" ON "alert"("raised_at");
CREATE INDEX "alert_rule_id_stamp_pool_idx" ON "alert"("rule_id", "stamp", "pool");
CREATE INDEX "outgoing_delivery_status_next_at_idx" ON "outgoing_delivery"("status", "next_at");
CREATE INDEX "outgoing_delivery_channel_id_id_idx" ON "outgoing_delivery"("channel_id", "id");
ALTER TABLE "outgoing_delivery" ADD CONSTRAINT "outgoing_delivery_channel_id_fkey"
    FOREIGN KEY ("channel_id") REFERENCES "outgoing_channel"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What the schema language cannot say: one open alert of a rule and place, one event once to a receiver (a control plane
-- has no channel, and is one receiver too), names unique among the channels there are.
CREATE UNIQUE INDEX "alert_open_once" ON "alert"("rule_id", "stamp", "pool") WHERE "cleared_at" IS NULL;
CREATE UNIQUE INDEX "outgoing_delivery_once" ON "outgoing_delivery"("channel_id", "dedupe_key") NULLS NOT DISTINCT;
CREATE UNIQUE INDEX "outgoing_channel_name" ON "outgoing_channel"("name") WHERE "retired_at" IS NULL;
-- What happened before there were channels is nobody's news.
INSERT INTO "read_mark" SELECT 'notified_events', coalesce(max(id), 0) FROM "audit_event";
-- The key of signals, which the migration before took for no longer wanted: without it none can be reported.
CREATE UNIQUE INDEX IF NOT EXISTS "signal_key" ON "signal" ("stamp_id", "pool_id", "kind", "source", "from") NULLS NOT DISTINCT;
