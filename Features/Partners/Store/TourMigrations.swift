import Database

/// The tables of outreach tours and of calendars to subscribe to.
///
/// Which visits belong to a tour stands in no table: `TourVisits` says it in
/// one condition, so that a visit that is moved, removed or put back, a partner
/// that is merged and a tour that is postponed are right by themselves.
enum TourMigrations {
  /// `city` repeats the digits by which a stop and a partner's region come together (`TourCity`).
  static let tours = """
    CREATE TABLE tours (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      department_id BIGINT REFERENCES departments (id),
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
      purpose TEXT NOT NULL,
      begins_on TEXT NOT NULL CHECK (length(begins_on) = 10),
      ends_on TEXT NOT NULL CHECK (length(ends_on) = 10),
      lead_id BIGINT REFERENCES accounts (id),
      state TEXT NOT NULL CHECK (state IN ('planned', 'underway', 'finished', 'cancelled')),
      previous_state TEXT NOT NULL CHECK (previous_state IN ('', 'planned', 'underway')),
      reason TEXT NOT NULL,
      summary TEXT NOT NULL,
      owner_id BIGINT REFERENCES accounts (id),
      version INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      CHECK (begins_on <= ends_on)
    );
    CREATE INDEX tours_by_begin ON tours (school_id, begins_on, id);
    CREATE INDEX tours_by_department ON tours (school_id, department_id, begins_on, id) WHERE department_id IS NOT NULL;
    CREATE INDEX tours_by_lead ON tours (lead_id, begins_on) WHERE lead_id IS NOT NULL;
    CREATE INDEX tours_waiting ON tours (begins_on, id) WHERE state IN ('planned', 'underway');
    CREATE INDEX tours_unwritten ON tours (ends_on, id) WHERE state = 'finished' AND summary = '';

    CREATE TABLE tour_people (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      tour_id BIGINT NOT NULL REFERENCES tours (id),
      place INTEGER NOT NULL,
      teacher_id BIGINT REFERENCES teachers (id),
      account_id BIGINT REFERENCES accounts (id),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      number TEXT NOT NULL,
      position TEXT NOT NULL,
      PRIMARY KEY (school_id, tour_id, place)
    );
    CREATE INDEX tour_people_by_tour ON tour_people (tour_id, account_id);
    CREATE INDEX tour_people_by_account ON tour_people (account_id) WHERE account_id IS NOT NULL;
    CREATE INDEX tour_people_by_teacher ON tour_people (teacher_id) WHERE teacher_id IS NOT NULL;

    CREATE TABLE tour_stops (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      tour_id BIGINT NOT NULL REFERENCES tours (id),
      place INTEGER NOT NULL,
      region TEXT NOT NULL CHECK (length(region) = 6),
      city TEXT NOT NULL CHECK (length(city) IN (2, 4, 6)),
      day TEXT NOT NULL CHECK (length(day) = 10),
      last_day TEXT NOT NULL CHECK (length(last_day) = 10),
      authority TEXT NOT NULL,
      authority_person TEXT NOT NULL,
      authority_phone_sealed TEXT,
      meets_at TEXT NOT NULL CHECK (length(meets_at) IN (0, 5)),
      note TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
      previous_day TEXT,
      reason TEXT NOT NULL,
      version INTEGER NOT NULL,
      CHECK (day <= last_day)
    );
    CREATE INDEX tour_stops_by_tour ON tour_stops (tour_id, day, place, id);

    CREATE TABLE tour_lines (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      tour_id BIGINT NOT NULL REFERENCES tours (id),
      stop_id BIGINT NOT NULL REFERENCES tour_stops (id),
      place INTEGER NOT NULL,
      partnership_id BIGINT REFERENCES partnerships (id),
      prospect TEXT NOT NULL,
      day TEXT,
      at TEXT NOT NULL CHECK (length(at) IN (0, 5)),
      who TEXT NOT NULL,
      note TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
      reason TEXT NOT NULL,
      version INTEGER NOT NULL,
      CHECK (partnership_id IS NOT NULL OR prospect <> '')
    );
    CREATE INDEX tour_lines_by_tour ON tour_lines (tour_id, stop_id, place, id);
    CREATE INDEX tour_lines_by_partnership ON tour_lines (partnership_id, tour_id) WHERE partnership_id IS NOT NULL
    """

  /// An address that calendars ask without signing in: of its secret the row keeps the digest only.
  static let feeds = """
    CREATE TABLE calendar_feeds (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      account_id BIGINT NOT NULL REFERENCES accounts (id),
      membership_id BIGINT NOT NULL REFERENCES memberships (id),
      secret_digest TEXT NOT NULL,
      language TEXT NOT NULL CHECK (language IN ('zh-CN', 'en')),
      created_at BIGINT NOT NULL,
      used_on TEXT,
      ended_at BIGINT
    );
    CREATE UNIQUE INDEX calendar_feeds_live ON calendar_feeds (account_id, membership_id) WHERE ended_at IS NULL
    """
}
