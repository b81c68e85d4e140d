-- The one way a fact enters the record: events appended at the expected place of each stream, the command's key kept so
-- that it is never carried out twice, and the jobs that follow queued in the same transaction.
-- A stream that moved meanwhile violates kernel_event_pkey; a repeated command violates kernel_command_pkey.
CREATE OR REPLACE FUNCTION kernel_append(batch jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF batch ? 'command' THEN
        INSERT INTO kernel_command (key, at, result)
        VALUES (batch #>> '{command,key}', (batch #>> '{command,at}')::timestamptz, batch #> '{command,result}');
    END IF;

    INSERT INTO kernel_event (stream, seq, kind, data, at, actor, hash)
    SELECT e.stream, e.seq, e.kind, e.data, e.at, e.actor, e.hash
    FROM jsonb_to_recordset(batch -> 'events')
        AS e(stream bigint, seq int, kind text, data jsonb, at timestamptz, actor bigint, hash text);

    IF jsonb_array_length(batch -> 'jobs') > 0 THEN
        PERFORM procrastinate_defer_jobs_v1(array_agg(
            ROW(j.queue, j.task, 0, NULL, j.queueing_lock, j.args, j.scheduled_at)::procrastinate_job_to_defer_v1))
        FROM jsonb_to_recordset(batch -> 'jobs')
            AS j(queue text, task text, queueing_lock text, args jsonb, scheduled_at timestamptz);
    END IF;
END;
$$;

-- For the SQL of other rooms: what this command rests on was taken by another that was there first. It is told as the
-- loser of two commands on one stream is.
CREATE OR REPLACE FUNCTION kernel_conflict(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE unique_violation USING CONSTRAINT = 'kernel_conflict', MESSAGE = why;
END;
$$;

-- The record is append-only for everybody who comes through the database's front door.
CREATE OR REPLACE FUNCTION kernel_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'kernel_event is append-only';
END;
$$;
CREATE OR REPLACE TRIGGER kernel_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel_event
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_event_is_append_only();
