import Database

/// The tables of visits and of what follows them.
///
/// A visit that is taken out of the log keeps its row, so that it can be put
/// back; the indexes of lists leave it out.
enum VisitMigrations {
  static let visits = """
    CREATE TABLE visits (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      partnership_id BIGINT NOT NULL REFERENCES partnerships (id),
      department_id BIGINT REFERENCES departments (id),
      province TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('visit', 'seminar', 'phone', 'online', 'questionnaire')),
      held_on TEXT NOT NULL CHECK (length(held_on) = 10),
      begins TEXT NOT NULL CHECK (length(begins) IN (0, 5)),
      ends TEXT NOT NULL CHECK (length(ends) IN (0, 5)),
      place TEXT NOT NULL,
      content TEXT NOT NULL,
      result TEXT NOT NULL,
      is_outreach SMALLINT NOT NULL CHECK (is_outreach IN (0, 1)),
      needs TEXT NOT NULL,
      posts INTEGER CHECK (posts >= 0),
      average_pay BIGINT CHECK (average_pay >= 0),
      outcome TEXT NOT NULL CHECK (
        outcome IN ('', 'agreement', 'intention', 'internship', 'hiring', 'classes', 'talks', 'none')),
      intentions TEXT NOT NULL,
      owner_id BIGINT REFERENCES accounts (id),
      version INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      removed_by BIGINT REFERENCES accounts (id),
      removed_at BIGINT,
      CHECK ((removed_at IS NULL) = (removed_by IS NULL))
    );
    CREATE INDEX visits_by_day ON visits (school_id, held_on, id) WHERE removed_at IS NULL;
    CREATE INDEX visits_by_change ON visits (school_id, updated_at, id) WHERE removed_at IS NULL;
    CREATE INDEX visits_by_partnership ON visits (partnership_id, held_on, id) WHERE removed_at IS NULL;
    CREATE INDEX visits_by_department ON visits (school_id, department_id, held_on, id) WHERE removed_at IS NULL;
    CREATE INDEX visits_by_kind ON visits (school_id, kind, held_on, id) WHERE removed_at IS NULL;
    CREATE INDEX visits_by_province ON visits (school_id, province, held_on, id) WHERE removed_at IS NULL;
    CREATE INDEX visits_by_owner ON visits (school_id, owner_id, held_on, id) WHERE removed_at IS NULL;
    CREATE INDEX visits_of_outreach ON visits (school_id, held_on, id) WHERE removed_at IS NULL AND is_outreach = 1;
    CREATE INDEX visits_removed ON visits (school_id, held_on, id) WHERE removed_at IS NOT NULL;
    CREATE INDEX visits_of_partnership ON visits (partnership_id);

    CREATE TABLE visit_people (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      visit_id BIGINT NOT NULL REFERENCES visits (id),
      place INTEGER NOT NULL,
      side TEXT NOT NULL CHECK (side IN ('school', 'partner')),
      teacher_id BIGINT REFERENCES teachers (id),
      student_id BIGINT REFERENCES students (id),
      contact_id BIGINT REFERENCES partner_contacts (id) ON DELETE SET NULL,
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      position TEXT NOT NULL,
      number TEXT NOT NULL,
      is_lead SMALLINT NOT NULL CHECK (is_lead IN (0, 1)),
      PRIMARY KEY (school_id, visit_id, place)
    );
    CREATE INDEX visit_people_by_teacher ON visit_people (teacher_id) WHERE teacher_id IS NOT NULL;
    CREATE INDEX visit_people_by_student ON visit_people (student_id) WHERE student_id IS NOT NULL;
    CREATE INDEX visit_people_by_contact ON visit_people (contact_id) WHERE contact_id IS NOT NULL;

    CREATE TABLE visit_openings (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      visit_id BIGINT NOT NULL REFERENCES visits (id),
      place INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('intern', 'hire')),
      major TEXT NOT NULL,
      level TEXT NOT NULL CHECK (level IN ('', 'secondary', 'higher', 'undergraduate')),
      count INTEGER NOT NULL CHECK (count > 0),
      pay BIGINT CHECK (pay >= 0),
      PRIMARY KEY (school_id, visit_id, place)
    );

    CREATE TABLE visit_tasks (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      visit_id BIGINT NOT NULL REFERENCES visits (id),
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
      owner_id BIGINT NOT NULL REFERENCES accounts (id),
      due_on TEXT NOT NULL CHECK (length(due_on) = 10),
      previous_due_on TEXT,
      state TEXT NOT NULL CHECK (state IN ('open', 'done', 'cancelled')),
      note TEXT NOT NULL,
      version INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL
    );
    CREATE INDEX visit_tasks_by_visit ON visit_tasks (school_id, visit_id, id);
    CREATE INDEX visit_tasks_by_owner ON visit_tasks (owner_id, state, due_on)
    """
}
