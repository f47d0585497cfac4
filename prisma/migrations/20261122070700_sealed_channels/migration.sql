-- Addresses and secrets of channels may be stored sealed (lib/outgoing/README.md): where an address leads stands apart.
ALTER TABLE "outgoing_channel" ADD COLUMN "receiver" TEXT;
UPDATE "outgoing_channel" SET "receiver" = lower(substring("url" from '^https?://[^/?#]+'));
ALTER TABLE "outgoing_channel" ALTER COLUMN "receiver" SET NOT NULL;
