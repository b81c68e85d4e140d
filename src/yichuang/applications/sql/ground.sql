-- Everything that a filing is judged by, as one JSON text; NULL when the person is not there. Lists come as words joined
-- by commas. "count" fresh stream numbers are drawn.
-- Planned once for a connection: left to itself the server plans the little look-ups anew for every filing, which takes
-- longer than to do them. What a filing does not name is not even begun to be looked up.
CREATE OR REPLACE FUNCTION applications_ground(
    organisation bigint, at_window bigint, files text, signature text, signed_since timestamptz, agent bigint,
    guardian bigint, shared text, since timestamptz, count int, person bigint
) RETURNS text LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    body json;
    stored json;
    mandates json;
    proved text[];
    streams bigint[];
BEGIN
    IF organisation IS NOT NULL THEN
        body := (
            SELECT json_build_object('id', o.id, 'name', o.name, 'uscc', o.uscc,
                                     'representative', o.legal_representative_id, 'representative_name', r.name,
                                     'mandates', (SELECT json_agg(json_build_object(
                                                             'items', a.items, 'since', a.since,
                                                             'expires_on', a.expires_on, 'revoked_on', a.revoked_on)
                                              ORDER BY a.expires_on, a.id)
                                                    FROM people_agency a
                                                   WHERE a.agent_id = person AND a.principal_organisation_id = o.id))
              FROM people_organisation o LEFT JOIN people_person r ON r.id = o.legal_representative_id
             WHERE o.id = organisation);
    END IF;
    IF files <> '' THEN
        stored := (
            SELECT json_object_agg(f.sm3, json_build_array(f.width, f.height))
              FROM evidence_storedfile f WHERE f.sm3 = ANY(string_to_array(files, ',')));
    END IF;
    IF agent IS NOT NULL THEN
        mandates := (
            SELECT json_agg(json_build_object('items', a.items, 'since', a.since,
                                              'expires_on', a.expires_on, 'revoked_on', a.revoked_on)
                                              ORDER BY a.expires_on, a.id)
              FROM people_agency a WHERE a.agent_id = agent AND a.principal_person_id = person);
    END IF;
    IF shared <> '' THEN
        proved := (
            SELECT array_agg(DISTINCT proof) FROM evidence_sharinglog s, unnest(s.proofs) AS proof
             WHERE s.person_id = person AND s.proofs && string_to_array(shared, ',')::varchar[] AND s.at > since);
    END IF;
    FOR _ IN 1 .. count LOOP
        streams := streams || nextval('kernel_stream_seq');
    END LOOP;
    RETURN (
        SELECT row_to_json(ground)::text FROM (
            SELECT p.id, p.id_type, p.id_number, p.id_valid_to, p.name, p.sex, p.birth, p.nation, p.phone, p.address,
                   p.capacity, p.deceased, body, stored AS files, mandates, proved, streams,
                   (SELECT json_agg(json_build_object('ward_id', g.ward_id, 'guardian_id', g.guardian_id,
                                                      'since', g.since, 'until', g.until))
                      FROM people_guardianship g WHERE g.ward_id = p.id) AS guardianships,
                   (SELECT w.lines FROM organisation_window w WHERE w.id = at_window AND w.is_open) AS lines,
                   EXISTS (SELECT FROM evidence_signature d LEFT JOIN people_identitycheck k ON k.id = d.identity_check_id
                            WHERE d.file_id = signature AND d.at >= signed_since
                              AND (k.id IS NULL OR k.person_id = coalesce(agent, guardian, person)
                                                   AND k.at >= signed_since AND k.result = 'passed'))
                   AND (SELECT count(*) FROM evidence_signature d WHERE d.file_id = signature)
                     > (SELECT count(*) FROM applications_application a WHERE a.signature_sm3 = signature)
                   AND NOT EXISTS (SELECT FROM kernel_event e
                                    WHERE e.kind = 'handed_over' AND e.data ->> 'signature_sm3' = signature) AS drawn
              FROM people_person p WHERE p.id = person
        ) AS ground
    );
END;
$$;
