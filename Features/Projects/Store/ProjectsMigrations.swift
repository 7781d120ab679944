import Database

/// The tables of projects.
enum ProjectsMigrations {
  static let set = MigrationSet(
    owner: "projects",
    steps: [
      Migration("001-classes", classes),
      Migration("002-projects", projects),
      Migration("003-ways", ways),
      Migration("004-work", work),
      ProjectSearch.index.migration("005-search"),
      ProjectSearch.index.waitingMigration("006-search-waiting"),
      Migration("007-ledger", ledger),
      Migration("008-schemes", schemes),
    ] + ConfirmationMigrations.steps)

  /// `items` and `required` are lists of the words of `ExpectedItem`, as JSON.
  private static let classes = """
    CREATE TABLE project_classes (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      axis TEXT NOT NULL CHECK (axis IN ('mode', 'form', 'place')),
      code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 30),
      name TEXT NOT NULL CHECK (length(name) <= 40),
      english_name TEXT NOT NULL CHECK (length(english_name) <= 60),
      items TEXT NOT NULL,
      required TEXT NOT NULL,
      position INTEGER NOT NULL,
      is_active SMALLINT NOT NULL CHECK (is_active IN (0, 1)),
      version INTEGER NOT NULL,
      PRIMARY KEY (school_id, axis, code)
    )
    """

  /// `expected` is what was filled in for the mode's items, as JSON. A number
  /// is given with the first submission and never again.
  private static let projects = """
    CREATE TABLE projects (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      partnership_id BIGINT NOT NULL REFERENCES partnerships (id),
      department_id BIGINT REFERENCES departments (id),
      mode TEXT NOT NULL,
      form TEXT NOT NULL,
      place TEXT NOT NULL,
      number TEXT NOT NULL,
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
      goal TEXT NOT NULL,
      content TEXT NOT NULL,
      start_on TEXT,
      end_on TEXT,
      asked BIGINT CHECK (asked >= 0),
      granted BIGINT CHECK (granted >= 0),
      amount BIGINT NOT NULL DEFAULT 0,
      leader_id BIGINT REFERENCES accounts (id),
      expected TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('idea', 'application', 'submitted', 'review', 'approved', 'running', 'mid-term',
        'closing', 'follow-up', 'closed', 'rejected', 'stopped')),
      reason TEXT NOT NULL,
      due_on TEXT,
      round INTEGER NOT NULL,
      reported_by BIGINT REFERENCES accounts (id),
      midterm_on TEXT,
      grade TEXT CHECK (grade IN ('excellent', 'good', 'pass')),
      closed_on TEXT,
      told TEXT NOT NULL DEFAULT '',
      version INTEGER NOT NULL,
      created_by BIGINT REFERENCES accounts (id),
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      CHECK (start_on <= end_on),
      CHECK (state IN ('idea', 'application') OR number <> ''),
      CHECK (state IN ('idea', 'application', 'submitted', 'review', 'rejected') OR granted IS NOT NULL)
    );
    CREATE UNIQUE INDEX projects_by_number ON projects (school_id, number) WHERE number <> '';
    CREATE INDEX projects_by_school ON projects (school_id, id);
    CREATE INDEX projects_by_state ON projects (school_id, state, id);
    CREATE INDEX projects_by_mode ON projects (school_id, mode, id);
    CREATE INDEX projects_by_end ON projects (school_id, end_on, id);
    CREATE INDEX projects_by_amount ON projects (school_id, amount, id);
    CREATE INDEX projects_by_department ON projects (school_id, department_id, id);
    CREATE INDEX projects_by_partnership ON projects (partnership_id, id);
    CREATE INDEX projects_to_tell ON projects (state, midterm_on, end_on);

    CREATE TABLE project_counters (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      year INTEGER NOT NULL,
      last INTEGER NOT NULL,
      PRIMARY KEY (school_id, year)
    )
    """

  /// A member of a review group without a `choice` has not voted yet.
  private static let ways = """
    CREATE TABLE project_steps (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      project_id BIGINT NOT NULL REFERENCES projects (id),
      act TEXT NOT NULL,
      account_id BIGINT REFERENCES accounts (id),
      reason TEXT NOT NULL,
      at BIGINT NOT NULL
    );
    CREATE INDEX project_steps_by_project ON project_steps (school_id, project_id, id);

    CREATE TABLE project_votes (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      project_id BIGINT NOT NULL REFERENCES projects (id),
      round INTEGER NOT NULL,
      account_id BIGINT NOT NULL REFERENCES accounts (id),
      choice TEXT CHECK (choice IN ('support', 'mend', 'against')),
      score INTEGER CHECK (score BETWEEN 0 AND 100),
      reason TEXT NOT NULL CHECK (length(reason) <= 1000),
      at BIGINT,
      PRIMARY KEY (project_id, round, account_id),
      CHECK ((choice IS NULL) = (at IS NULL)),
      CHECK ((choice IS NULL) = (score IS NULL))
    );

    CREATE TABLE project_reports (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      project_id BIGINT NOT NULL REFERENCES projects (id),
      kind TEXT NOT NULL CHECK (kind IN ('mid-term', 'closing', 'follow-up')),
      body TEXT NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
      results TEXT NOT NULL,
      account_id BIGINT REFERENCES accounts (id),
      at BIGINT NOT NULL
    );
    CREATE INDEX project_reports_by_project ON project_reports (school_id, project_id, id)
    """

