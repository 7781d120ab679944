import Localization

/// The languages of texts and of the people who are written to.
enum LanguageMigrations {
  /// A text is in one language, whoever reads it; a signer is written to in theirs.
  static let languages = """
    ALTER TABLE agreement_templates ADD COLUMN language TEXT NOT NULL DEFAULT 'zh-CN'
      CHECK (language IN ('zh-CN', 'en'));
    ALTER TABLE agreements ADD COLUMN language TEXT NOT NULL DEFAULT 'zh-CN' CHECK (language IN ('zh-CN', 'en'));
    ALTER TABLE agreement_signers ADD COLUMN language TEXT NOT NULL DEFAULT 'zh-CN' CHECK (language IN ('zh-CN', 'en'))
    """

  /// As a row keeps it.
  static func stored(_ language: String) -> Language { Language(rawValue: language) ?? .chinese }
}
