import Localization
import Organizations
import Records
import Testing
import Values

@testable import Agreements

@Suite struct SigningRuleTests {
  private func signer(
    _ place: Int, _ state: Signer.State, way: Signer.Way = .link
  ) -> Signer {
    Signer(
      id: ID(rawValue: Int64(place)), roundID: ID(rawValue: 1), schoolID: ID(rawValue: 1),
      agreementID: ID(rawValue: 1), place: place, kind: .third, way: way, name: "甲", accountID: nil, mail: "",
      state: state, askedAt: nil, signedAt: nil, signedOn: nil, signature: nil, reason: "", forwardedFrom: nil,
      scannedBy: nil, scanName: "", scanDigest: "", reminders: 0, language: .chinese, code: nil)
  }

  @Test func inOrderTheNextIsAskedOnceTheOneBeforeHasSigned() {
    let waiting = [signer(1, .waiting), signer(2, .waiting), signer(2, .waiting)]
    #expect(SigningRules.next(waiting, isInOrder: true).map(\.place) == [1])
    #expect(SigningRules.next(waiting, isInOrder: false).count == 3)
    #expect(SigningRules.next([signer(1, .asked), signer(2, .waiting)], isInOrder: true).isEmpty)
    let second = [signer(1, .signed), signer(2, .waiting), signer(2, .waiting)]
    #expect(SigningRules.next(second, isInOrder: true).map(\.place) == [2, 2])
  }

  @Test func itIsCompleteWhenAllWhoCountHaveSigned() {
    #expect(SigningRules.isComplete([signer(1, .signed), signer(1, .forwarded), signer(2, .signed)]))
    #expect(!SigningRules.isComplete([signer(1, .signed), signer(2, .asked)]))
    #expect(!SigningRules.isComplete([signer(1, .forwarded)]))
    #expect(!SigningRules.isComplete([]))
  }

  @Test func aPlanSaysEverythingThatIsWrong() {
    let plan = [
      PlannedSigner(kind: .schoolRepresentative, way: .account),
      PlannedSigner(kind: .enterpriseRepresentative, way: .link, name: "", mail: "kein"),
      PlannedSigner(kind: .third, way: .link, name: "周岚", mail: "a@b.example"),
      PlannedSigner(kind: .third, way: .link, name: "周岚", mail: "A@b.example"),
      PlannedSigner(kind: .third, way: .paper, name: "乙"),
    ]
    #expect(
      SigningRules.problems(plan).map(\.field) == [
        "signer.0.account", "signer.1.name", "signer.1.mail", "signer.3.mail",
      ])
    #expect(SigningRules.problems([]).map(\.field) == ["signers"])
    let many = (0..<13).map { PlannedSigner(kind: .third, way: .paper, name: "人\($0)") }
    #expect(SigningRules.problems(many).map(\.field) == ["signers"])
  }

  @Test(arguments: [("王 志强", "王志强"), ("ｌｉ  Ming", "Li Ming"), ("买买提·艾力", "买买提艾力")])
  func aNameIsTheSameHoweverItIsTyped(typed: String, name: String) {
    #expect(SigningRules.isSame(typed, name))
  }

  @Test func aDrawingIsStrokesAndNothingElse() {
    let stroke = "M10 20L20 30L30 40L40 50L50 60L60 70L70 80L80 90"
    #expect(SignatureDrawing(stroke)?.svg.contains(stroke) == true)
    for wrong in [
      "", "M10 20", "M10 20L999 30" + stroke, stroke + "\"/><script>", "L1 1" + stroke, stroke + "Z",
      "M1 1L1 2L1 3L1 4L1 5L1 6L1 7L1 8L1 9", stroke + " L1 1", String(repeating: "L10 10", count: 20_000),
    ] {
      #expect(SignatureDrawing(wrong) == nil, "\(wrong.prefix(60))")
    }
  }

  @Test func internetAddressesAreMasked() {
    #expect(SigningRules.masked(address: "203.0.113.9") == "203.0.113.*")
    #expect(SigningRules.masked(address: "2001:db8:1:2::9") == "2001:db8:*")
    #expect(SigningRules.masked(address: "unknown") == "*" && SigningRules.masked(address: "") == "")
  }
}
