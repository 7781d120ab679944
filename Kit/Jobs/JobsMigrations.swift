import Database

/// The tables of the queue and of the schedules. The database is the queue:
/// there is no broker to install, and a job is put in by the transaction of
/// the act that needs it.
enum JobsMigrations {
  static let set = MigrationSet(
    owner: "jobs",
    steps: [
      Migration(
        "001-jobs",
        """
        CREATE TABLE jobs (
          id BIGINT NOT NULL PRIMARY KEY,
          kind TEXT NOT NULL,
          payload TEXT NOT NULL,
          unique_key TEXT,
          state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'dead', 'cancelled')),
          attempts INTEGER NOT NULL,
          run_after BIGINT NOT NULL,
          lease_until BIGINT,
          done_count BIGINT NOT NULL,
          total_count BIGINT NOT NULL,
          note TEXT NOT NULL,
          failure TEXT NOT NULL,
          is_cancelling SMALLINT NOT NULL CHECK (is_cancelling IN (0, 1)),
          created_at BIGINT NOT NULL,
          ended_at BIGINT
        );
        CREATE INDEX jobs_by_turn ON jobs (state, run_after, id);
        CREATE UNIQUE INDEX jobs_once ON jobs (unique_key) WHERE unique_key IS NOT NULL AND state IN ('waiting', 'running');

        CREATE TABLE schedules (
          name TEXT NOT NULL PRIMARY KEY,
          next_at BIGINT NOT NULL
        )
        """)
    ])
}
