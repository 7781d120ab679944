package import Database

/// The tables of what happened, what waits, and what was told.
package enum ActivityMigrations {
  package static let set = MigrationSet(
    owner: "activity",
    steps: [
      Migration("001-audit", audit),
      Migration("002-inbox", inbox),
      Migration("003-notices", notices),
      Migration("004-saved-searches", savedSearches),
      Migration("005-mails-next", "ALTER TABLE mails ADD COLUMN next_at BIGINT"),
      Migration("006-attachments", attachments),
      Migration("007-document-orders", documentOrders),
      Migration("008-guest-links", guestLinks),
    ])

  /// `school_id` 0 is the installation's own log, so that one index serves both.
  private static let audit = """
    CREATE TABLE audit_entries (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL,
      account_id BIGINT REFERENCES accounts (id),
      action TEXT NOT NULL,
      subject_kind TEXT NOT NULL,
      subject_id BIGINT NOT NULL,
      subject_name TEXT NOT NULL,
      changes TEXT NOT NULL,
      note TEXT NOT NULL,
      at BIGINT NOT NULL
    );
    CREATE INDEX audit_entries_by_school ON audit_entries (school_id, id);
    CREATE INDEX audit_entries_by_subject ON audit_entries (subject_kind, subject_id, id);
    CREATE INDEX audit_entries_by_account ON audit_entries (account_id, id)
    """

  /// An entry waits for one account, or for whoever holds a role in a school
  /// (and department). A record has at most one open entry per step.
  private static let inbox = """
    CREATE TABLE inbox_entries (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT REFERENCES schools (id),
      account_id BIGINT REFERENCES accounts (id),
      role TEXT,
      department_id BIGINT REFERENCES departments (id),
      enterprise_id BIGINT,
      subject_kind TEXT NOT NULL,
      subject_id BIGINT NOT NULL,
      subject_name TEXT NOT NULL,
      step TEXT NOT NULL,
      message TEXT NOT NULL,
      path TEXT NOT NULL,
      due_on TEXT,
      created_at BIGINT NOT NULL,
      closed_at BIGINT,
      closed_by BIGINT REFERENCES accounts (id),
      CHECK ((account_id IS NULL) <> (role IS NULL))
    );
    CREATE UNIQUE INDEX inbox_entries_open ON inbox_entries (subject_kind, subject_id, step) WHERE closed_at IS NULL;
    CREATE INDEX inbox_entries_by_account ON inbox_entries (account_id, closed_at);
    CREATE INDEX inbox_entries_by_role ON inbox_entries (school_id, role, closed_at, department_id)
    """

  private static let notices = """
    CREATE TABLE notices (
      id BIGINT NOT NULL PRIMARY KEY,
      account_id BIGINT NOT NULL REFERENCES accounts (id),
      message TEXT NOT NULL,
      path TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      read_at BIGINT
    );
    CREATE INDEX notices_by_account ON notices (account_id, id);

    CREATE TABLE mails (
      id BIGINT NOT NULL PRIMARY KEY,
      address_sealed TEXT NOT NULL,
      recipient_sealed TEXT NOT NULL,
      language TEXT NOT NULL,
      subject TEXT NOT NULL,
      body_sealed TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'failed', 'kept')),
      attempts INTEGER NOT NULL,
      failure TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      sent_at BIGINT
    );
    CREATE INDEX mails_by_status ON mails (status, id)
    """

  private static let savedSearches = """
    CREATE TABLE saved_searches (
      id BIGINT NOT NULL PRIMARY KEY,
      account_id BIGINT NOT NULL REFERENCES accounts (id),
      page TEXT NOT NULL,
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      query TEXT NOT NULL CHECK (length(query) <= 2000),
      created_at BIGINT NOT NULL,
      UNIQUE (account_id, page, name)
    )
    """

  /// Files by their content, kept with records of any feature. A file that was
  /// taken away keeps its row, so that it can be put back.
  private static let attachments = """
    CREATE TABLE attachments (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      subject_kind TEXT NOT NULL,
      subject_id BIGINT NOT NULL,
      slot TEXT NOT NULL CHECK (length(slot) <= 60),
      digest TEXT NOT NULL CHECK (length(digest) = 64),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      type TEXT NOT NULL,
      size BIGINT NOT NULL CHECK (size > 0),
      uploaded_by BIGINT REFERENCES accounts (id),
      uploaded_at BIGINT NOT NULL,
      removed_by BIGINT REFERENCES accounts (id),
      removed_at BIGINT
    );
    CREATE INDEX attachments_by_subject ON attachments (school_id, subject_kind, subject_id, id);
    CREATE INDEX attachments_by_digest ON attachments (digest)
    """

  /// Documents that people asked for and jobs make. The file lies beside the
  /// store under the order's id, so that it can go without asking who else has it.
  private static let documentOrders = """
    CREATE TABLE document_orders (
      id BIGINT NOT NULL PRIMARY KEY,
      account_id BIGINT NOT NULL REFERENCES accounts (id),
      school_id BIGINT REFERENCES schools (id),
      kind TEXT NOT NULL,
      permission TEXT NOT NULL,
      title TEXT NOT NULL,
      language TEXT NOT NULL,
      scope TEXT NOT NULL,
      query TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed', 'cancelled')),
      file_name TEXT,
      file_type TEXT,
      size BIGINT,
      pages INTEGER,
      documents INTEGER,
      problem TEXT,
      failures TEXT NOT NULL,
      job_id BIGINT,
      created_at BIGINT NOT NULL,
      finished_at BIGINT,
      CHECK (state <> 'done' OR file_name IS NOT NULL)
    );
    CREATE INDEX document_orders_by_account ON document_orders (account_id, id);
    CREATE INDEX document_orders_by_age ON document_orders (created_at)
    """

  /// Links for people without an account. `forwarded_to` is the link that was made for whom it was passed on to.
  private static let guestLinks = """
    CREATE TABLE guest_links (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      purpose TEXT NOT NULL,
      subject_kind TEXT NOT NULL,
      subject_id BIGINT NOT NULL,
      subject_name TEXT NOT NULL,
      secret_digest TEXT NOT NULL,
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      mail_sealed TEXT NOT NULL,
      language TEXT NOT NULL CHECK (language IN ('zh-CN', 'en')),
      created_by BIGINT REFERENCES accounts (id),
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      opened_at BIGINT,
      uses INTEGER NOT NULL CHECK (uses >= 0),
      finished_at BIGINT,
      revoked_at BIGINT,
      forwarded_at BIGINT,
      forwarded_to BIGINT REFERENCES guest_links (id),
      CHECK (forwarded_to IS NULL OR forwarded_at IS NOT NULL)
    );
    CREATE INDEX guest_links_by_subject ON guest_links (school_id, subject_kind, subject_id, purpose, id)
    """
}
