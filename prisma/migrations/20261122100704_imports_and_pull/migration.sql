-- Files that are brought in from a browser, and Prometheus servers that samples are read from.
CREATE TABLE "import_session" (
    "id" SERIAL NOT NULL,
    "file_name" TEXT NOT NULL,
    "file_bytes" BIGINT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "is_dry" BOOLEAN NOT NULL,
    "recipe" JSONB NOT NULL,
    "columns" JSONB NOT NULL,
    "create_in" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "position" BIGINT NOT NULL,
    "file_position" BIGINT NOT NULL DEFAULT 0,
    "line" BIGINT NOT NULL,
    "rows" BIGINT NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL,
    "whole_fleet" BOOLEAN NOT NULL,
    "region_ids" INTEGER[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_session_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "import_problem" (
    "id" BIGSERIAL NOT NULL,
    "session_id" INTEGER NOT NULL,
    "line" BIGINT NOT NULL,
    "column_name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "import_problem_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "pull_source" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "receiver" TEXT NOT NULL,
    "sign_in_by" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "labels" JSONB NOT NULL,
    "scale" DOUBLE PRECISION NOT NULL,
    "step_seconds" INTEGER NOT NULL,
    "every_minutes" INTEGER NOT NULL,
    "covers_before" BOOLEAN NOT NULL,
    "delay_seconds" INTEGER NOT NULL,
    "create_in" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "whole_fleet" BOOLEAN NOT NULL,
    "region_ids" INTEGER[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "retired_at" TIMESTAMPTZ(3),
    "read_until" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "last_success_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "last_error_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_seen" JSONB,
    "accepted" BIGINT NOT NULL DEFAULT 0,
    "rejected" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "pull_source_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "pull_backfill" (
    "id" SERIAL NOT NULL,
    "source_id" INTEGER NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,
    "position" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'running',
    "accepted" BIGINT NOT NULL DEFAULT 0,
    "duplicate" BIGINT NOT NULL DEFAULT 0,
    "rejected" BIGINT NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "pull_backfill_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "import_session_fingerprint_idx" ON "import_session"("fingerprint");

CREATE INDEX "import_session_updated_at_idx" ON "import_session"("updated_at");

CREATE INDEX "import_problem_session_id_id_idx" ON "import_problem"("session_id", "id");

CREATE INDEX "pull_backfill_source_id_id_idx" ON "pull_backfill"("source_id", "id");

CREATE INDEX "pull_backfill_state_next_at_idx" ON "pull_backfill"("state", "next_at");

ALTER TABLE "import_problem" ADD CONSTRAINT "import_problem_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "import_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "pull_backfill" ADD CONSTRAINT "pull_backfill_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "pull_source"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What the schema language cannot say: names of the sources there are; one backfill of a source at a time.
CREATE UNIQUE INDEX "pull_source_name" ON "pull_source"("name") WHERE "retired_at" IS NULL;
CREATE UNIQUE INDEX "pull_backfill_running" ON "pull_backfill"("source_id") WHERE "state" = 'running';

-- Whoever is limited to regions sees what was made by somebody with no more regions than that.
select declare_limit('import_session', 'not whole_fleet and region_ids <@ (select ballast_regions())::int[]');
select declare_limit('import_problem', 'session_id in (select id from import_session)');
select declare_limit('pull_source', 'not whole_fleet and region_ids <@ (select ballast_regions())::int[]');
select declare_limit('pull_backfill', 'source_id in (select id from pull_source)');
