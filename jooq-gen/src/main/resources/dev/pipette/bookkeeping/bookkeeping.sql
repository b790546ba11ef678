-- The bookkeeping tables of a dataset: the one source of truth for their columns.
--
-- Written for DuckDB, which runs it in memory while jooq-gen is built; the jOOQ classes in dev.pipette.bookkeeping
-- are generated from the result. No table has a key, an index or a constraint beyond NOT NULL, because dlt puts none
-- there and a DuckDB index would slow every merge. The schema (the dataset) is chosen by whoever runs the SQL.
--
-- The _dlt_* tables are dlt's own, column by column, so that dlt and Pipette can go on loading each other's datasets.
-- On PostgreSQL dlt gives load ids a length, varchar(64); DuckDB has no lengths.

CREATE TABLE _dlt_loads (
    load_id varchar NOT NULL,
    schema_name varchar,
    status bigint NOT NULL,
    inserted_at timestamptz NOT NULL,
    schema_version_hash varchar
);
COMMENT ON TABLE _dlt_loads IS 'One row for each load package that was committed to this dataset. The row becomes visible in the same transaction as the rows of the package.';
COMMENT ON COLUMN _dlt_loads.load_id IS 'Load id: seconds since 1970 with a fraction, as text. The _dlt_load_id of every row of the package.';
COMMENT ON COLUMN _dlt_loads.schema_name IS 'Name of the schema that the package was loaded with.';
COMMENT ON COLUMN _dlt_loads.status IS '0 means complete, the only value that dlt and Pipette write. Users set others to chain their own transformations.';
COMMENT ON COLUMN _dlt_loads.inserted_at IS 'When the package was committed.';
COMMENT ON COLUMN _dlt_loads.schema_version_hash IS 'The version_hash, in _dlt_version, of the schema that the package was loaded with.';

CREATE TABLE _dlt_version (
    version bigint NOT NULL,
    engine_version bigint NOT NULL,
    inserted_at timestamptz NOT NULL,
    schema_name varchar NOT NULL,
    version_hash varchar NOT NULL,
    schema varchar NOT NULL
);
COMMENT ON TABLE _dlt_version IS 'One row for each version of a schema that this dataset has had.';
COMMENT ON COLUMN _dlt_version.version IS 'Counts up by one with each change of the schema.';
COMMENT ON COLUMN _dlt_version.engine_version IS 'Version of the layout of the schema document.';
COMMENT ON COLUMN _dlt_version.inserted_at IS 'When this version was committed.';
COMMENT ON COLUMN _dlt_version.schema_name IS 'Name of the schema; by default the name of the source.';
COMMENT ON COLUMN _dlt_version.version_hash IS 'Base64 of the SHA3-256 of the schema document, without its version fields.';
COMMENT ON COLUMN _dlt_version.schema IS 'The schema document: JSON, or base64 of zlib of JSON where it is long.';

CREATE TABLE _dlt_pipeline_state (
    version bigint NOT NULL,
    engine_version bigint NOT NULL,
    pipeline_name varchar NOT NULL,
    state varchar NOT NULL,
    created_at timestamptz NOT NULL,
    version_hash varchar,
    _dlt_load_id varchar NOT NULL,
    _dlt_id varchar NOT NULL
);
COMMENT ON TABLE _dlt_pipeline_state IS 'One row for each version of a pipeline''s state. The highest version whose load stands in _dlt_loads is the true one; local copies are caches.';
COMMENT ON COLUMN _dlt_pipeline_state.version IS 'Counts up by one with each change of the state.';
COMMENT ON COLUMN _dlt_pipeline_state.engine_version IS 'Version of the layout of the state document.';
COMMENT ON COLUMN _dlt_pipeline_state.pipeline_name IS 'The pipeline that the state belongs to.';
COMMENT ON COLUMN _dlt_pipeline_state.state IS 'The state document: base64 of zlib of JSON whose typed values carry a marker.';
COMMENT ON COLUMN _dlt_pipeline_state.created_at IS 'When this version was made.';
COMMENT ON COLUMN _dlt_pipeline_state.version_hash IS 'Base64 of the SHA3-256 of the state document, without its version fields.';
COMMENT ON COLUMN _dlt_pipeline_state._dlt_load_id IS 'The load that carried this version.';
COMMENT ON COLUMN _dlt_pipeline_state._dlt_id IS 'Row id.';

