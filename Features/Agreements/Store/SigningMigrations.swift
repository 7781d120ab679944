/// The tables of signing.
enum SigningMigrations {
  /// A round, who signs in it, what happened, and the document that came of it.
  /// `acts` is raised by whoever acts on a round, so that two never do at once.
  /// A document is named by its digest; one round has one, and nothing writes it again.
  static let signing = """
    CREATE TABLE agreement_signings (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      is_in_order SMALLINT NOT NULL CHECK (is_in_order IN (0, 1)),
      state TEXT NOT NULL CHECK (state IN ('open', 'complete', 'declined', 'recalled')),
      code TEXT NOT NULL UNIQUE,
      text_digest TEXT NOT NULL CHECK (length(text_digest) = 64),
      begun_by BIGINT NOT NULL REFERENCES accounts (id),
      begun_at BIGINT NOT NULL,
      ended_at BIGINT,
      ended_by TEXT NOT NULL,
      reason TEXT NOT NULL,
      acts INTEGER NOT NULL DEFAULT 0,
      CHECK ((state = 'open') = (ended_at IS NULL))
    );
    CREATE INDEX agreement_signings_by_agreement ON agreement_signings (school_id, agreement_id, id);
    CREATE UNIQUE INDEX agreement_signings_open ON agreement_signings (agreement_id) WHERE state = 'open';

    CREATE TABLE agreement_signers (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      signing_id BIGINT NOT NULL REFERENCES agreement_signings (id),
      place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 12),
      kind TEXT NOT NULL,
      way TEXT NOT NULL CHECK (way IN ('account', 'link', 'paper')),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      account_id BIGINT REFERENCES accounts (id),
      mail_sealed TEXT,
      state TEXT NOT NULL CHECK (state IN ('waiting', 'asked', 'signed', 'refused', 'forwarded', 'cancelled')),
      asked_at BIGINT,
      signed_at BIGINT,
      signed_on TEXT,
      signature_kind TEXT NOT NULL DEFAULT '' CHECK (signature_kind IN ('', 'typed', 'drawn', 'paper')),
      signature TEXT NOT NULL DEFAULT '',
      reason TEXT NOT NULL,
      forwarded_from BIGINT REFERENCES agreement_signers (id),
      scanned_by BIGINT REFERENCES accounts (id),
      scan_name TEXT NOT NULL,
      scan_digest TEXT NOT NULL,
      reminders INTEGER NOT NULL DEFAULT 0,
      reminded_at BIGINT,
      code_digest TEXT,
      code_expires_at BIGINT,
      code_sent_at BIGINT,
      code_tries INTEGER NOT NULL DEFAULT 0,
      codes_sent INTEGER NOT NULL DEFAULT 0,
      CHECK ((way = 'account') = (account_id IS NOT NULL)),
      CHECK (way = 'paper' OR mail_sealed IS NOT NULL),
      CHECK ((state = 'signed') = (signed_at IS NOT NULL)),
      CHECK ((state = 'signed') = (signature_kind <> ''))
    );
    CREATE INDEX agreement_signers_by_signing ON agreement_signers (signing_id, place, id);
    CREATE INDEX agreement_signers_by_account ON agreement_signers (account_id, id) WHERE account_id IS NOT NULL;
    CREATE INDEX agreement_signers_asked ON agreement_signers (asked_at) WHERE state = 'asked';

    CREATE TABLE agreement_signing_events (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      signing_id BIGINT NOT NULL REFERENCES agreement_signings (id),
      signer_id BIGINT REFERENCES agreement_signers (id),
      act TEXT NOT NULL,
      name TEXT NOT NULL,
      address TEXT NOT NULL,
      note TEXT NOT NULL,
      at BIGINT NOT NULL
    );
    CREATE INDEX agreement_signing_events_by_signing ON agreement_signing_events (school_id, signing_id, id);

    CREATE TABLE agreement_documents (
      id BIGINT NOT NULL PRIMARY KEY,
      school_id BIGINT NOT NULL REFERENCES schools (id),
      agreement_id BIGINT NOT NULL REFERENCES agreements (id),
      signing_id BIGINT NOT NULL UNIQUE REFERENCES agreement_signings (id),
      digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
      size BIGINT NOT NULL CHECK (size > 0),
      pages INTEGER NOT NULL CHECK (pages > 0),
      made_at BIGINT NOT NULL
    );
    CREATE INDEX agreement_documents_by_agreement ON agreement_documents (school_id, agreement_id)
    """

  /// Whether signers of a type are asked one after the other.
  static let order = """
    ALTER TABLE agreement_types ADD COLUMN is_in_order SMALLINT NOT NULL DEFAULT 0 CHECK (is_in_order IN (0, 1))
    """

  /// Who spoke or answered by a link, where it was nobody with an account.
  static let guests = """
    ALTER TABLE agreement_comments ADD COLUMN guest_name TEXT NOT NULL DEFAULT '';
    ALTER TABLE fulfilments ADD COLUMN guest_name TEXT NOT NULL DEFAULT '';
    ALTER TABLE fulfilments ADD COLUMN guest_answer TEXT NOT NULL DEFAULT ''
    """
}
