/// The tables of what enterprises keep themselves.
///
/// Rows that schools are told of go into `enterprise_changes`; a partnership
/// repeats how many of them nobody of the school has seen yet, so that the list
/// of partners shows and filters it without looking anywhere else.
enum SpaceMigrations {
  static let space = """
    CREATE TABLE enterprise_statements (
      id BIGINT NOT NULL PRIMARY KEY,
      enterprise_id BIGINT NOT NULL UNIQUE REFERENCES enterprises (id),
      staff_total INTEGER CHECK (staff_total >= 0),
      skilled_staff INTEGER CHECK (skilled_staff >= 0),
      instructors INTEGER CHECK (instructors >= 0),
      intern_places INTEGER CHECK (intern_places >= 0),
      yearly_hires INTEGER CHECK (yearly_hires >= 0),
      revenue BIGINT CHECK (revenue >= 0),
      motives TEXT NOT NULL,
      wishes TEXT NOT NULL,
      version INTEGER NOT NULL,
      updated_at BIGINT NOT NULL
    );

    CREATE TABLE publicity_pages (
      id BIGINT NOT NULL PRIMARY KEY,
      enterprise_id BIGINT NOT NULL UNIQUE REFERENCES enterprises (id),
      visibility TEXT NOT NULL CHECK (visibility IN ('public', 'partners')),
      draft TEXT NOT NULL,
      published TEXT,
      published_by BIGINT REFERENCES accounts (id),
      published_at BIGINT,
      search TEXT NOT NULL,
      hidden_reason TEXT NOT NULL,
      hidden_by BIGINT REFERENCES accounts (id),
      hidden_school_id BIGINT REFERENCES schools (id),
      hidden_at BIGINT,
      version INTEGER NOT NULL,
      updated_at BIGINT NOT NULL,
      CHECK ((published IS NULL) = (published_at IS NULL)),
      CHECK ((hidden_at IS NULL) = (hidden_by IS NULL))
    );
    CREATE INDEX publicity_pages_listed ON publicity_pages (published_at, id)
      WHERE published_at IS NOT NULL AND visibility = 'public' AND hidden_at IS NULL;

    CREATE TABLE enterprise_contacts (
      id BIGINT NOT NULL PRIMARY KEY,
      enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      position TEXT NOT NULL,
      phone_sealed TEXT NOT NULL,
      mail_sealed TEXT NOT NULL,
      note TEXT NOT NULL,
      version INTEGER NOT NULL,
      created_at BIGINT NOT NULL
    );
    CREATE INDEX enterprise_contacts_by_enterprise ON enterprise_contacts (enterprise_id, name, id);

    CREATE TABLE enterprise_documents (
      id BIGINT NOT NULL PRIMARY KEY,
      enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
      kind TEXT NOT NULL CHECK (kind IN ('licence', 'certificate', 'brochure', 'other')),
      digest TEXT NOT NULL CHECK (length(digest) = 64),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      type TEXT NOT NULL,
      size BIGINT NOT NULL CHECK (size > 0),
      uploaded_by BIGINT REFERENCES accounts (id),
      uploaded_at BIGINT NOT NULL,
      removed_by BIGINT REFERENCES accounts (id),
      removed_at BIGINT,
      CHECK ((removed_at IS NULL) = (removed_by IS NULL))
    );
    CREATE INDEX enterprise_documents_by_enterprise ON enterprise_documents (enterprise_id, id);
    CREATE INDEX enterprise_documents_by_digest ON enterprise_documents (digest);

    CREATE TABLE enterprise_shares (
      id BIGINT NOT NULL PRIMARY KEY,
      enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
      school_id BIGINT NOT NULL REFERENCES schools (id),
      part TEXT NOT NULL CHECK (part IN ('figures', 'wishes', 'documents', 'page', 'contact')),
      contact_id BIGINT NOT NULL,
      shared_by BIGINT NOT NULL REFERENCES accounts (id),
      shared_at BIGINT NOT NULL,
      UNIQUE (enterprise_id, school_id, part, contact_id),
      CHECK ((part = 'contact') = (contact_id <> 0))
    );
    CREATE INDEX enterprise_shares_by_contact ON enterprise_shares (contact_id) WHERE contact_id <> 0;

    CREATE TABLE enterprise_changes (
      id BIGINT NOT NULL PRIMARY KEY,
      enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
      school_id BIGINT REFERENCES schools (id),
      kind TEXT NOT NULL CHECK (kind IN (
        'profile', 'logo', 'identity', 'page', 'statement', 'contact', 'document', 'shared', 'withdrawn')),
      changes TEXT NOT NULL,
      note TEXT NOT NULL,
      account_id BIGINT REFERENCES accounts (id),
      at BIGINT NOT NULL
    );
    CREATE INDEX enterprise_changes_by_enterprise ON enterprise_changes (enterprise_id, id);

    CREATE TABLE enterprise_requests (
      id BIGINT NOT NULL PRIMARY KEY,
      enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
      credit_code TEXT NOT NULL,
      credit_code_reason TEXT NOT NULL,
      reason TEXT NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
      state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused', 'withdrawn')),
      asked_by BIGINT NOT NULL REFERENCES accounts (id),
      asked_at BIGINT NOT NULL,
      answer TEXT NOT NULL,
      decided_by BIGINT REFERENCES accounts (id),
      decided_at BIGINT,
      CHECK ((state = 'open') = (decided_at IS NULL))
    );
    CREATE UNIQUE INDEX enterprise_requests_open ON enterprise_requests (enterprise_id) WHERE state = 'open';
    CREATE INDEX enterprise_requests_by_enterprise ON enterprise_requests (enterprise_id, id);

    ALTER TABLE partnerships ADD COLUMN unseen_changes INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE partnerships ADD COLUMN seen_change_id BIGINT NOT NULL DEFAULT 0;
    ALTER TABLE partnerships ADD COLUMN changes_seen_by BIGINT REFERENCES accounts (id);
    ALTER TABLE partnerships ADD COLUMN changes_seen_at BIGINT;
    CREATE INDEX partnerships_with_changes ON partnerships (school_id, status, name, id) WHERE unseen_changes > 0
    """
}
