package import Database

extension JobQueue {
  /// The tables `jobs` and `schedules`.
  package static let migrations = MigrationSet(
    owner: "jobs",
    steps: [
      Migration(
        "001-jobs",
        """
        CREATE TABLE jobs (
          id BIGINT PRIMARY KEY,
          kind TEXT NOT NULL,
          payload TEXT NOT NULL,
          unique_key TEXT,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead', 'cancelled')),
          attempts INTEGER NOT NULL CHECK (attempts >= 0),
          run_after BIGINT NOT NULL,
          created_at BIGINT NOT NULL,
          started_at BIGINT,
          finished_at BIGINT,
          lease_owner TEXT,
          lease_until BIGINT,
          cancel_requested SMALLINT NOT NULL CHECK (cancel_requested IN (0, 1)),
          progress_done BIGINT,
          progress_total BIGINT,
          progress_note TEXT,
          last_error TEXT,
          CHECK ((state = 'running') = (lease_owner IS NOT NULL)),
          CHECK ((lease_owner IS NULL) = (lease_until IS NULL))
        );
        CREATE UNIQUE INDEX jobs_unique_key ON jobs (unique_key)
        WHERE unique_key IS NOT NULL AND state IN ('waiting', 'running');
        CREATE INDEX jobs_waiting ON jobs (run_after, id) WHERE state = 'waiting';
        CREATE INDEX jobs_running ON jobs (lease_until) WHERE state = 'running';
        CREATE INDEX jobs_state ON jobs (state, id);
        CREATE INDEX jobs_finished ON jobs (finished_at) WHERE finished_at IS NOT NULL;

        CREATE TABLE schedules (
          name TEXT PRIMARY KEY NOT NULL,
          rule TEXT NOT NULL,
          next_at BIGINT NOT NULL,
          last_at BIGINT
        );
        """)
    ])
}
