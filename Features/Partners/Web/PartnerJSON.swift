import Localization
import Organizations
import Records
import Values
import Web

/// A partner as JSON: what is the enterprise's for all schools and what is the
/// partnership's for one, each through its own description.
enum PartnerJSON {
  /// Both versions in one word; the ETag of the record.
  static func version(_ partner: Partner) -> String {
    "\(partner.enterprise.version).\(partner.partnership.version)"
  }

  static func value(_ partner: Partner) -> JSONValue {
    let (enterprise, partnership) = (partner.enterprise, partner.partnership)
    return .members([
      ("id", .string(partnership.id.description)), ("school", .string(partnership.schoolID.description)),
      ("version", .string(version(partner))), ("status", .string(partnership.status.rawValue)),
      (
        "review",
        [
          "state": .string(partnership.reviewState.rawValue),
          "validUntil": partnership.reviewValidUntil.map { .string($0.description) } ?? .null,
        ]
      ),
      (
        "enterprise",
        .members(
          [("id", .string(enterprise.id.description))] + EnterpriseFields.description.members(enterprise))
      ),
      ("partnership", .members(PartnershipFields.description.members(partnership))),
    ])
  }

  static func value(_ contact: PartnerContact, unmasked: Bool) -> JSONValue {
    .members(
      [("id", .string(contact.id.description))] + ContactFields.description.members(contact, unmasked: unmasked))
  }

  /// Reads `{"enterprise": {…}, "partnership": {…}}`; what is left out stays as it is.
  /// - Throws: `Invalid` with all problems, named by their place in the body.
  static func read(_ json: JSONValue, into partner: Partner, choices: [String: [Choice]]) throws -> Partner {
    guard let members = json.object else { throw Invalid([FieldProblem("", "kit.records.object")]) }
    var problems = members.filter { $0.name != "enterprise" && $0.name != "partnership" }
      .map { FieldProblem($0.name, "kit.records.unknownField", ["name": $0.name]) }
    let enterprise = EnterpriseFields.description.read(json["enterprise"] ?? .object([]), into: partner.enterprise)
    let partnership = PartnershipFields.description.offering(choices)
      .read(json["partnership"] ?? .object([]), into: partner.partnership)
    problems += enterprise.problems.map { FieldProblem(place("enterprise", $0.field), $0.message) }
    problems += partnership.problems.map { FieldProblem(place("partnership", $0.field), $0.message) }
    guard problems.isEmpty else { throw Invalid(problems) }
    return Partner(partnership: partnership.record, enterprise: enterprise.record)
  }

  private static func place(_ part: String, _ field: String) -> String {
    field.isEmpty ? part : "\(part).\(field)"
  }
}
