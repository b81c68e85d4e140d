-- Each giving of a signature signs one application, or receives results once: of two commands at one moment the later one
-- waits for its row, sees the other and is refused (kernel_conflict). Only a filing brings a form.
CREATE OR REPLACE FUNCTION applications_sign(batch jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    files boolean := batch ? 'forms';
    drawing text;
    identity text;
    given int;
BEGIN
    IF files THEN
        drawing := batch #>> '{applications,0,signature_sm3}';
    ELSE
        SELECT e.data ->> 'signature_sm3', e.data ->> 'identity_check' INTO drawing, identity
        FROM jsonb_to_recordset(batch -> 'events') AS e(kind text, data jsonb) WHERE e.kind = 'handed_over' LIMIT 1;
    END IF;
    IF coalesce(drawing, '') = '' THEN
        RETURN;
    END IF;

    PERFORM FROM evidence_signature s WHERE s.file_id = drawing FOR NO KEY UPDATE;
    GET DIAGNOSTICS given = ROW_COUNT;
    IF NOT files THEN
        given := 1; -- nothing that was drawn to apply receives, however often it was given
    END IF;
    IF given <= (SELECT count(*) FROM applications_application a WHERE a.signature_sm3 = drawing)
    OR EXISTS (SELECT FROM kernel_event e WHERE e.kind = 'handed_over' AND e.data ->> 'signature_sm3' = drawing
                 AND (files OR e.data ->> 'identity_check' = identity)) THEN
        PERFORM kernel_conflict('the signature stands under something else already');
    END IF;
END;
$$;

-- An application and all its cases, written as one statement: cases_append carries events, jobs and command key, then
-- the application's own row, its sealed form and its material list. The draft that it was is closed with it.
CREATE OR REPLACE FUNCTION applications_append(batch jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM applications_sign(batch);
    PERFORM cases_append(batch);

    INSERT INTO applications_application AS kept
    SELECT * FROM jsonb_populate_recordset(NULL::applications_application, batch -> 'applications')
    ON CONFLICT (id) DO UPDATE SET version = excluded.version, hash = excluded.hash;

    INSERT INTO applications_form (application_id, sealed)
    SELECT f.application_id, f.sealed
    FROM jsonb_to_recordset(batch -> 'forms') AS f(application_id bigint, sealed text);

    INSERT INTO evidence_material AS kept
        (application_id, evidence, items, state, grade, originals, copies, register, file, by, at)
    SELECT m.application_id, m.evidence, m.items, m.state, m.grade, m.originals, m.copies, m.register, m.file, m.by, m.at
    FROM jsonb_to_recordset(batch -> 'materials')
        AS m(application_id bigint, evidence text, items text[], state text, grade text, originals smallint,
             copies smallint, register text, file text, by bigint, at timestamptz)
    ON CONFLICT (application_id, evidence) DO UPDATE SET
        state = excluded.state, grade = excluded.grade, originals = excluded.originals, copies = excluded.copies,
        register = excluded.register, file = excluded.file, by = excluded.by, at = excluded.at;

    IF batch ? 'draft' THEN
        UPDATE applications_draft SET submitted_as = (batch #>> '{applications,0,id}')::bigint, sealed = ''
        WHERE id = (batch ->> 'draft')::uuid;
    END IF;
END;
$$;
