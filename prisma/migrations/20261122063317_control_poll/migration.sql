-- A control plane that cannot call back says where its result can be asked for: see lib/outgoing/README.md.
ALTER TABLE "outgoing_delivery" ADD COLUMN "poll_url" TEXT, ADD COLUMN "polls" INTEGER NOT NULL DEFAULT 0;
