import Database

/// The tables of surveys.
///
/// A participant is a partner that a survey asks. It holds the form as it was
/// typed; what counts is written into `survey_answers` and `survey_demands` when
/// the answer is submitted. Two partners that are merged may both have been
/// asked: then both rows stay.
enum SurveyMigrations {
  static let surveys = """
    CREATE TABLE surveys (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      department_id BIGINT REFERENCES departments (id),
      title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
      english_title TEXT NOT NULL,
      introduction TEXT NOT NULL,
      english_introduction TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
      closes_on TEXT CHECK (length(closes_on) = 10),
      first_year INTEGER NOT NULL CHECK (first_year BETWEEN 2000 AND 2200),
      questions TEXT NOT NULL,
      owner_id BIGINT REFERENCES accounts (id),
      opened_at BIGINT,
      closed_at BIGINT,
      version INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      CHECK (state = 'draft' OR (closes_on IS NOT NULL AND opened_at IS NOT NULL)),
      CHECK ((state = 'closed') = (closed_at IS NOT NULL))
    );
    CREATE INDEX surveys_by_school ON surveys (school_id, id);
    CREATE INDEX surveys_by_state ON surveys (school_id, state, id);
    CREATE INDEX surveys_by_end ON surveys (state, closes_on);

    CREATE TABLE survey_majors (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      survey_id BIGINT NOT NULL REFERENCES surveys (id),
      place INTEGER NOT NULL,
      major_id BIGINT NOT NULL REFERENCES majors (id),
      PRIMARY KEY (school_id, survey_id, place)
    );

    CREATE TABLE survey_participants (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      survey_id BIGINT NOT NULL REFERENCES surveys (id),
      partnership_id BIGINT NOT NULL REFERENCES partnerships (id),
      name TEXT NOT NULL,
      mail_sealed TEXT NOT NULL,
      language TEXT NOT NULL CHECK (language IN ('zh-CN', 'en')),
      state TEXT NOT NULL CHECK (state IN ('listed', 'asked', 'answered', 'withdrawn')),
      outcome TEXT NOT NULL CHECK (outcome IN ('', 'answers', 'none')),
      way TEXT NOT NULL CHECK (way IN ('', 'link', 'account', 'office')),
      answered_by TEXT NOT NULL,
      answered_account BIGINT REFERENCES accounts (id),
      answered_at BIGINT,
      answered_on TEXT,
      asked_at BIGINT,
      opened_at BIGINT,
      saved_at BIGINT,
      reminded_at BIGINT,
      reminders INTEGER NOT NULL,
      told INTEGER,
      typed TEXT NOT NULL,
      note TEXT NOT NULL,
      version INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      CHECK ((state = 'answered') = (answered_at IS NOT NULL)),
      CHECK ((state = 'answered') = (outcome <> ''))
    );
    CREATE INDEX survey_participants_by_survey ON survey_participants (school_id, survey_id, id);
    CREATE INDEX survey_participants_by_state ON survey_participants (school_id, survey_id, state, id);
    CREATE INDEX survey_participants_by_partnership ON survey_participants (partnership_id, answered_on);

    CREATE TABLE survey_answers (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      participant_id BIGINT NOT NULL REFERENCES survey_participants (id),
      survey_id BIGINT NOT NULL REFERENCES surveys (id),
      question TEXT NOT NULL,
      place INTEGER NOT NULL,
      value TEXT NOT NULL,
      amount DOUBLE PRECISION,
      PRIMARY KEY (school_id, participant_id, question, place)
    );
    CREATE INDEX survey_answers_by_question ON survey_answers (school_id, survey_id, question, participant_id);

    CREATE TABLE survey_demands (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      participant_id BIGINT NOT NULL REFERENCES survey_participants (id),
      survey_id BIGINT NOT NULL REFERENCES surveys (id),
      major_id BIGINT NOT NULL REFERENCES majors (id),
      hires_first INTEGER CHECK (hires_first >= 0),
      hires_second INTEGER CHECK (hires_second >= 0),
      hires_third INTEGER CHECK (hires_third >= 0),
      interns INTEGER CHECK (interns >= 0),
      level TEXT NOT NULL CHECK (level IN ('', 'secondary', 'higher', 'undergraduate')),
      pay_from BIGINT CHECK (pay_from >= 0),
      pay_to BIGINT CHECK (pay_to >= 0),
      skills TEXT NOT NULL,
      PRIMARY KEY (school_id, participant_id, major_id)
    );
    CREATE INDEX survey_demands_by_major ON survey_demands (school_id, survey_id, major_id)
    """
}
