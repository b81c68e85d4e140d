-- Which of these files (SM3 digests joined by commas) this member of staff, or somebody of this unit, has handed in.
-- Planned once for a connection: planning anew takes longer than looking.
CREATE OR REPLACE FUNCTION evidence_handed_in(digests text, staff bigint, unit bigint)
RETURNS SETOF text LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY
    SELECT f.sm3::text FROM evidence_storedfile f
     WHERE f.sm3 = ANY(string_to_array(digests, ',')) AND f.stored_by = staff
    UNION ALL
    SELECT d.file_id::text FROM evidence_deposit d JOIN organisation_staff s ON s.id = d.by
     WHERE d.file_id = ANY(string_to_array(digests, ',')) AND s.unit_id = unit;
END;
$$;
