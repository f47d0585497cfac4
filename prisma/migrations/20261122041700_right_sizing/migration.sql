-- Minimums of pools that were changed after a plan: see lib/execution/rightSizing.

-- CreateTable
CREATE TABLE "right_sizing" (
    "id" SERIAL NOT NULL,
    "plan_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "pool_id" INTEGER NOT NULL,
    "from_instances" INTEGER,
    "to_instances" INTEGER NOT NULL,
    "target" DOUBLE PRECISION NOT NULL,
    "projected_p95" DOUBLE PRECISION,
    "reference" TEXT NOT NULL,
    "applied_at" TIMESTAMPTZ(3) NOT NULL,
    "applied_by" TEXT NOT NULL,
    "verify_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'applied',
    "measured_p95" DOUBLE PRECISION,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "right_sizing_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "right_sizing_plan_id_version_idx" ON "right_sizing"("plan_id", "version");

-- CreateIndex
CREATE INDEX "right_sizing_state_verify_at_idx" ON "right_sizing"("state", "verify_at");
