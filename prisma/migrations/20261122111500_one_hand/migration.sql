-- Four eyes: whoever acts by a token is also whoever made it, be it a person or a token, and whoever made that. Of these
-- actors, all others that are the same hand, up to the first maker and down to everything made with what they made. What was
-- made on the server's command line begins a hand of its own, and so does what was made with the token of the first start,
-- which everybody begins with. Names are what the audit tells makers by: of two alike, both are meant.
CREATE OR REPLACE FUNCTION "hands_of"("actors" text[]) RETURNS TABLE ("actor" text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH RECURSIVE made AS (
        SELECT DISTINCT token.name AS token, token.created_by AS maker FROM api_token token
            WHERE token.created_by IN (SELECT email FROM person)
               OR (token.created_by IN (SELECT name FROM api_token)
                   AND NOT (token.created_by = 'first admin'
                       AND NOT EXISTS (SELECT FROM api_token first
                           WHERE first.name = 'first admin' AND first.created_by <> 'cli')))
    ), hand AS (
        SELECT unnest(actors) AS one
        UNION
        SELECT CASE WHEN made.token = hand.one THEN made.maker ELSE made.token END
            FROM hand JOIN made ON hand.one IN (made.token, made.maker)
    )
    SELECT one FROM hand WHERE one <> ALL (actors)
$$;

-- The time step (RFC 6238) of the last code that was taken: neither it nor one before it is taken again.
ALTER TABLE "person_second_factor" ADD COLUMN "last_step" INTEGER;

-- Sessions live by the machine's clock from now on: those that the demo's clock, put ahead, told of would live too long.
DELETE FROM "session" WHERE "last_seen_at" > now() OR "created_at" > now();
