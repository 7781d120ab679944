import Localization
import Records
import Testing
import Values

@testable import Web

@Suite struct BodyKindTests {
  private static let schema: JSONValue = [
    "type": "object",
    "properties": [
      "name": ["type": "string"], "count": ["type": "integer"], "isMain": ["type": "boolean"],
      "note": ["type": ["string", "null"]], "share": ["type": "number"], "kind": ["enum": ["a", "b"]],
      "lines": [
        "type": "array", "items": ["type": "object", "properties": ["title": ["type": "string"]]],
      ],
    ],
  ]

  private func problems(_ text: String) throws -> [String] {
    let body = try #require(JSONValue.parse(text))
    return BodyKinds.problems(of: body, against: Self.schema).map { "\($0.field) \($0.message.key)" }
  }

  @Test func `a value of the declared kind passes, and nothing is taken as left out`() throws {
    #expect(try problems(#"{"name": "x", "count": 3, "isMain": false, "note": null, "share": 2, "lines": []}"#) == [])
    #expect(try problems(#"{"name": null, "count": 3.0, "share": 0.5}"#) == [])
  }

  @Test func `every value of another kind is named with what belongs there`() throws {
    #expect(
      Set(try problems(#"{"name": 5, "count": "3", "isMain": "yes", "note": [], "share": true, "lines": {}}"#)) == [
        "name kit.records.string", "count kit.records.integer", "isMain kit.records.flag", "note kit.records.string",
        "share kit.records.kind", "lines kit.records.list",
      ])
    #expect(try problems(#"{"count": 1.5}"#) == ["count kit.records.integer"])
  }

  @Test func `places in lists are named by their position`() throws {
    #expect(
      try problems(#"{"lines": [{"title": "a"}, 7, {"title": 8}]}"#) == [
        "lines.1 kit.records.object", "lines.2.title kit.records.string",
      ])
  }

  @Test func `what the schema says nothing about is left to the fields`() throws {
    #expect(try problems(#"{"other": 5, "kind": 7}"#) == [])
    #expect(try problems("[]") == [" kit.records.object"])
  }
}
