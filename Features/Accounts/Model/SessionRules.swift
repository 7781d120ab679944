import Values

/// How long sessions last.
package struct SessionRules: Sendable {
  /// Unused for so long, a session ends.
  package var idle: Duration
  package var rememberedIdle: Duration
  /// From its beginning, however much it is used.
  package var absolute: Duration
  package var rememberedAbsolute: Duration
  /// How long a confirmed identity allows dangerous acts.
  package var sudo: Duration
  /// How exactly the last use is kept.
  package var seenEvery: Duration

  /// An ordinary session ends after 12 hours in any case. One that is to be
  /// remembered lasts 30 days and survives a fortnight's holiday.
  package static let standard = SessionRules(
    idle: .hours(12), rememberedIdle: .days(14), absolute: .hours(12), rememberedAbsolute: .days(30),
    sudo: .minutes(15), seenEvery: .minutes(1))

  func idle(isRemembered: Bool) -> Duration { isRemembered ? rememberedIdle : idle }

  func absolute(isRemembered: Bool) -> Duration { isRemembered ? rememberedAbsolute : absolute }
}

extension Duration {
  static func minutes(_ count: Int) -> Duration { .seconds(count * 60) }
  static func hours(_ count: Int) -> Duration { .seconds(count * 3600) }
  static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
