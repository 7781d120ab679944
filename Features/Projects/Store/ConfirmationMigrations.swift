import Database

/// The tables of who takes part in a project, and of what the other side says to entries of the ledger.
enum ConfirmationMigrations {
  static let steps = [
    Migration("009-team", team),
    Migration("010-confirmation", confirmation),
  ]

  private static let team = """
    CREATE TABLE project_members (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      project_id BIGINT NOT NULL REFERENCES projects (id),
      account_id BIGINT NOT NULL REFERENCES accounts (id),
      added_at BIGINT NOT NULL,
      PRIMARY KEY (project_id, account_id)
    );
    CREATE INDEX project_members_by_account ON project_members (account_id, project_id);

    ALTER TABLE project_milestones ADD COLUMN owner_id BIGINT REFERENCES accounts (id);
    CREATE INDEX project_milestones_by_owner ON project_milestones (owner_id, project_id) WHERE owner_id IS NOT NULL;
    CREATE INDEX project_votes_by_account ON project_votes (account_id, project_id);
    CREATE INDEX projects_by_leader ON projects (leader_id, id);
    CREATE INDEX projects_by_author ON projects (created_by, id)
    """

  /// `noted_side` is who says that it was given or gained; `standing` what the
  /// other side says to it. `ledger_answers` keeps who said what, when.
  private static let confirmation = """
    ALTER TABLE ledger_entries ADD COLUMN noted_side TEXT NOT NULL DEFAULT 'school'
      CHECK (noted_side IN ('school', 'enterprise'));
    ALTER TABLE ledger_entries ADD COLUMN noted_by TEXT NOT NULL DEFAULT '';
    ALTER TABLE ledger_entries ADD COLUMN standing TEXT NOT NULL DEFAULT 'noted'
      CHECK (standing IN ('noted', 'confirmed', 'disputed'));
    ALTER TABLE ledger_entries ADD COLUMN answer TEXT NOT NULL DEFAULT '';
    ALTER TABLE ledger_entries ADD COLUMN answered_by TEXT NOT NULL DEFAULT '';
    ALTER TABLE ledger_entries ADD COLUMN answered_at BIGINT;
    CREATE INDEX ledger_entries_by_standing ON ledger_entries (partnership_id, year, standing, noted_side);

    CREATE TABLE ledger_answers (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      entry_id BIGINT NOT NULL REFERENCES ledger_entries (id),
      act TEXT NOT NULL CHECK (act IN ('noted', 'changed', 'confirmed', 'disputed', 'removed', 'restored')),
      side TEXT NOT NULL CHECK (side IN ('school', 'enterprise')),
      person TEXT NOT NULL,
      account_id BIGINT REFERENCES accounts (id),
      words TEXT NOT NULL CHECK (length(words) <= 500),
      at BIGINT NOT NULL,
      CHECK (act <> 'disputed' OR words <> '')
    );
    CREATE INDEX ledger_answers_by_entry ON ledger_answers (school_id, entry_id, id);

    CREATE TABLE balance_requests (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      partnership_id BIGINT NOT NULL REFERENCES partnerships (id),
      year INTEGER NOT NULL CHECK (year BETWEEN 2000 AND 2100),
      asked_by BIGINT REFERENCES accounts (id),
      asked_at BIGINT NOT NULL,
      reminded_at BIGINT NOT NULL,
      reminders INTEGER NOT NULL,
      closed_at BIGINT
    );
    CREATE INDEX balance_requests_by_partnership ON balance_requests (partnership_id, year, id);
    CREATE INDEX balance_requests_to_remind ON balance_requests (reminded_at, id) WHERE closed_at IS NULL
    """
}
