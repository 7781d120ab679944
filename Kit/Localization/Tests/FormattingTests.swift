import Testing
import Values

@testable import Localization

@Suite("Numbers and times")
struct FormattingTests {
  let chinese: Localizer
  let english: Localizer

  init() throws {
    let catalogue = try Catalogue(sources: LocalizationTexts.sources)
    chinese = Localizer(language: .chinese, catalogue: catalogue)
    english = Localizer(language: .english, catalogue: catalogue)
  }

  @Test("Integers are grouped by thousands")
  func integers() {
    let expected = [
      (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (-1000, "-1,000"), (1_234_567, "1,234,567"), (-12, "-12"),
      (Int.min, "-9,223,372,036,854,775,808"),
    ]
    for (value, text) in expected {
      #expect(chinese.number(value) == text)
      #expect(english.number(value) == text)
    }
  }

  @Test("Fractions have exactly the digits asked for, and there is no minus before nothing")
  func fractions() {
    #expect(chinese.number(3.14159, fractionDigits: 2) == "3.14")
    #expect(chinese.number(1234.5, fractionDigits: 2) == "1,234.50")
    #expect(chinese.number(1234.5678, fractionDigits: 0) == "1,235")
    #expect(chinese.number(-0.001, fractionDigits: 2) == "0.00")
    #expect(chinese.number(-1.5, fractionDigits: 1) == "-1.5")
    #expect(chinese.number(.nan, fractionDigits: 1) == "–")
    #expect(chinese.number(-.infinity, fractionDigits: 1) == "–")
  }

  @Test("Money is exact to the fen")
  func money() {
    #expect(chinese.money(fen: 320_000) == "3,200.00 元")
    #expect(english.money(fen: 320_000) == "¥3,200.00")
    #expect(chinese.money(fen: 5) == "0.05 元")
    #expect(chinese.money(fen: -120_050) == "-1,200.50 元")
    #expect(english.money(fen: -99) == "-¥0.99")
    #expect(chinese.money(fen: .min) == "-92,233,720,368,547,758.08 元")
  }

  @Test("Round amounts are short and never lose a digit before the point")
  func roundMoney() {
    #expect(chinese.roundMoney(fen: 150_060_000) == "150.06 万元")
    #expect(chinese.roundMoney(fen: 100_000_000) == "100 万元")
    #expect(chinese.roundMoney(fen: 999_949) == "9,999 元")
    #expect(chinese.roundMoney(fen: -120_000_000) == "-120 万元")
    #expect(english.roundMoney(fen: 150_060_000) == "¥1,500,600")
    #expect(english.roundMoney(fen: -99) == "-¥1")
  }

  @Test("Shares are never rounded to all or nothing when they are neither")
  func percents() {
    #expect(chinese.percent(0.256) == "25.6%")
    #expect(chinese.percent(0.25) == "25%")
    #expect(chinese.percent(1.2, fractionDigits: 0) == "120%")
    #expect(chinese.percent(-0.005) == "-0.5%")
    #expect(chinese.percent(.nan) == "–")
    #expect(chinese.percent(3, of: 12) == "25%")
    #expect(chinese.percent(12, of: 12) == "100%")
    #expect(chinese.percent(0, of: 12) == "0%")
    #expect(chinese.percent(99_999, of: 100_000) == "99.9%")
    #expect(chinese.percent(1, of: 100_000) == "<0.1%")
    #expect(chinese.percent(1, of: 3) == "33.3%")
    #expect(chinese.percent(1, of: 0) == "–")
    #expect(chinese.percent(100, of: 10) == "1,000%")
  }

  @Test("File sizes")
  func fileSizes() {
    let expected: [(Int64, String)] = [
      (0, "0 B"), (-5, "0 B"), (512, "512 B"), (1023, "1,023 B"), (1024, "1 KB"), (1536, "1.5 KB"), (10_240, "10 KB"),
      (1_048_575, "1 MB"), (1_572_864, "1.5 MB"), (2_147_483_648, "2 GB"), (10_188, "9.9 KB"), (10_230, "10 KB"),
      (.max, "8,388,608 TB"),
    ]
    for (bytes, text) in expected { #expect(chinese.fileSize(bytes) == text) }
  }

  @Test("Deadlines say what is left or overdue")
  func deadlines() throws {
    let today = try #require(CivilDate("2026-02-27"))
    let expected = [
      ("2026-02-27", "今天", "today"), ("2026-02-28", "剩 1 天", "1 day left"), ("2026-03-02", "剩 3 天", "3 days left"),
      ("2026-02-26", "逾期 1 天", "1 day overdue"), ("2026-02-25", "逾期 2 天", "2 days overdue"),
      ("2031-02-27", "剩 1,826 天", "1,826 days left"),
    ]
    for (date, inChinese, inEnglish) in expected {
      let date = try #require(CivilDate(date))
      #expect(chinese.deadline(date, today: today) == inChinese)
      #expect(english.deadline(date, today: today) == inEnglish)
    }
  }

  @Test("What is past is told by its distance, and by its day from a week on")
  func ago() {
    // 2026-11-21 15:04:05 in China.
    let now = Instant(milliseconds: 1_795_244_645_000)
    let expected: [(seconds: Int, chinese: String, english: String)] = [
      (0, "刚刚", "just now"), (59, "刚刚", "just now"), (-30, "刚刚", "just now"), (60, "1 分钟前", "1 minute ago"),
      (3599, "59 分钟前", "59 minutes ago"), (3600, "1 小时前", "1 hour ago"), (86_399, "23 小时前", "23 hours ago"),
      (86_400, "1 天前", "1 day ago"), (604_799, "6 天前", "6 days ago"), (604_800, "2026-11-14", "2026-11-14"),
      (-3600, "2026-11-21 16:04", "2026-11-21 16:04"),
    ]
    for (seconds, inChinese, inEnglish) in expected {
      let instant = now.advanced(by: .seconds(-seconds))
      #expect(chinese.ago(instant, now: now) == inChinese)
      #expect(english.ago(instant, now: now) == inEnglish)
    }
  }

  @Test("Durations and lists")
  func durationsAndLists() {
    #expect(chinese.duration(.seconds(150 * 60)) == "2 小时 30 分钟")
    #expect(english.duration(.seconds(60 * 60)) == "1 hour")
    #expect(english.duration(.seconds(61 * 60)) == "1 hour 1 minute")
    #expect(chinese.duration(.seconds(59)) == "0 分钟")
    #expect(chinese.duration(.seconds(-500)) == "0 分钟")
    #expect(chinese.list(["甲", "乙", "丙"]) == "甲、乙、丙")
    #expect(english.list(["A", "B"]) == "A, B")
    #expect(english.list([]) == "")
  }
}
