import Database

/// The tables of types, templates and agreements.
enum AgreementsMigrations {
  static let set = MigrationSet(
    owner: "agreements",
    steps: [
      Migration("001-types", types),
      Migration("002-templates", templates),
      Migration("003-agreements", agreements),
      Migration("004-ways", ways),
      AgreementSearch.index.migration("005-search"),
      Migration("006-haves", haves),
      Migration("007-obligations", obligations),
      Migration("008-signing", SigningMigrations.signing),
      Migration("009-signing-order", SigningMigrations.order),
      AgreementSearch.index.waitingMigration("010-search-waiting"),
      Migration("011-guests", SigningMigrations.guests),
      Migration("012-checks", CheckMigrations.checks),
      Migration("013-reviews", CheckMigrations.reviews),
      Migration("014-indexed-name", CheckMigrations.indexedName),
      Migration("015-languages", LanguageMigrations.languages),
    ])

  /// `parties`, `required` and `signers` are lists of words, `chain` the steps of the internal review, all as JSON.
  private static let types = """
    CREATE TABLE agreement_types (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 30),
      kind TEXT NOT NULL,
      name TEXT NOT NULL CHECK (length(name) <= 40),
      english_name TEXT NOT NULL CHECK (length(english_name) <= 60),
      parties TEXT NOT NULL,
      required TEXT NOT NULL,
      pattern TEXT NOT NULL CHECK (length(pattern) BETWEEN 1 AND 80),
      chain TEXT NOT NULL,
      signers TEXT NOT NULL,
      usual_months INTEGER NOT NULL CHECK (usual_months BETWEEN 1 AND 600),
      position INTEGER NOT NULL,
      is_active SMALLINT NOT NULL CHECK (is_active IN (0, 1)),
      version INTEGER NOT NULL,
      PRIMARY KEY (school_id, code)
    )
    """

  /// `school_id` 0 is the platform's: such templates are shared by all schools.
  /// A version that was published is never written again.
  private static let templates = """
    CREATE TABLE agreement_templates (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL,
      kind TEXT NOT NULL,
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
      note TEXT NOT NULL,
      is_active SMALLINT NOT NULL CHECK (is_active IN (0, 1)),
      published INTEGER,
      draft INTEGER,
      version INTEGER NOT NULL,
      created_by BIGINT REFERENCES accounts (id),
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL
    );
    CREATE INDEX agreement_templates_by_school ON agreement_templates (school_id, kind, id);

    CREATE TABLE agreement_template_versions (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL,
      template_id BIGINT NOT NULL REFERENCES agreement_templates (id),
      number INTEGER NOT NULL CHECK (number >= 1),
      body TEXT NOT NULL,
      note TEXT NOT NULL,
      published_by BIGINT REFERENCES accounts (id),
      published_at BIGINT,
      revision INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      UNIQUE (template_id, number)
    )
    """

  /// `body` is the text as it is written, with variables; `typed` what was
  /// filled in for own fields; `chain` the review as it was when the agreement
  /// was submitted. A number is given with the first submission and never
  /// again: `agreement_counters` holds the last of each series.
  private static let agreements = """
    CREATE TABLE agreements (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      partnership_id BIGINT NOT NULL REFERENCES partnerships (id),
      department_id BIGINT REFERENCES departments (id),
      type_code TEXT NOT NULL,
      kind TEXT NOT NULL,
      template_id BIGINT REFERENCES agreement_templates (id),
      template_version INTEGER,
      relation TEXT NOT NULL CHECK (relation IN ('', 'amendment', 'renewal', 'annex')),
      related_id BIGINT REFERENCES agreements (id),
      annex INTEGER NOT NULL,
      number TEXT NOT NULL,
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
      state TEXT NOT NULL CHECK (state IN ('draft', 'review', 'negotiation', 'signing', 'active', 'suspended', 'amended',
        'renewed', 'ended', 'archived')),
      chain TEXT NOT NULL,
      step INTEGER,
      due_on TEXT,
      reason TEXT NOT NULL,
      start_on TEXT,
      end_on TEXT,
      amount BIGINT CHECK (amount >= 0),
      takes_interns SMALLINT NOT NULL CHECK (takes_interns IN (0, 1)),
      owner_id BIGINT REFERENCES accounts (id),
      body TEXT NOT NULL,
      typed TEXT NOT NULL,
      signed_on TEXT,
      scanned_by BIGINT REFERENCES accounts (id),
      active_on TEXT,
      ended_on TEXT,
      told INTEGER,
      version INTEGER NOT NULL,
      created_by BIGINT REFERENCES accounts (id),
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      FOREIGN KEY (school_id, type_code) REFERENCES agreement_types (school_id, code),
      CHECK ((relation = '') = (related_id IS NULL)),
      CHECK (state = 'draft' OR number <> '')
    );
    CREATE UNIQUE INDEX agreements_by_number ON agreements (school_id, number) WHERE number <> '';
    CREATE INDEX agreements_by_school ON agreements (school_id, id);
    CREATE INDEX agreements_by_state ON agreements (school_id, state, id);
    CREATE INDEX agreements_by_type ON agreements (school_id, type_code, id);
    CREATE INDEX agreements_by_department ON agreements (school_id, department_id, id);
    CREATE INDEX agreements_by_owner ON agreements (school_id, owner_id, id);
    CREATE INDEX agreements_by_end ON agreements (school_id, state, end_on, id);
    CREATE INDEX agreements_by_partnership ON agreements (partnership_id, id);
    CREATE INDEX agreements_by_related ON agreements (related_id) WHERE related_id IS NOT NULL;
    CREATE INDEX agreements_ending ON agreements (state, end_on);

    CREATE TABLE agreement_counters (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      series TEXT NOT NULL,
      last INTEGER NOT NULL,
      PRIMARY KEY (school_id, series)
    )
    """

