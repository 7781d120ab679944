package import Database

/// The tables of schools and their people. `school_id` leads the first index
/// of every tenant table, so that a table can later be split by it.
package enum OrganizationsMigrations {
  package static let set = MigrationSet(
    owner: "organizations",
    steps: [
      Migration("001-schools", schools),
      Migration("002-people", people),
      Migration("003-memberships", memberships),
      Migration("004-membership-names", MembershipStore.migration),
    ])

  private static let schools = """
    CREATE TABLE schools (
      id BIGINT NOT NULL PRIMARY KEY,
      code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 20),
      name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
      short_name TEXT NOT NULL,
      level TEXT NOT NULL CHECK (level IN ('secondary', 'higher', 'undergraduate')),
      region TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
      created_at BIGINT NOT NULL
    );

    CREATE TABLE departments (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      code TEXT NOT NULL,
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
      status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
      created_at BIGINT NOT NULL,
      UNIQUE (school_id, name),
      UNIQUE (school_id, code)
    );

    CREATE TABLE majors (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      department_id BIGINT NOT NULL REFERENCES departments (id),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
      catalogue_code TEXT NOT NULL CHECK (length(catalogue_code) IN (0, 6, 7)),
      level TEXT NOT NULL CHECK (level IN ('secondary', 'higher', 'undergraduate')),
      started_year INTEGER,
      status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
      created_at BIGINT NOT NULL,
      UNIQUE (school_id, name, level)
    );
    CREATE INDEX majors_by_department ON majors (school_id, department_id);

    CREATE TABLE classes (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      department_id BIGINT NOT NULL REFERENCES departments (id),
      major_id BIGINT NOT NULL REFERENCES majors (id),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
      entry_year INTEGER NOT NULL CHECK (entry_year BETWEEN 1950 AND 2200),
      adviser_id BIGINT,
      status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
      created_at BIGINT NOT NULL,
      UNIQUE (school_id, name)
    );
    CREATE INDEX classes_by_department ON classes (school_id, department_id)
    """

  private static let people = """
    CREATE TABLE teachers (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      department_id BIGINT REFERENCES departments (id),
      account_id BIGINT REFERENCES accounts (id),
      staff_number TEXT NOT NULL CHECK (length(staff_number) BETWEEN 1 AND 40),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      sex TEXT NOT NULL CHECK (sex IN ('', 'male', 'female')),
      title TEXT NOT NULL,
      is_dual_qualified SMALLINT NOT NULL CHECK (is_dual_qualified IN (0, 1)),
      phone_sealed TEXT NOT NULL,
      mail_sealed TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('active', 'left')),
      created_at BIGINT NOT NULL,
      UNIQUE (school_id, staff_number)
    );
    CREATE INDEX teachers_by_department ON teachers (school_id, department_id);
    CREATE INDEX teachers_by_name ON teachers (school_id, name, id);

    CREATE TABLE students (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      department_id BIGINT NOT NULL REFERENCES departments (id),
      major_id BIGINT NOT NULL REFERENCES majors (id),
      class_id BIGINT REFERENCES classes (id),
      account_id BIGINT REFERENCES accounts (id),
      student_number TEXT NOT NULL CHECK (length(student_number) BETWEEN 1 AND 40),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      sex TEXT NOT NULL CHECK (sex IN ('', 'male', 'female')),
      birth_date TEXT,
      citizen_id_sealed TEXT NOT NULL,
      citizen_id_index TEXT,
      phone_sealed TEXT NOT NULL,
      guardian_name_sealed TEXT NOT NULL,
      guardian_phone_sealed TEXT NOT NULL,
      entry_year INTEGER NOT NULL CHECK (entry_year BETWEEN 1950 AND 2200),
      status TEXT NOT NULL CHECK (status IN ('enrolled', 'suspended', 'graduated', 'left')),
      created_at BIGINT NOT NULL,
      UNIQUE (school_id, student_number),
      UNIQUE (school_id, citizen_id_index)
    );
    CREATE INDEX students_by_department ON students (school_id, department_id);
    CREATE INDEX students_by_major ON students (school_id, major_id);
    CREATE INDEX students_by_class ON students (school_id, class_id);
    CREATE INDEX students_by_name ON students (school_id, name, id)
    """

  /// `enterprise_id` has no foreign key: the table of enterprises belongs to a
  /// feature to the right, which keeps the two in step when it merges records.
  private static let memberships = """
    CREATE TABLE memberships (
      id BIGINT NOT NULL PRIMARY KEY,
      account_id BIGINT NOT NULL REFERENCES accounts (id),
      role TEXT NOT NULL CHECK (role IN (
        'platform-administrator', 'alliance-secretary', 'school-administrator', 'cooperation-office',
        'department-administrator', 'major-leader', 'teacher', 'class-adviser', 'student',
        'enterprise-administrator', 'enterprise-mentor', 'expert', 'authority')),
      school_id BIGINT REFERENCES schools (id),
      department_id BIGINT REFERENCES departments (id),
      enterprise_id BIGINT,
      status TEXT NOT NULL CHECK (status IN ('active', 'ended')),
      created_at BIGINT NOT NULL,
      ended_at BIGINT,
      CHECK (department_id IS NULL OR school_id IS NOT NULL),
      CHECK ((status = 'ended') = (ended_at IS NOT NULL))
    );
    CREATE INDEX memberships_by_account ON memberships (account_id, status);
    CREATE INDEX memberships_by_school ON memberships (school_id, status, role);
    CREATE INDEX memberships_by_enterprise ON memberships (enterprise_id, status);
    CREATE UNIQUE INDEX memberships_once ON memberships (
      account_id, role, coalesce(school_id, 0), coalesce(department_id, 0), coalesce(enterprise_id, 0))
      WHERE status = 'active'
    """
}
