/// Makes HTML as this project writes it readable for an XML parser: void tags
/// are closed, attributes without a value get one, named characters become
/// numbers, the document type and namespaces go. Nothing is repaired: the first
/// tag that is not closed, or closed out of order, is an error, which the
/// parser itself would pass over.
enum PageMarkup {
  private static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]
  private static let characters = [
    "&nbsp;": "&#160;", "&hellip;": "&#8230;", "&ndash;": "&#8211;", "&mdash;": "&#8212;", "&times;": "&#215;",
    "&middot;": "&#183;", "&laquo;": "&#171;", "&raquo;": "&#187;", "&copy;": "&#169;", "&larr;": "&#8592;",
    "&rarr;": "&#8594;",
  ]

  static func wellFormed(_ html: String) throws(BrowserError) -> String {
    var result = ""
    var open: [Substring] = []
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      result += rest[..<start]
      rest = rest[start...]
      if rest.hasPrefix("<!--") {
        let end = rest.firstRange(of: "-->")?.upperBound ?? rest.endIndex
        result += rest[..<end]
        rest = rest[end...]
      } else if rest.hasPrefix("<!") {
        rest = rest[(rest.firstIndex(of: ">").map { rest.index(after: $0) } ?? rest.endIndex)...]
      } else {
        let end = endOfTag(rest)
        let tag = rest[..<end]
        let markup = rewritten(tag)
        result += markup
        try follow(tag, isClosed: markup.hasSuffix("/>"), &open)
        rest = rest[end...]
        if let raw = ["script", "style"].first(where: { tag.hasPrefix("<" + $0) }), !tag.hasSuffix("/>") {
          let close = rest.firstRange(of: "</\(raw)")?.lowerBound ?? rest.endIndex
          result += "<![CDATA[" + rest[..<close] + "]]>"
          rest = rest[close...]
        }
      }
    }
    result += rest
    if let last = open.last { throw BrowserError("<\(last)> is not closed") }
    for (name, number) in characters where result.contains(name) { result = result.replacing(name, with: number) }
    return result.isEmpty ? "<empty/>" : result
  }

  private static func follow(
    _ tag: Substring, isClosed: Bool, _ open: inout [Substring]
  ) throws(BrowserError) {
    let isEnd = tag.hasPrefix("</")
    let name = tag.dropFirst(isEnd ? 2 : 1).prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
    if !isEnd {
      if !isClosed { open.append(name) }
    } else if open.popLast() != name {
      throw BrowserError("</\(name)> closes nothing: \(tag.base[..<tag.endIndex].suffix(200))")
    }
  }

  /// After the `>` that closes the tag, which is none inside quotes.
  private static func endOfTag(_ text: Substring) -> String.Index {
    var quote: Character?
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == ">" {
        return text.index(after: index)
      }
    }
    return text.endIndex
  }

  private static func rewritten(_ tag: Substring) -> String {
    guard !tag.hasPrefix("</"), tag.hasSuffix(">") else { return String(tag) }
    var rest = tag.dropFirst().dropLast()
    var isClosed = false
    if rest.last == "/" {
      rest = rest.dropLast()
      isClosed = true
    }
    let name = rest.prefix { !$0.isWhitespace }
    rest = rest.dropFirst(name.count)
    var attributes = ""
    while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
      rest = rest[start...]
      let key = rest.prefix { !$0.isWhitespace && $0 != "=" }
      rest = rest.dropFirst(key.count)
      guard rest.first == "=" else {
        attributes += " \(key)=\"\(key)\""
        continue
      }
      rest = rest.dropFirst()
      guard let quote = rest.first, quote == "\"" || quote == "'" else {
        // An unquoted value is a mistake of ours; the parser will say so.
        attributes += " \(key)="
        continue
      }
      let value = rest.dropFirst().prefix { $0 != quote }
      rest = rest.dropFirst(value.count + 2)
      if !key.hasPrefix("xmlns") { attributes += " \(key)=\(quote)\(value)\(quote)" }
    }
    let end = isClosed || void.contains(name.lowercased()) ? "/>" : ">"
    return "<\(name)\(attributes)\(end)"
  }
}
