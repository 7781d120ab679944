/// The tables of fulfilment checks and joint reviews.
enum CheckMigrations {
  /// `due` and `met` are what the obligations said on the day of asking.
  static let checks = """
    CREATE TABLE fulfilment_checks (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 80),
      question TEXT NOT NULL CHECK (length(question) <= 1000),
      due_on TEXT NOT NULL,
      is_open SMALLINT NOT NULL CHECK (is_open IN (0, 1)),
      created_by BIGINT REFERENCES accounts (id),
      created_at BIGINT NOT NULL
    );
    CREATE INDEX fulfilment_checks_by_school ON fulfilment_checks (school_id, id);

    CREATE TABLE fulfilment_check_items (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      check_id BIGINT NOT NULL REFERENCES fulfilment_checks (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      verdict TEXT CHECK (verdict IN ('kept', 'partly', 'failed')),
      words TEXT NOT NULL CHECK (length(words) <= 1000),
      open_point TEXT NOT NULL CHECK (length(open_point) <= 500),
      answered_by BIGINT REFERENCES accounts (id),
      answered_at BIGINT,
      due INTEGER NOT NULL,
      met INTEGER NOT NULL,
      UNIQUE (check_id, agreement_id),
      CHECK ((verdict IS NULL) = (answered_at IS NULL))
    );
    CREATE INDEX fulfilment_check_items_by_check ON fulfilment_check_items (school_id, check_id, id)
    """

  /// One review per agreement and quarter; `agenda` is written when it is held.
  static let reviews = """
    CREATE TABLE joint_reviews (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      quarter TEXT NOT NULL,
      planned_on TEXT NOT NULL,
      held_on TEXT,
      people TEXT NOT NULL CHECK (length(people) <= 300),
      minutes TEXT NOT NULL CHECK (length(minutes) <= 4000),
      agenda TEXT NOT NULL,
      recorded_by BIGINT REFERENCES accounts (id),
      made_at BIGINT NOT NULL,
      UNIQUE (agreement_id, quarter)
    );
    CREATE INDEX joint_reviews_by_agreement ON joint_reviews (school_id, agreement_id, id);

    CREATE TABLE joint_review_tasks (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      review_id BIGINT NOT NULL REFERENCES joint_reviews (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 120),
      owner_id BIGINT REFERENCES accounts (id),
      due_on TEXT,
      done_on TEXT,
      done_by BIGINT REFERENCES accounts (id)
    );
    CREATE INDEX joint_review_tasks_by_agreement ON joint_review_tasks (school_id, agreement_id, id)
    """

  /// Under which name of its enterprise an agreement stands in the search, to find those whose enterprise was renamed.
  static let indexedName = """
    ALTER TABLE agreements ADD COLUMN indexed_name TEXT NOT NULL DEFAULT '';
    UPDATE agreements SET indexed_name = coalesce((SELECT p.name FROM partnerships p WHERE p.id = partnership_id), '')
    """
}
