-- Plans, their versions, and every revision that a draft has had: see lib/planning/README.md.

-- CreateEnum
CREATE TYPE "PlanState" AS ENUM ('draft', 'submitted', 'approved', 'running', 'paused', 'rolling_back', 'completed', 'rejected', 'aborted', 'rolled_back', 'superseded', 'expired');

-- CreateTable
CREATE TABLE "plan" (
    "id" SERIAL NOT NULL,
    "region_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_version" (
    "id" SERIAL NOT NULL,
    "plan_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "state" "PlanState" NOT NULL DEFAULT 'draft',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "content" JSONB NOT NULL,
    "assessment" JSONB NOT NULL,
    "summary" JSONB NOT NULL,
    "stamps" TEXT[],
    "registries" TEXT[],
    "snapshot_at" TIMESTAMPTZ(3) NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_by" TEXT NOT NULL,

    CONSTRAINT "plan_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_edit" (
    "id" SERIAL NOT NULL,
    "version_id" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "author" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_edit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan_comment" (
    "id" SERIAL NOT NULL,
    "plan_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "author" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "plan_comment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "plan_region_id_idx" ON "plan"("region_id");

-- CreateIndex
CREATE INDEX "plan_version_saved_at_idx" ON "plan_version"("saved_at");

-- CreateIndex
CREATE UNIQUE INDEX "plan_version_plan_id_version_key" ON "plan_version"("plan_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "plan_edit_version_id_revision_key" ON "plan_edit"("version_id", "revision");

-- CreateIndex
CREATE INDEX "plan_comment_plan_id_idx" ON "plan_comment"("plan_id");

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_region_id_fkey" FOREIGN KEY ("region_id") REFERENCES "region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_version" ADD CONSTRAINT "plan_version_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_edit" ADD CONSTRAINT "plan_edit_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "plan_version"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan_comment" ADD CONSTRAINT "plan_comment_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here on.

-- A plan has one draft at most: two people who begin the next version at once do not both get one.
CREATE UNIQUE INDEX "plan_version_one_draft" ON "plan_version" ("plan_id") WHERE "state" = 'draft';

-- What was approved is exactly what runs: whatever the application does, only a draft's content changes, and no edit ever does.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of a plan never changes once written', TG_ARGV[0];
END $$;
CREATE TRIGGER "plan_version_frozen" BEFORE UPDATE ON "plan_version" FOR EACH ROW
  WHEN (OLD."state" <> 'draft' AND (OLD."content" IS DISTINCT FROM NEW."content"
    OR OLD."assessment" IS DISTINCT FROM NEW."assessment" OR OLD."revision" <> NEW."revision"))
  EXECUTE FUNCTION refuse_change('a submitted version');
CREATE TRIGGER "plan_edit_frozen" BEFORE UPDATE OR DELETE ON "plan_edit" FOR EACH ROW
  EXECUTE FUNCTION refuse_change('an edit');
