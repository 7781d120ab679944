import Testing
import Values

@testable import Standards

@Suite("Citizen identity numbers")
struct CitizenIDTests {
  @Test(
    "published numbers",
    arguments: [
      ("11010519491231002X", "1949-12-31", CitizenID.Sex.female), ("440524188001010014", "1880-01-01", .male),
      ("34052419800101001X", "1980-01-01", .male),
    ])
  func valid(_ text: String, _ birthDate: String, _ sex: CitizenID.Sex) throws {
    let id = try #require(CitizenID(text))
    #expect(id.text == text)
    #expect(id.birthDate.description == birthDate)
    #expect(id.sex == sex)
    #expect(CitizenID.read(text).remark == nil)
  }

  @Test(
    "what people type is normalised",
    arguments: ["１１０１０５１９４９１２３１００２ｘ", " 110105 19491231 002x ", "110105-19491231-002X"])
  func normalised(_ typed: String) {
    #expect(CitizenID(typed)?.text == "11010519491231002X")
  }

  @Test(
    "wrong numbers say why",
    arguments: [
      ("", CitizenID.Reading.empty), ("130402198207290622", .wrongCheckDigit(expected: "4")),
      ("11010519491231002", .wrongLength(17)), ("110105491231002", .wrongLength(15)),
      ("1101051949123100XX", .wrongCharacter(place: 17)), ("11010519491231002Y", .wrongCharacter(place: 18)),
      ("11010519490229002X", .wrongBirthDate), ("11010519491331002X", .wrongBirthDate),
      ("一一010519491231002X", .wrongCharacter(place: 1)),
    ])
  func wrong(_ typed: String, _ reading: CitizenID.Reading) {
    #expect(CitizenID.read(typed) == reading)
    #expect(CitizenID(typed) == nil)
    #expect(reading.remark != nil)
  }

  @Test("the number never shows by accident")
  func masking() throws {
    let id = try #require(CitizenID("11010519491231002X"))
    #expect(id.masked == "110*************2X")
    #expect("\(id)" == id.masked)
    #expect(id.masked.count == 18)
    // Nor does the remark on a wrong one give the missing digit away.
    #expect(CitizenID.read("110105194912310021").remark?.arguments.isEmpty == true)
  }

  @Test(
    "completed years",
    arguments: [("1980-01-01", 0), ("1996-01-01", 16), ("1995-12-31", 15), ("2026-07-01", 46), ("1979-12-31", -1)])
  func age(_ day: String, _ years: Int) throws {
    let id = try #require(CitizenID("34052419800101001X"))
    #expect(id.age(on: try #require(CivilDate(day))) == years)
  }

  @Test("one wrong digit never goes unnoticed")
  func detection() {
    let right = Array("34052419800101001X")
    for place in 0..<17 {
      for other in "0123456789" where other != right[place] {
        var wrong = right
        wrong[place] = other
        #expect(CitizenID(String(wrong)) == nil)
      }
    }
  }
}