CREATE TABLE _pipette_boundary (
    pipeline_name varchar NOT NULL,
    resource_name varchar NOT NULL,
    cursor_path varchar NOT NULL,
    key uuid NOT NULL,
    position double
);
COMMENT ON TABLE _pipette_boundary IS 'The rows that were already loaded at the newest value of a cursor, or so far before it as the lag of the cursor reaches, one key each, so that the next load takes only the others. A key is deleted when the cursor has left its value behind.';
COMMENT ON COLUMN _pipette_boundary.pipeline_name IS 'The pipeline that loaded the row.';
COMMENT ON COLUMN _pipette_boundary.resource_name IS 'The resource that the row came from.';
COMMENT ON COLUMN _pipette_boundary.cursor_path IS 'The column that the cursor follows.';
COMMENT ON COLUMN _pipette_boundary.key IS '128-bit digest of the row''s primary key, or of the whole row where it has none.';
COMMENT ON COLUMN _pipette_boundary.position IS 'The value of the cursor as a number: numbers as they are, times in microseconds and dates in days since 1970. Null for texts.';

CREATE TABLE _pipette_run_keys (
    pipeline_name varchar NOT NULL,
    resource_name varchar NOT NULL,
    run_key varchar NOT NULL,
    load_id varchar NOT NULL
);
COMMENT ON TABLE _pipette_run_keys IS 'One row for each run key whose rows were committed. A later run with the same key loads nothing.';
COMMENT ON COLUMN _pipette_run_keys.pipeline_name IS 'The pipeline that ran.';
COMMENT ON COLUMN _pipette_run_keys.resource_name IS 'The resource whose rows were loaded.';
COMMENT ON COLUMN _pipette_run_keys.run_key IS 'The key as the user gave it, for instance 2025-12-24T06.';
COMMENT ON COLUMN _pipette_run_keys.load_id IS 'The load that carried the rows.';

CREATE TABLE _pipette_files (
    pipeline_name varchar NOT NULL,
    resource_name varchar NOT NULL,
    file_name varchar NOT NULL,
    etag varchar NOT NULL,
    size bigint NOT NULL,
    last_modified timestamptz NOT NULL,
    file_date date,
    row_count bigint NOT NULL,
    load_id varchar NOT NULL
);
COMMENT ON TABLE _pipette_files IS 'The ledger: one row for each file whose rows were committed. A file that is not here, or has changed since, is loaded; its earlier rows are replaced.';
COMMENT ON COLUMN _pipette_files.pipeline_name IS 'The pipeline that loaded the file.';
COMMENT ON COLUMN _pipette_files.resource_name IS 'The resource whose rows were loaded.';
COMMENT ON COLUMN _pipette_files.file_name IS 'How the file is known, as in the column _file_name of its rows: a path, or bucket and key.';
COMMENT ON COLUMN _pipette_files.etag IS 'The ETag of the object that was loaded; empty for a file of the machine that loaded it.';
COMMENT ON COLUMN _pipette_files.size IS 'Its size in bytes, as stored.';
COMMENT ON COLUMN _pipette_files.last_modified IS 'When it was stored.';
COMMENT ON COLUMN _pipette_files.file_date IS 'The date in its path.';
COMMENT ON COLUMN _pipette_files.row_count IS 'The rows that it has.';
COMMENT ON COLUMN _pipette_files.load_id IS 'The load that carried the rows.';

CREATE TABLE _pipette_dataset (
    dataset_id varchar NOT NULL,
    created_at timestamptz NOT NULL
);
COMMENT ON TABLE _pipette_dataset IS 'One row: the identity of this dataset, by whatever name of a host, port or file it is reached. Written by the first load of Pipette, in its transaction.';
COMMENT ON COLUMN _pipette_dataset.dataset_id IS 'A random UUID as text. A copy of the dataset has the same one.';
COMMENT ON COLUMN _pipette_dataset.created_at IS 'When that first load was committed.';

CREATE TABLE _pipette_last_changes (
    table_name varchar NOT NULL,
    kind varchar NOT NULL,
    load_id varchar NOT NULL
);
COMMENT ON TABLE _pipette_last_changes IS 'The last loads that changed a table in a way that no row shows. A package that waited while such a load was committed would bring older rows back, so it is refused.';
COMMENT ON COLUMN _pipette_last_changes.table_name IS 'The table of the resource; tables nested in it have no row of their own.';
COMMENT ON COLUMN _pipette_last_changes.kind IS 'deleted: the load took rows away, or kept rows out that did not arrive. kept: it left rows as they were that another load would change.';
COMMENT ON COLUMN _pipette_last_changes.load_id IS 'The last load of this kind.';

