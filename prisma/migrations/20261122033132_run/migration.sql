-- How plans run: see lib/execution/README.md.

-- CreateEnum
CREATE TYPE "PhaseState" AS ENUM ('pending', 'approved', 'cutting_over', 'draining', 'observing', 'passed', 'failed', 'inconclusive', 'rolled_back');

-- CreateEnum
CREATE TYPE "MoveState" AS ENUM ('pending', 'bound', 'drained', 'verified', 'skipped', 'reverted');

-- CreateTable
CREATE TABLE "plan_run" (
    "plan_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "authors" TEXT[],
    "tier" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_by" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "pause" JSONB,
    "rollback_from" INTEGER,
    "rollback_reason" TEXT,

    CONSTRAINT "plan_run_pkey" PRIMARY KEY ("plan_id","version")
);

-- CreateTable
CREATE TABLE "plan_phase" (
    "id" SERIAL NOT NULL,
    "plan_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "phase" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "state" "PhaseState" NOT NULL DEFAULT 'pending',
    "tier" TEXT NOT NULL,
    "not_before" TIMESTAMPTZ(3),
    "observation_hours" DOUBLE PRECISION NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "cut_over_at" TIMESTAMPTZ(3),
    "observing_since" TIMESTAMPTZ(3),
    "observe_until" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" TEXT,
    "reason" TEXT,
    "prediction" JSONB NOT NULL,
    "reassessment" JSONB,

    CONSTRAINT "plan_phase_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_move" (
    "id" SERIAL NOT NULL,
    "plan_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "phase" INTEGER NOT NULL,
    "place" INTEGER NOT NULL,
    "registry" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "replica_id" INTEGER NOT NULL,
    "from_stamp_id" INTEGER NOT NULL,
    "to_stamp_id" INTEGER,
    "to_stamp" TEXT NOT NULL,
    "state" "MoveState" NOT NULL DEFAULT 'pending',
    "bound_at" TIMESTAMPTZ(3),
    "drained_at" TIMESTAMPTZ(3),
    "verified_at" TIMESTAMPTZ(3),
    "reverted_at" TIMESTAMPTZ(3),
    "skipped_reason" TEXT,
    "drain" JSONB,
    "confirmation" TEXT,

    CONSTRAINT "plan_move_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_approval" (
    "id" SERIAL NOT NULL,
    "plan_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "phase" INTEGER,
    "actor" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "digest" TEXT NOT NULL,
    "is_void" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "plan_approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_deviation" (
    "id" SERIAL NOT NULL,
    "plan_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "phase" INTEGER,
    "registry" TEXT,
    "actor" TEXT NOT NULL,
    "approver" TEXT,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_deviation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_stamp" (
    "id" SERIAL NOT NULL,
    "plan_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "reference" TEXT,
    "created_at" TIMESTAMPTZ(3),
    "created_by" TEXT,
    "healthy_at" TIMESTAMPTZ(3),
    "note" TEXT NOT NULL,

    CONSTRAINT "plan_stamp_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gate_reading" (
    "id" SERIAL NOT NULL,
    "plan_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "phase" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "verdict" TEXT NOT NULL,
    "is_final" BOOLEAN NOT NULL,
    "sentence" TEXT NOT NULL,
    "readings" JSONB NOT NULL,

    CONSTRAINT "gate_reading_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "running_stamp" (
    "id" SERIAL NOT NULL,
    "plan_id" INTEGER NOT NULL,
    "stamp_id" INTEGER,
    "name" TEXT,

    CONSTRAINT "running_stamp_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "plan_phase_started_at_idx" ON "plan_phase"("started_at");

-- CreateIndex
CREATE UNIQUE INDEX "plan_phase_plan_id_version_phase_key" ON "plan_phase"("plan_id", "version", "phase");

-- CreateIndex
CREATE INDEX "plan_move_replica_id_idx" ON "plan_move"("replica_id");

-- CreateIndex
CREATE UNIQUE INDEX "plan_move_plan_id_version_phase_place_key" ON "plan_move"("plan_id", "version", "phase", "place");

-- CreateIndex
CREATE INDEX "plan_approval_plan_id_version_idx" ON "plan_approval"("plan_id", "version");

-- CreateIndex
CREATE INDEX "plan_deviation_plan_id_version_idx" ON "plan_deviation"("plan_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "plan_stamp_plan_id_version_name_key" ON "plan_stamp"("plan_id", "version", "name");

-- CreateIndex
CREATE INDEX "gate_reading_plan_id_version_phase_idx" ON "gate_reading"("plan_id", "version", "phase");

-- CreateIndex
CREATE UNIQUE INDEX "running_stamp_stamp_id_key" ON "running_stamp"("stamp_id");

-- CreateIndex
CREATE UNIQUE INDEX "running_stamp_name_key" ON "running_stamp"("name");

-- CreateIndex
CREATE INDEX "running_stamp_plan_id_idx" ON "running_stamp"("plan_id");

-- CreateTable
CREATE TABLE "state_transition" (
    "machine" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,

    CONSTRAINT "state_transition_pkey" PRIMARY KEY ("machine","from","to")
);

-- By hand from here on.

-- lib/execution/transitions.ts says the same; a test holds the two equal.
INSERT INTO "state_transition" ("machine", "from", "to") VALUES
  ('plan', 'draft', 'submitted'),
  ('plan', 'draft', 'aborted'),
  ('plan', 'draft', 'superseded'),
  ('plan', 'draft', 'expired'),
  ('plan', 'submitted', 'approved'),
  ('plan', 'submitted', 'rejected'),
  ('plan', 'submitted', 'aborted'),
  ('plan', 'submitted', 'superseded'),
  ('plan', 'submitted', 'expired'),
  ('plan', 'approved', 'running'),
  ('plan', 'approved', 'rejected'),
  ('plan', 'approved', 'aborted'),
  ('plan', 'approved', 'superseded'),
  ('plan', 'approved', 'expired'),
  ('plan', 'running', 'paused'),
  ('plan', 'running', 'aborted'),
  ('plan', 'running', 'rolling_back'),
  ('plan', 'running', 'completed'),
  ('plan', 'paused', 'running'),
  ('plan', 'paused', 'aborted'),
  ('plan', 'paused', 'rolling_back'),
  ('plan', 'rolling_back', 'rolled_back'),
  ('plan', 'rolling_back', 'paused'),
  ('plan', 'rolling_back', 'aborted'),
  ('plan', 'rejected', 'superseded'),
  ('plan', 'expired', 'superseded'),
  ('phase', 'pending', 'approved'),
  ('phase', 'approved', 'cutting_over'),
  ('phase', 'approved', 'pending'),
  ('phase', 'cutting_over', 'draining'),
  ('phase', 'cutting_over', 'failed'),
  ('phase', 'cutting_over', 'rolled_back'),
  ('phase', 'draining', 'observing'),
  ('phase', 'draining', 'passed'),
  ('phase', 'draining', 'failed'),
  ('phase', 'draining', 'rolled_back'),
  ('phase', 'observing', 'passed'),
  ('phase', 'observing', 'failed'),
  ('phase', 'observing', 'inconclusive'),
  ('phase', 'observing', 'rolled_back'),
  ('phase', 'inconclusive', 'passed'),
  ('phase', 'inconclusive', 'failed'),
  ('phase', 'inconclusive', 'observing'),
  ('phase', 'inconclusive', 'rolled_back'),
  ('phase', 'passed', 'rolled_back'),
  ('phase', 'failed', 'rolled_back'),
  ('move', 'pending', 'bound'),
  ('move', 'pending', 'skipped'),
  ('move', 'bound', 'drained'),
  ('move', 'bound', 'reverted'),
  ('move', 'drained', 'verified'),
  ('move', 'drained', 'reverted'),
  ('move', 'verified', 'reverted');

-- Whatever the application does, nothing gets from a state to another but by the tables, and nothing begins in the middle.
CREATE FUNCTION "refuse_state"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW."state"::text <> TG_ARGV[1] AND NOT (TG_ARGV[0] = 'move' AND NEW."state"::text = 'skipped') THEN
      RAISE EXCEPTION 'a % begins as %, not as %', TG_ARGV[0], TG_ARGV[1], NEW."state";
    END IF;
  ELSIF NOT EXISTS (SELECT FROM "state_transition"
      WHERE "machine" = TG_ARGV[0] AND "from" = OLD."state"::text AND "to" = NEW."state"::text) THEN
    RAISE EXCEPTION 'a % that is % does not become %', TG_ARGV[0], OLD."state", NEW."state";
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "plan_version_begins" BEFORE INSERT ON "plan_version" FOR EACH ROW
  EXECUTE FUNCTION "refuse_state"('plan', 'draft');
CREATE TRIGGER "plan_version_goes_on" BEFORE UPDATE ON "plan_version" FOR EACH ROW
  WHEN (OLD."state" <> NEW."state") EXECUTE FUNCTION "refuse_state"('plan', 'draft');
CREATE TRIGGER "plan_phase_begins" BEFORE INSERT ON "plan_phase" FOR EACH ROW
  EXECUTE FUNCTION "refuse_state"('phase', 'pending');
CREATE TRIGGER "plan_phase_goes_on" BEFORE UPDATE ON "plan_phase" FOR EACH ROW
  WHEN (OLD."state" <> NEW."state") EXECUTE FUNCTION "refuse_state"('phase', 'pending');
CREATE TRIGGER "plan_move_begins" BEFORE INSERT ON "plan_move" FOR EACH ROW
  EXECUTE FUNCTION "refuse_state"('move', 'pending');
CREATE TRIGGER "plan_move_goes_on" BEFORE UPDATE ON "plan_move" FOR EACH ROW
  WHEN (OLD."state" <> NEW."state") EXECUTE FUNCTION "refuse_state"('move', 'pending');

-- Approvals, deviations and readings are records: they are added to, and an approval may be made void.
CREATE TRIGGER "plan_approval_kept" BEFORE UPDATE ON "plan_approval" FOR EACH ROW
  WHEN (OLD."is_void" OR (OLD."actor", OLD."decision", OLD."digest", OLD."at")
    IS DISTINCT FROM (NEW."actor", NEW."decision", NEW."digest", NEW."at"))
  EXECUTE FUNCTION refuse_change('an approval');
CREATE TRIGGER "plan_approval_stays" BEFORE DELETE ON "plan_approval" FOR EACH ROW
  EXECUTE FUNCTION refuse_change('an approval');
CREATE TRIGGER "plan_deviation_kept" BEFORE UPDATE OR DELETE ON "plan_deviation" FOR EACH ROW
  EXECUTE FUNCTION refuse_change('a deviation');
CREATE TRIGGER "gate_reading_kept" BEFORE UPDATE OR DELETE ON "gate_reading" FOR EACH ROW
  EXECUTE FUNCTION refuse_change('a reading');
