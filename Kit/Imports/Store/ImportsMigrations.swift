package import Database

/// The tables of imports. `school_id` leads every index; it has no foreign
/// key, because the tables of tenants come later.
package enum ImportsMigrations {
  package static let set = MigrationSet(owner: "imports", steps: [Migration("001-batches", batches)])

  /// `obstacle` is what keeps a written row from being taken back. `outline_sealed` and `cells_sealed` hold values of the sheet, which may be
  /// anybody's phone or identity number; what stands in the clear is masked.
  private static let batches = """
    CREATE TABLE import_batches (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL,
      department_id BIGINT,
      kind TEXT NOT NULL,
      file_name TEXT NOT NULL,
      file_digest TEXT NOT NULL CHECK (length(file_digest) IN (0, 64)),
      outline_sealed TEXT NOT NULL,
      mapping TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('uploaded', 'checking', 'checked', 'committing', 'committed', 'undoing',
        'undone', 'failed')),
      is_only_new SMALLINT NOT NULL CHECK (is_only_new IN (0, 1)),
      new_count INTEGER NOT NULL,
      changed_count INTEGER NOT NULL,
      unchanged_count INTEGER NOT NULL,
      wrong_count INTEGER NOT NULL,
      warned_count INTEGER NOT NULL,
      written_count INTEGER NOT NULL,
      note TEXT NOT NULL,
      created_by BIGINT,
      created_at BIGINT NOT NULL,
      checked_at BIGINT,
      committed_at BIGINT,
      undone_at BIGINT
    );
    CREATE INDEX import_batches_by_school ON import_batches (school_id, kind, id);

    CREATE TABLE import_rows (
      school_id BIGINT NOT NULL,
      batch_id BIGINT NOT NULL REFERENCES import_batches (id),
      row_number INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('new', 'changed', 'unchanged', 'wrong')),
      is_warned SMALLINT NOT NULL CHECK (is_warned IN (0, 1)),
      is_written SMALLINT NOT NULL CHECK (is_written IN (0, 1)),
      title TEXT NOT NULL,
      cells_sealed TEXT NOT NULL,
      target_id BIGINT,
      basis TEXT NOT NULL,
      findings TEXT NOT NULL,
      undo TEXT NOT NULL,
      obstacle TEXT NOT NULL,
      PRIMARY KEY (school_id, batch_id, row_number)
    );
    CREATE INDEX import_rows_by_state ON import_rows (school_id, batch_id, state, row_number);

    CREATE TABLE import_mappings (
      school_id BIGINT NOT NULL,
      kind TEXT NOT NULL,
      fingerprint TEXT NOT NULL,
      mapping TEXT NOT NULL,
      saved_at BIGINT NOT NULL,
      PRIMARY KEY (school_id, kind, fingerprint)
    )
    """
}
