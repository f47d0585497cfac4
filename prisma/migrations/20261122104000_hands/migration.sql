-- Four eyes: whoever acts by a token is also whoever made it, where that is a person. Of these actors, all others that are
-- the same hand: the tokens that a person among them made, and the person who made a token among them. With the rights of
-- the owner, so that every caller who may act on a plan is held to it, whatever else they may read.
CREATE FUNCTION "hands_of"("actors" text[]) RETURNS TABLE ("actor" text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT token.name FROM api_token token JOIN person ON person.email = token.created_by
        WHERE token.created_by = ANY (actors) AND token.name <> ALL (actors)
    UNION
    SELECT token.created_by FROM api_token token JOIN person ON person.email = token.created_by
        WHERE token.name = ANY (actors) AND token.created_by <> ALL (actors)
$$;