CREATE TABLE _pipette_checks (
    load_id varchar NOT NULL,
    pipeline_name varchar NOT NULL,
    table_name varchar NOT NULL,
    check_name varchar NOT NULL,
    severity varchar NOT NULL,
    verdict varchar NOT NULL,
    violations bigint NOT NULL,
    message varchar NOT NULL,
    inserted_at timestamptz NOT NULL
);
COMMENT ON TABLE _pipette_checks IS 'How the checks of each committed load ended, one row each. Made by the first load that has checks.';
COMMENT ON COLUMN _pipette_checks.load_id IS 'The load whose rows were checked.';
COMMENT ON COLUMN _pipette_checks.pipeline_name IS 'The pipeline that loaded them.';
COMMENT ON COLUMN _pipette_checks.table_name IS 'The table that they were for.';
COMMENT ON COLUMN _pipette_checks.check_name IS 'The rule, for instance not_null(id).';
COMMENT ON COLUMN _pipette_checks.severity IS 'What was to happen where the rule is broken: fail, reject or warn.';
COMMENT ON COLUMN _pipette_checks.verdict IS 'passed, rejected or warned; a load with a failed check is not committed.';
COMMENT ON COLUMN _pipette_checks.violations IS 'How many rows, values or groups of values break the rule.';
COMMENT ON COLUMN _pipette_checks.message IS 'The first of them; empty where the rule holds.';
COMMENT ON COLUMN _pipette_checks.inserted_at IS 'When the load was published.';

CREATE TABLE _pipette_rejects (
    load_id varchar NOT NULL,
    pipeline_name varchar NOT NULL,
    resource_name varchar NOT NULL,
    table_name varchar NOT NULL,
    row_number bigint NOT NULL,
    kind varchar NOT NULL,
    rule varchar NOT NULL,
    message varchar NOT NULL,
    content varchar NOT NULL,
    place varchar,
    inserted_at timestamptz NOT NULL,
    replayed_by varchar
);
COMMENT ON TABLE _pipette_rejects IS 'The rows that loads did not take, one row each, committed with the rows that they took. Made by the first load that rejects a row.';
COMMENT ON COLUMN _pipette_rejects.load_id IS 'The load that the row arrived with.';
COMMENT ON COLUMN _pipette_rejects.pipeline_name IS 'The pipeline that it arrived with.';
COMMENT ON COLUMN _pipette_rejects.resource_name IS 'The resource that it came from.';
COMMENT ON COLUMN _pipette_rejects.table_name IS 'The table that it was for.';
COMMENT ON COLUMN _pipette_rejects.row_number IS 'Its number among the rows of the load for this table, from 1. Of a line that could not be read, the number of the line in its file.';
COMMENT ON COLUMN _pipette_rejects.kind IS 'What rejected it: check, contract, type (a declared type), key (a key or a column that needs a value), or line (it could not be read).';
COMMENT ON COLUMN _pipette_rejects.rule IS 'The first rule that it breaks, for instance not_null(id).';
COMMENT ON COLUMN _pipette_rejects.message IS 'All rules that it breaks, with the values that break them.';
COMMENT ON COLUMN _pipette_rejects.content IS 'The row as JSON: its columns by their names in the table, and lists of the rows that are nested in it. A line that could not be read is a JSON string.';
COMMENT ON COLUMN _pipette_rejects.place IS 'Where it came from: a file, and the number of the row or line in it. Null where that is not known.';
COMMENT ON COLUMN _pipette_rejects.inserted_at IS 'When the load was published.';
COMMENT ON COLUMN _pipette_rejects.replayed_by IS 'The load that brought the row to its table after all. Null while it is rejected.';

CREATE TABLE _pipette_rules (
    pipeline_name varchar NOT NULL,
    resource_name varchar NOT NULL,
    load_id varchar NOT NULL,
    rules varchar NOT NULL
);
COMMENT ON TABLE _pipette_rules IS 'What a resource that rejects rows declares, so that they can be replayed without its program: a row for each time that it changed.';
COMMENT ON COLUMN _pipette_rules.pipeline_name IS 'The pipeline of the resource.';
COMMENT ON COLUMN _pipette_rules.resource_name IS 'The resource.';
COMMENT ON COLUMN _pipette_rules.load_id IS 'The first load with these rules.';
COMMENT ON COLUMN _pipette_rules.rules IS 'The rules as JSON: write disposition, key, types, checks and contract.';
