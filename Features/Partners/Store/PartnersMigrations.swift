package import Database

/// The tables of the partner registry.
///
/// An enterprise is one record for all schools; a partnership is what one
/// school has with it. Partnerships repeat the few columns of the enterprise
/// that lists sort and filter by, so that every filter of a school's list has
/// an index that begins with the school; `EnterpriseStore.update` writes both
/// in one transaction.
package enum PartnersMigrations {
  package static let set = MigrationSet(
    owner: "partners",
    steps: [
      Migration("001-enterprises", enterprises),
      Migration("002-levels", levels),
      Migration("003-partnerships", partnerships),
      Migration("004-reviews", reviews),
      Migration("005-merges", merges),
      PartnerSearch.index.migration("006-search"),
      Migration("007-uncompared", uncompared),
      Migration("008-visits", VisitMigrations.visits),
      VisitSearch.index.migration("009-visit-search"),
      Migration("010-tracking", TrackingStore.migration),
      PartnerSearch.index.waitingMigration("011-search-waiting"),
      VisitSearch.index.waitingMigration("012-visit-search-waiting"),
      Migration("013-smaller-indexes", smallerIndexes),
      Migration("014-space", SpaceMigrations.space),
      Migration("015-surveys", SurveyMigrations.surveys),
      Migration("016-tours", TourMigrations.tours),
      Migration("017-calendar-feeds", TourMigrations.feeds),
    ])

  private static let enterprises = """
    CREATE TABLE enterprises (
      id BIGINT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
      name_key TEXT NOT NULL,
      short_name TEXT NOT NULL,
      credit_code TEXT NOT NULL,
      credit_code_reason TEXT NOT NULL,
      legal_form TEXT NOT NULL,
      nature TEXT NOT NULL,
      industry TEXT NOT NULL,
      region TEXT NOT NULL CHECK (length(region) IN (0, 6)),
      address TEXT NOT NULL,
      park TEXT NOT NULL,
      size TEXT NOT NULL CHECK (size IN ('', 'large', 'medium', 'small', 'micro')),
      staff_count INTEGER CHECK (staff_count BETWEEN 0 AND 10000000),
      founded_on TEXT,
      products TEXT NOT NULL,
      tags TEXT NOT NULL,
      website TEXT NOT NULL,
      description TEXT NOT NULL,
      logo TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('operating', 'closed')),
      merged_into BIGINT REFERENCES enterprises (id),
      version INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL
    );
    CREATE UNIQUE INDEX enterprises_by_credit_code ON enterprises (credit_code)
      WHERE credit_code <> '' AND merged_into IS NULL;
    CREATE INDEX enterprises_by_name_key ON enterprises (name_key)
    """

  private static let levels = """
    CREATE TABLE partner_levels (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 30),
      name TEXT NOT NULL CHECK (length(name) <= 30),
      english_name TEXT NOT NULL CHECK (length(english_name) <= 40),
      position INTEGER NOT NULL,
      is_counted SMALLINT NOT NULL CHECK (is_counted IN (0, 1)),
      PRIMARY KEY (school_id, code)
    )
    """

  /// Every index of a filter ends in the list's order, so that a page is a walk along it and a count never leaves it.
  private static let partnerships = """
    CREATE TABLE partnerships (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      enterprise_id BIGINT NOT NULL REFERENCES enterprises (id),
      department_id BIGINT REFERENCES departments (id),
      level TEXT NOT NULL,
      source TEXT NOT NULL,
      owner_id BIGINT REFERENCES accounts (id),
      motives TEXT NOT NULL,
      since TEXT,
      note TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('active', 'ended')),
      name TEXT NOT NULL,
      industry TEXT NOT NULL,
      province TEXT NOT NULL,
      region TEXT NOT NULL,
      size TEXT NOT NULL,
      enterprise_status TEXT NOT NULL,
      review_state TEXT NOT NULL CHECK (
        review_state IN ('none', 'draft', 'open', 'returned', 'valid', 'expired', 'refused')),
      review_valid_until TEXT,
      version INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      UNIQUE (school_id, enterprise_id),
      FOREIGN KEY (school_id, level) REFERENCES partner_levels (school_id, code)
    );
    CREATE INDEX partnerships_by_name ON partnerships (school_id, status, name, id);
    CREATE INDEX partnerships_with_ended ON partnerships (school_id, name, id);
    CREATE INDEX partnerships_by_department ON partnerships (school_id, department_id, status, name, id);
    CREATE INDEX partnerships_by_level ON partnerships (school_id, level, status, name, id);
    CREATE INDEX partnerships_by_section ON partnerships (school_id, substr(industry, 1, 1), status, name, id);
    CREATE INDEX partnerships_by_industry ON partnerships (school_id, industry, status, name, id);
    CREATE INDEX partnerships_by_province ON partnerships (school_id, province, status, name, id);
    CREATE INDEX partnerships_by_size ON partnerships (school_id, size, status, name, id);
    CREATE INDEX partnerships_by_review ON partnerships (school_id, review_state, status, name, id);
    CREATE INDEX partnerships_by_owner ON partnerships (school_id, owner_id, status, name, id);
    CREATE INDEX partnerships_expiring ON partnerships (school_id, status, review_state, review_valid_until);
    CREATE INDEX partnerships_by_validity ON partnerships (review_state, review_valid_until);
    CREATE INDEX partnerships_by_change ON partnerships (school_id, updated_at, id);
    CREATE INDEX partnerships_by_enterprise ON partnerships (enterprise_id);

    CREATE TABLE partnership_majors (
      school_id BIGINT NOT NULL REFERENCES schools (id),
      partnership_id BIGINT NOT NULL REFERENCES partnerships (id),
      major_id BIGINT NOT NULL REFERENCES majors (id),
      PRIMARY KEY (school_id, major_id, partnership_id)
    );
    CREATE INDEX partnership_majors_by_partnership ON partnership_majors (partnership_id);

    CREATE TABLE partner_contacts (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      partnership_id BIGINT NOT NULL REFERENCES partnerships (id),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      position TEXT NOT NULL,
      phone_sealed TEXT NOT NULL,
      mail_sealed TEXT NOT NULL,
      is_main SMALLINT NOT NULL CHECK (is_main IN (0, 1)),
      note TEXT NOT NULL,
      created_at BIGINT NOT NULL
    );
    CREATE INDEX partner_contacts_by_partnership ON partner_contacts (partnership_id)
    """

  /// `answers` holds the checklist and the nine items of the on-site
  /// inspection (R09) as JSON, `mend` the fields that a return names; the
  /// columns are what lists and rules ask for. `told` is the last reminder, in
  /// days before the end.
  private static let reviews = """
    CREATE TABLE qualification_reviews (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      partnership_id BIGINT NOT NULL REFERENCES partnerships (id),
      state TEXT NOT NULL CHECK (state IN ('draft', 'department', 'office', 'returned', 'approved', 'refused')),
      answers TEXT NOT NULL,
      credit_checked_on TEXT,
      credit_is_clean SMALLINT CHECK (credit_is_clean IN (0, 1)),
      last_violation_on TEXT,
      inspected_on TEXT,
      valid_until TEXT,
      due_on TEXT,
      reason TEXT NOT NULL,
      mend TEXT NOT NULL,
      renews BIGINT REFERENCES qualification_reviews (id),
      is_replaced SMALLINT NOT NULL CHECK (is_replaced IN (0, 1)),
      told INTEGER,
      created_by BIGINT REFERENCES accounts (id),
      submitted_by BIGINT REFERENCES accounts (id),
      submitted_at BIGINT,
      decided_by BIGINT REFERENCES accounts (id),
      decided_at BIGINT,
      version INTEGER NOT NULL,
      created_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      CHECK (state <> 'approved' OR valid_until IS NOT NULL)
    );
    CREATE UNIQUE INDEX qualification_reviews_open ON qualification_reviews (partnership_id)
      WHERE state IN ('draft', 'department', 'office', 'returned');
    CREATE INDEX qualification_reviews_by_partnership ON qualification_reviews (school_id, partnership_id, id);
    CREATE INDEX qualification_reviews_by_state ON qualification_reviews (school_id, state, id);
    CREATE INDEX qualification_reviews_by_school ON qualification_reviews (school_id, id);
    CREATE INDEX qualification_reviews_by_validity ON qualification_reviews (state, is_replaced, valid_until);

    CREATE TABLE qualification_review_steps (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      review_id BIGINT NOT NULL REFERENCES qualification_reviews (id),
      act TEXT NOT NULL CHECK (
        act IN ('started', 'submitted', 'withdrawn', 'endorsed', 'returned', 'approved', 'refused', 'expired')),
      account_id BIGINT REFERENCES accounts (id),
      reason TEXT NOT NULL,
      at BIGINT NOT NULL
    );
    CREATE INDEX qualification_review_steps_by_review ON qualification_review_steps (school_id, review_id, id)
    """

  /// `undo` is everything that is needed to take a merge back within 30 days.
  /// `school_id` is 0 where it was done for all schools. What a merge made
  /// disappear leads on to what was kept: enterprises by `merged_into`,
  /// partnerships by `partnership_redirects`.
  ///
  /// `enterprise_keys` are the buckets of `DuplicateKeys`, `duplicate_pairs` the
  /// pairs that `DuplicateComparison` found in them; both follow every write of
  /// an enterprise in its transaction.
  private static let merges = """
    CREATE TABLE enterprise_merges (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL,
      reach TEXT NOT NULL CHECK (reach IN ('partnership', 'enterprise')),
      kept_id BIGINT NOT NULL REFERENCES enterprises (id),
      gone_id BIGINT NOT NULL REFERENCES enterprises (id),
      kept_name TEXT NOT NULL,
      gone_name TEXT NOT NULL,
      undo TEXT NOT NULL,
      merged_by BIGINT NOT NULL REFERENCES accounts (id),
      merged_at BIGINT NOT NULL,
      undone_by BIGINT REFERENCES accounts (id),
      undone_at BIGINT,
      CHECK ((undone_at IS NULL) = (undone_by IS NULL))
    );
    CREATE INDEX enterprise_merges_by_school ON enterprise_merges (school_id, id);
    CREATE INDEX enterprise_merges_by_kept ON enterprise_merges (kept_id);
    CREATE INDEX enterprise_merges_by_gone ON enterprise_merges (gone_id);

    CREATE TABLE partnership_redirects (
      gone_id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      kept_id BIGINT NOT NULL,
      merge_id BIGINT NOT NULL REFERENCES enterprise_merges (id)
    );
    CREATE INDEX partnership_redirects_by_merge ON partnership_redirects (merge_id);

    CREATE TABLE enterprise_keys (
      key BIGINT NOT NULL,
      enterprise_id BIGINT NOT NULL REFERENCES enterprises (id) ON DELETE CASCADE,
      PRIMARY KEY (key, enterprise_id)
    );
    CREATE INDEX enterprise_keys_by_enterprise ON enterprise_keys (enterprise_id);

    CREATE TABLE duplicate_pairs (
      first_id BIGINT NOT NULL REFERENCES enterprises (id) ON DELETE CASCADE,
      second_id BIGINT NOT NULL REFERENCES enterprises (id) ON DELETE CASCADE,
      weight INTEGER NOT NULL CHECK (weight BETWEEN 1 AND 99),
      PRIMARY KEY (first_id, second_id),
      CHECK (first_id < second_id)
    );
    CREATE INDEX duplicate_pairs_by_weight ON duplicate_pairs (weight, first_id, second_id);
    CREATE INDEX duplicate_pairs_by_second ON duplicate_pairs (second_id);

    CREATE TABLE duplicate_dismissals (
      school_id BIGINT NOT NULL,
      first_id BIGINT NOT NULL REFERENCES enterprises (id) ON DELETE CASCADE,
      second_id BIGINT NOT NULL REFERENCES enterprises (id) ON DELETE CASCADE,
      dismissed_by BIGINT NOT NULL REFERENCES accounts (id),
      dismissed_at BIGINT NOT NULL,
      PRIMARY KEY (school_id, first_id, second_id),
      CHECK (first_id < second_id)
    );
    CREATE INDEX duplicate_dismissals_by_second ON duplicate_dismissals (second_id);
    CREATE INDEX duplicate_dismissals_by_first ON duplicate_dismissals (first_id)
    """

  /// What most partnerships do not have needs no entry in an index: it is always asked for by a value.
  private static let smallerIndexes = """
    DROP INDEX partnerships_by_department;
    DROP INDEX partnerships_by_owner;
    DROP INDEX partnerships_expiring;
    DROP INDEX partnerships_by_validity;
    CREATE INDEX partnerships_by_department ON partnerships (school_id, department_id, status, name, id)
      WHERE department_id IS NOT NULL;
    CREATE INDEX partnerships_by_owner ON partnerships (school_id, owner_id, status, name, id)
      WHERE owner_id IS NOT NULL;
    CREATE INDEX partnerships_expiring ON partnerships (school_id, status, review_state, review_valid_until)
      WHERE review_valid_until IS NOT NULL;
    CREATE INDEX partnerships_by_validity ON partnerships (review_state, review_valid_until)
      WHERE review_valid_until IS NOT NULL
    """

  /// Enterprises that an import has left to `CompareEnterprises`.
  private static let uncompared = """
    CREATE TABLE uncompared_enterprises (
      enterprise_id BIGINT NOT NULL PRIMARY KEY REFERENCES enterprises (id) ON DELETE CASCADE
    )
    """
}