  private static let work = """
    CREATE TABLE project_milestones (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      project_id BIGINT NOT NULL REFERENCES projects (id),
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
      due_on TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
      done_on TEXT,
      note TEXT NOT NULL CHECK (length(note) <= 500),
      told SMALLINT NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
      version INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      CHECK ((state = 'done') = (done_on IS NOT NULL))
    );
    CREATE INDEX project_milestones_by_project ON project_milestones (school_id, project_id, due_on, id);
    CREATE INDEX project_milestones_to_tell ON project_milestones (due_on, id) WHERE state = 'open' AND told = 0;

    CREATE TABLE project_meetings (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      project_id BIGINT NOT NULL REFERENCES projects (id),
      held_on TEXT NOT NULL,
      place TEXT NOT NULL CHECK (length(place) <= 120),
      people TEXT NOT NULL CHECK (length(people) <= 120),
      content TEXT NOT NULL CHECK (length(content) BETWEEN 1 AND 2000),
      decisions TEXT NOT NULL CHECK (length(decisions) <= 2000),
      account_id BIGINT REFERENCES accounts (id),
      at BIGINT NOT NULL
    );
    CREATE INDEX project_meetings_by_project ON project_meetings (school_id, project_id, held_on, id);

    CREATE TABLE project_plans (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      project_id BIGINT NOT NULL REFERENCES projects (id),
      year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2100),
      plan TEXT NOT NULL CHECK (length(plan) <= 2000),
      summary TEXT NOT NULL CHECK (length(summary) <= 2000),
      version INTEGER NOT NULL,
      PRIMARY KEY (project_id, year)
    )
    """

  /// Amounts are fen, quantities hundredths of the kind's unit. `value` follows
  /// from the rule of the entry's year; whoever changes a rule changes it here.
  private static let ledger = """
    CREATE TABLE valuation_rules (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      kind TEXT NOT NULL,
      since INTEGER NOT NULL CHECK (since BETWEEN 2000 AND 2100),
      rate BIGINT NOT NULL CHECK (rate >= 0),
      basis TEXT NOT NULL CHECK (length(basis) <= 200),
      version INTEGER NOT NULL,
      PRIMARY KEY (school_id, kind, since)
    );

    CREATE TABLE ledger_entries (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      partnership_id BIGINT NOT NULL REFERENCES partnerships (id),
      project_id BIGINT REFERENCES projects (id),
      kind TEXT NOT NULL,
      is_given SMALLINT NOT NULL CHECK (is_given IN (0, 1)),
      side TEXT NOT NULL CHECK (side IN ('school', 'enterprise', 'students')),
      day TEXT NOT NULL,
      year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2100),
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
      amount BIGINT CHECK (amount >= 0),
      arrived BIGINT CHECK (arrived >= 0),
      quantity BIGINT CHECK (quantity >= 0),
      months BIGINT CHECK (months >= 0),
      units BIGINT NOT NULL CHECK (units >= 0),
      owner TEXT CHECK (owner IN ('school', 'enterprise')),
      location TEXT NOT NULL CHECK (length(location) <= 80),
      note TEXT NOT NULL CHECK (length(note) <= 500),
      value BIGINT NOT NULL CHECK (value >= 0),
      is_removed SMALLINT NOT NULL CHECK (is_removed IN (0, 1)),
      version INTEGER NOT NULL,
      created_by BIGINT REFERENCES accounts (id),
      created_at BIGINT NOT NULL,
      CHECK (arrived <= amount),
      CHECK (is_given = 0 OR side <> 'students')
    );
    CREATE INDEX ledger_entries_by_day ON ledger_entries (school_id, is_removed, day, id);
    CREATE INDEX ledger_entries_by_year ON ledger_entries (school_id, year, partnership_id);
    CREATE INDEX ledger_entries_by_kind ON ledger_entries (school_id, kind, year);
    CREATE INDEX ledger_entries_by_partnership ON ledger_entries (partnership_id, year);
    CREATE INDEX ledger_entries_by_project ON ledger_entries (project_id) WHERE project_id IS NOT NULL
    """

  private static let schemes = """
    CREATE TABLE project_schemes (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
      issuer TEXT NOT NULL,
      level TEXT NOT NULL CHECK (level IN ('national', 'provincial', 'municipal', 'industry', 'school')),
      opens_on TEXT,
      deadline TEXT NOT NULL,
      amount BIGINT CHECK (amount >= 0),
      website TEXT NOT NULL,
      note TEXT NOT NULL,
      told INTEGER,
      version INTEGER NOT NULL,
      created_by BIGINT REFERENCES accounts (id),
      created_at BIGINT NOT NULL,
      CHECK (opens_on <= deadline)
    );
    CREATE INDEX project_schemes_by_deadline ON project_schemes (school_id, deadline, id);
    CREATE INDEX project_schemes_to_tell ON project_schemes (deadline, id);

    CREATE TABLE project_bids (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      scheme_id BIGINT NOT NULL REFERENCES project_schemes (id),
      project_id BIGINT NOT NULL REFERENCES projects (id),
      state TEXT NOT NULL CHECK (state IN ('planned', 'submitted', 'granted', 'refused')),
      asked BIGINT CHECK (asked >= 0),
      granted BIGINT CHECK (granted >= 0),
      decided_on TEXT,
      note TEXT NOT NULL CHECK (length(note) <= 200),
      version INTEGER NOT NULL,
      UNIQUE (scheme_id, project_id),
      CHECK (state <> 'granted' OR granted IS NOT NULL)
    );
    CREATE INDEX project_bids_by_project ON project_bids (project_id)
    """
}
