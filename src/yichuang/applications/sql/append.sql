-- An application and all its cases, written as one statement: cases_append carries events, jobs and command key, then
-- the application's own row, its sealed form and its material list. The draft that it was is closed with it.
-- Each giving of a signature signs one application: of two filings at one moment the later one waits for its row, sees the
-- other and is refused (kernel_conflict). What is not a filing brings no form.
CREATE OR REPLACE FUNCTION applications_append(batch jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    drawing text := batch #>> '{applications,0,signature_sm3}';
    given int;
BEGIN
    PERFORM cases_append(batch);

    IF batch ? 'forms' AND drawing <> '' THEN
        PERFORM FROM evidence_signature s WHERE s.file_id = drawing FOR NO KEY UPDATE;
        GET DIAGNOSTICS given = ROW_COUNT;
        IF given <= (SELECT count(*) FROM applications_application a WHERE a.signature_sm3 = drawing) THEN
            PERFORM kernel_conflict('the signature signs another application already');
        END IF;
    END IF;

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
