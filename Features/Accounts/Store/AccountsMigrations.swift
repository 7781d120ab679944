package import Database

/// The tables of this feature.
package enum AccountsMigrations {
  package static let set = MigrationSet(
    owner: "accounts",
    steps: [
      Migration(
        "001-accounts",
        """
        CREATE TABLE accounts (
          id BIGINT NOT NULL PRIMARY KEY,
          sign_in_name TEXT NOT NULL UNIQUE CHECK (sign_in_name <> ''),
          display_name TEXT NOT NULL CHECK (display_name <> ''),
          phone_sealed TEXT,
          phone_index TEXT UNIQUE,
          mail_sealed TEXT,
          mail_index TEXT UNIQUE,
          password_hash TEXT,
          must_change_password SMALLINT NOT NULL CHECK (must_change_password IN (0, 1)),
          totp_sealed TEXT,
          totp_last_step BIGINT,
          language TEXT CHECK (language IN ('zh-CN', 'en')),
          status TEXT NOT NULL CHECK (status IN ('active', 'closed')),
          is_demo SMALLINT NOT NULL CHECK (is_demo IN (0, 1)),
          demo_chinese TEXT,
          demo_english TEXT,
          demo_position BIGINT,
          created_at BIGINT NOT NULL,
          CHECK ((phone_sealed IS NULL) = (phone_index IS NULL)),
          CHECK ((mail_sealed IS NULL) = (mail_index IS NULL)),
          CHECK (totp_sealed IS NOT NULL OR totp_last_step IS NULL),
          CHECK ((is_demo = 1) = (demo_position IS NOT NULL)),
          CHECK ((is_demo = 1) = (demo_chinese IS NOT NULL)),
          CHECK ((is_demo = 1) = (demo_english IS NOT NULL))
        );
        CREATE INDEX accounts_demo ON accounts (demo_position) WHERE is_demo = 1;

        CREATE TABLE recovery_codes (
          account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
          digest TEXT NOT NULL,
          used_at BIGINT,
          PRIMARY KEY (account_id, digest)
        );

        CREATE TABLE sessions (
          id BIGINT NOT NULL PRIMARY KEY,
          account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
          membership_id BIGINT,
          secret_digest TEXT NOT NULL,
          csrf_secret TEXT NOT NULL,
          device TEXT NOT NULL,
          address TEXT NOT NULL,
          started_at BIGINT NOT NULL,
          seen_at BIGINT NOT NULL,
          idle_milliseconds BIGINT NOT NULL CHECK (idle_milliseconds > 0),
          expires_at BIGINT NOT NULL,
          sudo_until BIGINT
        );
        CREATE INDEX sessions_account ON sessions (account_id);
        CREATE INDEX sessions_expiry ON sessions (expires_at);

        CREATE TABLE personal_tokens (
          id BIGINT NOT NULL PRIMARY KEY,
          account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
          membership_id BIGINT,
          name TEXT NOT NULL CHECK (name <> ''),
          secret_digest TEXT NOT NULL,
          scopes TEXT NOT NULL,
          created_at BIGINT NOT NULL,
          expires_at BIGINT NOT NULL,
          used_at BIGINT,
          revoked_at BIGINT
        );
        CREATE INDEX personal_tokens_account ON personal_tokens (account_id);

        CREATE TABLE one_time_links (
          id BIGINT NOT NULL PRIMARY KEY,
          account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
          purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'reset', 'sign-in', 'mail')),
          secret_digest TEXT NOT NULL,
          payload_sealed TEXT,
          created_at BIGINT NOT NULL,
          expires_at BIGINT NOT NULL,
          used_at BIGINT
        );
        CREATE INDEX one_time_links_account ON one_time_links (account_id, purpose);
        CREATE INDEX one_time_links_expiry ON one_time_links (expires_at);

        CREATE TABLE rate_limits (
          scope TEXT NOT NULL,
          key TEXT NOT NULL,
          full_at BIGINT NOT NULL,
          PRIMARY KEY (scope, key)
        );
        CREATE INDEX rate_limits_spent ON rate_limits (full_at);
        """)
    ])
}
