import Composition
import Foundation
import Localization
import Platform
import Testing

/// Every text in both languages, and every key that the program says.
@Suite struct TextTests {
  @Test func `both languages have the same texts with the same places`() throws {
    let problems = try Assembly.catalogue().problems()
    #expect(problems.isEmpty, "\(problems)")
  }

  /// Keys that stand in the sources as literals: `t("partners.list.title")`,
  /// `label: "partners.field.name"`, `.ok("partners.flash.created")`.
  @Test func `every key in the sources has a text`() throws {
    let catalogue = try Assembly.catalogue()
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let key =
      /(?:\bt\(|[^r]\(label: |, label: |\.ok\(|\.bad\(|\bMessage\(|FieldProblem\("[a-zA-Z_]*", |legend: )"([a-z]+\.[a-zA-Z0-9.\-]+)"/
    var missing: Set<String> = []
    for folder in ["Kit", "Features", "App/Composition"] {
      let files = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
      while let name = files?.nextObject() as? String {
        guard name.hasSuffix(".swift"), !name.contains("Tests/") else { continue }
        let text = try String(
          contentsOf: root.appendingPathComponent(folder).appendingPathComponent(name), encoding: .utf8)
        for line in text.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("//") {
          for match in line.matches(of: key) where !match.1.hasPrefix("qiao.") && !catalogue.has(String(match.1)) {
            missing.insert(String(match.1))
          }
        }
      }
    }
    #expect(missing.isEmpty, "\(missing.sorted())")
  }

  @Test func `navigation, permissions and roles are named`() throws {
    let catalogue = try Assembly.catalogue()
    for feature in Assembly.featureTypes {
      for entry in feature.navigation { #expect(catalogue.has(entry.label), "\(entry.label)") }
      for grant in feature.permissions {
        #expect(catalogue.has("permission.\(grant.permission)"), "permission.\(grant.permission)")
      }
    }
  }
}
