-- One command on one or more cases, written as one statement: events, jobs and command key (kernel_append), then the
-- state rows and the tasks that changed. The version check is the events' primary key.
CREATE OR REPLACE FUNCTION cases_append(batch jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM kernel_append(batch);

    INSERT INTO cases_case AS kept
    SELECT * FROM jsonb_populate_recordset(NULL::cases_case, batch -> 'cases')
    ON CONFLICT (id) DO UPDATE SET
        status = excluded.status, ending = excluded.ending, outcome = excluded.outcome,
        received_at = excluded.received_at, accepted_on = excluded.accepted_on, due_at = excluded.due_at,
        statutory_at = excluded.statutory_at, decided_at = excluded.decided_at, ready_at = excluded.ready_at,
        ended_at = excluded.ended_at, is_waiting = excluded.is_waiting, is_suspended = excluded.is_suspended,
        is_urgent = excluded.is_urgent, version = excluded.version, hash = excluded.hash;

    INSERT INTO cases_snapshot (case_id, state)
    SELECT s.case_id, s.state FROM jsonb_to_recordset(batch -> 'snapshots') AS s(case_id bigint, state jsonb)
    ON CONFLICT (case_id) DO UPDATE SET state = excluded.state;

    INSERT INTO cases_task AS kept (case_id, step, slot, kind, status, act, line, level, unit_id, pool, staff_id,
                                    opened_at, due_at, rank_at, ended_at)
    SELECT t.case_id, t.step, t.slot, t.kind, t.status, t.act, t.line, t.level, t.unit_id, t.pool, t.staff_id,
           t.opened_at, t.due_at, t.rank_at, t.ended_at
    FROM jsonb_to_recordset(batch -> 'tasks')
        AS t(case_id bigint, step text, slot int, kind text, status text, act text, line text, level text,
             unit_id bigint, pool text, staff_id bigint, opened_at timestamptz, due_at timestamptz,
             rank_at timestamptz, ended_at timestamptz)
    ON CONFLICT (case_id, step, slot) DO UPDATE SET
        status = excluded.status, staff_id = excluded.staff_id, due_at = excluded.due_at,
        rank_at = excluded.rank_at, ended_at = excluded.ended_at;
END;
$$;
