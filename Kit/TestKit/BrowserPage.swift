import Foundation
package import HTTPTypes
package import Values

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An answer, and what a person would find on it.
package struct BrowserPage: Sendable {
  let browser: BrowserClient
  /// Path and query that were asked for.
  package let address: String
  package let status: Int
  package let headers: HTTPFields
  package let bytes: [UInt8]

  package var text: String { String(decoding: bytes, as: UTF8.self) }
  package var json: JSONValue? { JSONValue.parse(bytes) }
  package var location: String? { headers[.location] }
  package var contentType: String { headers[.contentType] ?? "" }
  var isHTML: Bool { contentType.hasPrefix("text/html") }

  package func header(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { headers[$0] }
  }

  /// The page that a redirect leads to, and so on; itself when it is none.
  package func follow() async throws -> BrowserPage {
    var page = self
    for _ in 0..<10 {
      guard (300..<400).contains(page.status), let location = page.location else { return page }
      page = try await browser.get(location)
    }
    throw BrowserError("\(address) redirects for ever")
  }

  /// Goes where the first link with this text leads.
  package func click(_ label: String) async throws -> BrowserPage {
    for link in try nodes("//a[@href]") where Self.plain(link) == label {
      guard let target = (link as? XMLElement)?.attribute(forName: "href")?.stringValue else { continue }
      return try await browser.get(target)
    }
    throw BrowserError("no link “\(label)” on \(address)")
  }

  /// The text of every node that the XPath finds, with single spaces.
  package func texts(_ xpath: String) throws -> [String] {
    try nodes(xpath).map(Self.plain)
  }

  /// The text of the first node.
  /// - Throws: `BrowserError` when there is none.
  package func text(_ xpath: String) throws -> String {
    guard let first = try texts(xpath).first else { throw BrowserError("no \(xpath) on \(address)") }
    return first
  }

  package func count(_ xpath: String) throws -> Int {
    try nodes(xpath).count
  }

  package func has(_ xpath: String) throws -> Bool {
    try count(xpath) > 0
  }

  /// The markup of the first node, for golden files.
  package func markup(_ xpath: String) throws -> String {
    guard let first = try nodes(xpath).first else { throw BrowserError("no \(xpath) on \(address)") }
    return first.xmlString
  }

  /// Reads the page as XML; so a tag that is not closed is found here.
  private func nodes(_ xpath: String) throws -> [XMLNode] {
    let document: XMLDocument
    do {
      document = try XMLDocument(xmlString: try PageMarkup.wellFormed(text), options: [])
    } catch {
      throw BrowserError("\(address) (\(status)) is not well-formed: \(error)\n\(text.prefix(2000))")
    }
    return try document.nodes(forXPath: xpath)
  }

  private static func plain(_ node: XMLNode) -> String {
    (node.stringValue ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// The token of the first form that has one, found without reading the page as XML.
  var formToken: String? {
    guard isHTML else { return nil }
    if let match = text.firstMatch(of: /<input[^>]*name="_csrf"[^>]*value="([^"]+)"/) { return String(match.1) }
    return text.firstMatch(of: /[?&](?:amp;)?_csrf=([A-Za-z0-9_-]+)/).map { String($0.1) }
  }

  // MARK: Forms

  struct Form {
    let action: String
    let method: String
    let isUpload: Bool
    let fields: [(String, String)]
  }

  /// What the browser would send if the form were submitted now.
  func form(_ xpath: String) throws -> Form {
    guard let form = try nodes(xpath).first as? XMLElement else { throw BrowserError("no \(xpath) on \(address)") }
    var fields: [(String, String)] = []
    for case let control as XMLElement in try form.nodes(forXPath: ".//input | .//select | .//textarea") {
      guard let name = Self.attribute(control, "name"), Self.attribute(control, "disabled") == nil else { continue }
      switch control.name {
      case "select": fields += try Self.chosen(control).map { (name, $0) }
      case "textarea": fields.append((name, control.stringValue ?? ""))
      default:
        let type = Self.attribute(control, "type") ?? "text"
        if ["submit", "button", "image", "reset", "file"].contains(type) { continue }
        if ["checkbox", "radio"].contains(type), Self.attribute(control, "checked") == nil { continue }
        fields.append((name, Self.attribute(control, "value") ?? (type == "checkbox" ? "on" : "")))
      }
    }
    return Form(
      action: Self.attribute(form, "action") ?? address, method: Self.attribute(form, "method")?.lowercased() ?? "get",
      isUpload: Self.attribute(form, "enctype") == "multipart/form-data", fields: fields)
  }

  /// The marked options; a single choice without a mark has its first option.
  private static func chosen(_ select: XMLElement) throws -> [String] {
    let options = try select.nodes(forXPath: ".//option").compactMap { $0 as? XMLElement }
    let marked = options.filter { attribute($0, "selected") != nil }
    let isSingle = attribute(select, "multiple") == nil
    let sent = marked.isEmpty && isSingle ? Array(options.prefix(1)) : marked
    return sent.map { attribute($0, "value") ?? $0.stringValue ?? "" }
  }

  private static func attribute(_ element: XMLElement, _ name: String) -> String? {
    element.attribute(forName: name)?.stringValue
  }
}
