-- What was sealed stays sealed for everybody who comes through the database's front door.
CREATE OR REPLACE FUNCTION kernel_seal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END;
$$;
CREATE OR REPLACE TRIGGER kernel_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel_seal
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_seal_is_append_only();
CREATE OR REPLACE TRIGGER kernel_sealedhead_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kernel_sealedhead
    FOR EACH STATEMENT EXECUTE FUNCTION kernel_seal_is_append_only();