  /// `agreement_versions` are the texts as people read them at each submission
  /// and when the agreement came into force. `for_id` is whom somebody acted for.
  private static let ways = """
    CREATE TABLE agreement_steps (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      act TEXT NOT NULL,
      step TEXT NOT NULL,
      account_id BIGINT REFERENCES accounts (id),
      for_id BIGINT REFERENCES accounts (id),
      reason TEXT NOT NULL,
      at BIGINT NOT NULL
    );
    CREATE INDEX agreement_steps_by_agreement ON agreement_steps (school_id, agreement_id, id);

    CREATE TABLE agreement_versions (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      number INTEGER NOT NULL,
      act TEXT NOT NULL,
      body TEXT NOT NULL,
      start_on TEXT,
      end_on TEXT,
      amount BIGINT,
      made_by BIGINT REFERENCES accounts (id),
      made_at BIGINT NOT NULL,
      UNIQUE (agreement_id, number)
    );

    CREATE TABLE agreement_comments (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      clause TEXT NOT NULL,
      side TEXT NOT NULL CHECK (side IN ('school', 'enterprise')),
      body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 2000),
      account_id BIGINT REFERENCES accounts (id),
      at BIGINT NOT NULL,
      settled_by BIGINT REFERENCES accounts (id),
      settled_at BIGINT
    );
    CREATE INDEX agreement_comments_by_agreement ON agreement_comments (school_id, agreement_id, id);

    CREATE TABLE agreement_delegations (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      from_id BIGINT NOT NULL REFERENCES accounts (id),
      to_id BIGINT NOT NULL REFERENCES accounts (id),
      from_on TEXT NOT NULL,
      until_on TEXT NOT NULL,
      reason TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      revoked_at BIGINT,
      CHECK (from_id <> to_id),
      CHECK (from_on <= until_on)
    );
    CREATE INDEX agreement_delegations_by_giver ON agreement_delegations (school_id, from_id, until_on);
    CREATE INDEX agreement_delegations_by_taker ON agreement_delegations (school_id, to_id, until_on)
    """

  /// What the office noted of the five that a cooperation should have, year by year; the latest of an item counts.
  private static let haves = """
    CREATE TABLE partnership_haves (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      partnership_id BIGINT NOT NULL REFERENCES partnerships (id),
      year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2200),
      item TEXT NOT NULL CHECK (item IN ('plan', 'summary', 'assessment', 'funding')),
      note TEXT NOT NULL CHECK (length(note) BETWEEN 1 AND 300),
      account_id BIGINT REFERENCES accounts (id),
      at BIGINT NOT NULL
    );
    CREATE INDEX partnership_haves_by_partnership ON partnership_haves (partnership_id, year, id)
    """

  /// `obligation_dues` are the dates by which something is to be done, one row
  /// each, so that what is due today is found along an index. `done` is what was
  /// confirmed, kept in step with `fulfilments`.
  private static let obligations = """
    CREATE TABLE obligations (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      clause TEXT NOT NULL,
      subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 80),
      debtor TEXT NOT NULL CHECK (debtor IN ('school', 'enterprise', 'both')),
      rhythm TEXT NOT NULL CHECK (rhythm IN ('once', 'monthly', 'quarterly', 'half-yearly', 'yearly')),
      measure TEXT NOT NULL,
      target DOUBLE PRECISION CHECK (target >= 0),
      evidence TEXT NOT NULL,
      start_on TEXT NOT NULL,
      end_on TEXT NOT NULL,
      owner_id BIGINT REFERENCES accounts (id),
      created_by BIGINT REFERENCES accounts (id),
      created_at BIGINT NOT NULL,
      CHECK (start_on <= end_on)
    );
    CREATE INDEX obligations_by_agreement ON obligations (school_id, agreement_id, id);

    CREATE TABLE obligation_dues (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      obligation_id BIGINT NOT NULL REFERENCES obligations (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      due_on TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'reported', 'met', 'cancelled')),
      done DOUBLE PRECISION NOT NULL,
      told SMALLINT NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
      UNIQUE (obligation_id, due_on)
    );
    CREATE INDEX obligation_dues_by_day ON obligation_dues (school_id, due_on, id) WHERE state IN ('open', 'reported');
    CREATE INDEX obligation_dues_to_tell ON obligation_dues (due_on, id) WHERE state = 'open' AND told = 0;
    CREATE INDEX obligation_dues_by_agreement ON obligation_dues (school_id, agreement_id, due_on, id);

    CREATE TABLE fulfilments (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      due_id BIGINT NOT NULL REFERENCES obligation_dues (id),
      side TEXT NOT NULL CHECK (side IN ('school', 'enterprise')),
      amount DOUBLE PRECISION CHECK (amount >= 0),
      note TEXT NOT NULL CHECK (length(note) <= 1000),
      done_on TEXT NOT NULL,
      account_id BIGINT REFERENCES accounts (id),
      at BIGINT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'refused')),
      answer TEXT NOT NULL,
      answered_by BIGINT REFERENCES accounts (id),
      answered_at BIGINT
    );
    CREATE INDEX fulfilments_by_due ON fulfilments (school_id, due_id, id)
    """
}
