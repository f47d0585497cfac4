-- What the planner was asked for, and what it proposes: see lib/planning/proposal/README.md.

-- CreateTable
CREATE TABLE "proposal" (
    "id" SERIAL NOT NULL,
    "parent_id" INTEGER,
    "region_id" INTEGER,
    "request" JSONB NOT NULL,
    "answer" JSONB,
    "state" TEXT NOT NULL,
    "failure" TEXT,
    "progress" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "told_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "proposal_state_check" CHECK ("state" IN ('running', 'complete', 'incomplete', 'failed'))
);

-- CreateIndex
CREATE INDEX "proposal_parent_id_idx" ON "proposal"("parent_id");

-- CreateIndex
CREATE INDEX "proposal_created_at_idx" ON "proposal"("created_at");

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "proposal"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE SET NULL ON UPDATE CASCADE;
