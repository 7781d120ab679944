import Organizations
import Partners
import Values

/// Turns a few of the demo's enterprises into second entries of others, as
/// colleagues make them who do not know of each other: the same enterprise
/// under another spelling, with a slip in its code, or without one.
enum DemoDuplicates {
  /// - Parameter school: whose office finds most of them.
  static func plant(in made: inout [DemoPartners.Made], school: ID<School>) {
    let own = made.indices.filter { made[$0].isPartner(of: school) && $0 > 0 }
    let alone = own.filter { made[$0].partnerships.count == 1 }
    let foreign = made.indices.filter { !made[$0].isPartner(of: school) && $0 > 0 }
    guard alone.count >= 4, own.count >= 12, let elsewhere = foreign.last else { return }
    let copies = Array(own.suffix(6).reversed().filter { !alone.prefix(2).contains($0) })
    for (number, spell) in spellings.enumerated() {
      // The first two are the school's alone, which may merge them itself; the others are shared.
      let isAlone = number < 2
      let original = isAlone ? alone[number] : own[3 * number]
      copy(original, to: copies[number], in: &made, spell)
      if isAlone { made[copies[number]].keepOnly(school) }
    }
    // Two schools know one enterprise under two names: only who sees both can tell.
    copy(alone[2], to: elsewhere, in: &made, spellings[0])
  }

  private static func copy(
    _ original: Int, to copy: Int, in made: inout [DemoPartners.Made],
    _ spell: @Sendable (Enterprise, inout Enterprise) -> Void
  ) {
    let original = made[original].enterprise
    var enterprise = made[copy].enterprise
    enterprise.shortName = original.shortName
    enterprise.industry = original.industry
    enterprise.region = original.region
    enterprise.products = original.products
    enterprise.status = .operating
    spell(original, &enterprise)
    made[copy].enterprise = enterprise
  }

  private static let spellings: [@Sendable (Enterprise, inout Enterprise) -> Void] = [
    // The place in brackets, the long legal form, no code yet.
    { original, copy in
      copy.name = "\(base(original.name).dropFirst(2))（\(original.name.prefix(2))）有限责任公司"
      copy.creditCode = ""
      copy.website = original.website
    },
    // Two neighbouring characters of the code changed places.
    { original, copy in
      copy.name = original.name
      var code = Array(original.creditCode)
      if let place = (9..<16).first(where: { code[$0] != code[$0 + 1] }) { code.swapAt(place, place + 1) }
      copy.creditCode = String(code)
      copy.creditCodeReason = "按名片录入，待与营业执照核对"
    },
    // Without the place, at the same address.
    { original, copy in
      copy.name = String(original.name.dropFirst(2))
      copy.creditCode = ""
      copy.address = original.address
      copy.website = ""
    },
    // Half a name, known by its website.
    { original, copy in
      copy.name = "\(original.name.prefix(4))实业有限公司"
      copy.creditCode = ""
      copy.website = original.website.replacing("https://www.", with: "http://")
    },
  ]

  private static func base(_ name: String) -> Substring {
    for form in ["集团有限公司", "股份有限公司", "有限公司"] where name.hasSuffix(form) { return name.dropLast(form.count) }
    return name[...]
  }
}

extension DemoPartners.Made {
  fileprivate func isPartner(of school: ID<School>) -> Bool { partnerships.contains { $0.schoolID == school } }

  fileprivate mutating func keepOnly(_ school: ID<School>) {
    partnerships.removeAll { $0.schoolID != school }
    contacts.removeAll { $0.schoolID != school }
  }
}
