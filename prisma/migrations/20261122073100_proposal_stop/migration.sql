-- Whoever works on a proposal looks here whether it is to stop, in whatever process it runs.
ALTER TABLE "proposal" ADD COLUMN "stop_asked_at" TIMESTAMPTZ(3);
