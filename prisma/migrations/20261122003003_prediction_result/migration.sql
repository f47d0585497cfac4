-- What moves did to a pool, beside what was predicted: see lib/backtest/README.md.

-- CreateTable
CREATE TABLE "prediction_result" (
    "id" BIGSERIAL NOT NULL,
    "plan_id" INTEGER,
    "episode" TEXT NOT NULL,
    "region_id" INTEGER NOT NULL,
    "pool_id" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "changed_from" TIMESTAMPTZ(3) NOT NULL,
    "changed_to" TIMESTAMPTZ(3) NOT NULL,
    "moves" JSONB NOT NULL,
    "before_from" TIMESTAMPTZ(3),
    "before_to" TIMESTAMPTZ(3),
    "after_from" TIMESTAMPTZ(3),
    "after_to" TIMESTAMPTZ(3),
    "before_p95" DOUBLE PRECISION,
    "before_max" DOUBLE PRECISION,
    "before_average" DOUBLE PRECISION,
    "before_coverage" DOUBLE PRECISION,
    "unmoved_p95" DOUBLE PRECISION,
    "predicted_p95" DOUBLE PRECISION,
    "predicted_p95_low" DOUBLE PRECISION,
    "predicted_p95_high" DOUBLE PRECISION,
    "predicted_max" DOUBLE PRECISION,
    "predicted_max_low" DOUBLE PRECISION,
    "predicted_max_high" DOUBLE PRECISION,
    "predicted_average" DOUBLE PRECISION,
    "predicted_average_low" DOUBLE PRECISION,
    "predicted_average_high" DOUBLE PRECISION,
    "measured_p95" DOUBLE PRECISION,
    "measured_max" DOUBLE PRECISION,
    "measured_average" DOUBLE PRECISION,
    "measured_coverage" DOUBLE PRECISION,
    "refusal" TEXT,
    "flags" TEXT[],
    "other_weekday" BOOLEAN NOT NULL,
    "other_nodes" BOOLEAN NOT NULL,
    "model" JSONB,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "prediction_result_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "prediction_result_changed_from_idx" ON "prediction_result"("changed_from");

-- CreateIndex
CREATE UNIQUE INDEX "prediction_result_episode_pool_id_basis_key" ON "prediction_result"("episode", "pool_id", "basis");

-- AddForeignKey
ALTER TABLE "prediction_result" ADD CONSTRAINT "prediction_result_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "prediction_result" ADD CONSTRAINT "prediction_result_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
