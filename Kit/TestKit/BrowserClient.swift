import Foundation
package import HTTPTypes
package import HummingbirdTesting
package import NIOCore
package import Values

/// Asks an application as a browser would: keeps cookies, sends the headers that
/// browsers send, fills forms, carries form tokens.
///
///     try await web.makeApplication().test(.router) { client in
///       let browser = BrowserClient(client)
///       let form = try await browser.get("/sign-in")
///       let home = try await browser.submit(form, ["name": "alice", "password": "…"]).follow()
///       #expect(try home.text("//h1") == "首页")
///     }
package actor BrowserClient {
  private let client: any TestClientProtocol
  private let language: String
  private var jar: [String: String] = [:]
  private var token: String?
  private var address = "/"

  /// - Parameter language: what `Accept-Language` says.
  package init(_ client: any TestClientProtocol, language: String = "zh-CN") {
    self.client = client
    self.language = language
  }

  /// A file that a form sends.
  package struct File: Sendable {
    let field: String
    let name: String
    let contentType: String
    let bytes: [UInt8]

    package init(
      _ field: String, name: String, contentType: String = "application/octet-stream", bytes: [UInt8]
    ) {
      self.field = field
      self.name = name
      self.contentType = contentType
      self.bytes = bytes
    }
  }

  /// The cookies by the names that the browser knows.
  package var cookies: [String: String] { jar }

  package func setCookie(_ name: String, _ value: String?) {
    jar[name] = value
  }

  /// The form token of the last page that held one; `nil` sends none.
  package var formToken: String? { token }

  package func setFormToken(_ token: String?) {
    self.token = token
  }

  package func get(_ path: String, headers: [(String, String)] = []) async throws -> BrowserPage {
    try await send(.get, path, headers: [("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")] + headers)
  }

  /// Posts a form with the token of the last page.
  package func post(
    _ path: String, _ fields: [(String, String)] = [], headers: [(String, String)] = []
  ) async throws -> BrowserPage {
    var pairs = fields
    if let token, !pairs.contains(where: { $0.0 == "_csrf" }) { pairs.append(("_csrf", token)) }
    let body = pairs.map { "\(Self.encode($0.0))=\(Self.encode($0.1))" }.joined(separator: "&")
    return try await send(
      .post, path,
      headers: Self.fromOurPage + [("Content-Type", "application/x-www-form-urlencoded")] + headers,
      body: ByteBuffer(string: body))
  }

  /// Sends a form of the page as the browser would after the fields were
  /// changed: with all other fields as the page shows them.
  /// - Parameters:
  ///   - form: XPath of the form; the first with method `post` by default.
  ///   - changes: values by field name; `nil` leaves the field out, as an unchecked box.
  ///   - button: name and value of the button that was pressed.
  package func submit(
    _ page: BrowserPage, form: String = "//form[@method='post']", _ changes: KeyValuePairs<String, String?> = [:],
    button: (String, String)? = nil
  ) async throws -> BrowserPage {
    let found = try page.form(form)
    var pairs = found.fields
    let changed = Set(changes.map(\.key))
    let first = pairs.firstIndex { changed.contains($0.0) } ?? pairs.endIndex
    pairs.removeAll { changed.contains($0.0) }
    pairs.insert(
      contentsOf: changes.compactMap { name, value in value.map { (name, $0) } }, at: min(first, pairs.count))
    if let button { pairs.append(button) }
    if found.isUpload { return try await upload(found.action, pairs, files: []) }
    return found.method == "post"
      ? try await post(found.action, pairs)
      : try await get(
        found.action + "?" + pairs.map { "\(Self.encode($0.0))=\(Self.encode($0.1))" }.joined(separator: "&"))
  }

  /// Posts a multipart form; the token of the last page goes into the address
  /// unless it holds one.
  package func upload(
    _ path: String, _ fields: [(String, String)] = [], files: [File]
  ) async throws -> BrowserPage {
    let boundary = "----browser-\(fields.count)-\(files.count)-7MA4YWxkTrZu0gW"
    var body = ByteBuffer()
    for (name, value) in fields where name != "_csrf" {
      body.writeString(
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.quote(name))\"\r\n\r\n\(value)\r\n")
    }
    for file in files {
      body.writeString(
        "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.quote(file.field))\"; "
          + "filename=\"\(Self.quote(file.name))\"\r\nContent-Type: \(file.contentType)\r\n\r\n")
      body.writeBytes(file.bytes)
      body.writeString("\r\n")
    }
    body.writeString("--\(boundary)--\r\n")
    var target = path
    if let token, !path.contains("_csrf=") { target += (path.contains("?") ? "&" : "?") + "_csrf=\(token)" }
    return try await send(
      .post, target, headers: Self.fromOurPage + [("Content-Type", "multipart/form-data; boundary=\(boundary)")],
      body: body)
  }

  /// Asks for JSON as a script or a program would.
  /// - Parameter bearer: an access token; without it the session and its form token are used.
  package func json(
    _ method: HTTPRequest.Method, _ path: String, _ value: JSONValue? = nil, bearer: String? = nil
  ) async throws -> BrowserPage {
    var headers = [("Accept", "application/json")]
    if value != nil { headers.append(("Content-Type", "application/json")) }
    if let bearer {
      headers.append(("Authorization", "Bearer \(bearer)"))
    } else {
      headers += Self.fromOurPage
      if let token { headers.append(("X-CSRF-Token", token)) }
    }
    return try await send(method, path, headers: headers, body: value.map { ByteBuffer(string: $0.text) })
  }

  /// Sends exactly this besides the cookies and the language.
  package func send(
    _ method: HTTPRequest.Method, _ path: String, headers: [(String, String)] = [], body: ByteBuffer? = nil
  ) async throws -> BrowserPage {
    let target = Self.resolve(path, from: address)
    var fields = HTTPFields()
    if !headers.contains(where: { $0.0.lowercased() == "accept-language" }) {
      fields.append(HTTPField(name: .acceptLanguage, value: language))
    }
    if !jar.isEmpty {
      let value = jar.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
      fields.append(HTTPField(name: .cookie, value: value))
    }
    for (name, value) in headers {
      guard let name = HTTPField.Name(name) else { throw BrowserError("no header can be called \(name)") }
      fields.append(HTTPField(name: name, value: value))
    }
    let response = try await client.executeRequest(uri: target, method: method, headers: fields, body: body)
    for field in response.headers[values: .setCookie] { keep(field) }
    let page = BrowserPage(
      browser: self, address: target, status: response.status.code, headers: response.headers,
      bytes: Array(response.body.readableBytesView))
    if method == .get, page.isHTML { address = target }
    if let found = page.formToken { token = found }
    return page
  }

  private func keep(_ field: String) {
    let parts = field.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
    guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { return }
    let name = String(pair[..<equals])
    let isRemoved = parts.dropFirst().contains { $0.lowercased() == "max-age=0" }
    jar[name] = isRemoved ? nil : String(pair[pair.index(after: equals)...])
  }

  private static let fromOurPage = [("Sec-Fetch-Site", "same-origin"), ("Origin", "http://localhost")]

  /// The address that a link on a page means.
  private static func resolve(_ path: String, from address: String) -> String {
    let plain = path.prefix { $0 != "#" }
    if plain.hasPrefix("/") { return String(plain) }
    let current = String(address.prefix { $0 != "?" })
    if plain.hasPrefix("?") { return current + plain }
    if plain.isEmpty { return address }
    return String(current.prefix(through: current.lastIndex(of: "/") ?? current.startIndex) + plain)
  }

  private static func encode(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  }

  /// As browsers write names into multipart headers (HTML §4.10.21.8).
  private static func quote(_ text: String) -> String {
    text.replacing("\"", with: "%22").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }
}

/// Something on a page is not as the test takes it to be.
package struct BrowserError: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
