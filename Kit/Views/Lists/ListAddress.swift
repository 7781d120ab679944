/// The address of a list with its search, filters, sort and place, so that
/// what a person sees can be bookmarked, shared and exported.
///
/// Changing anything returns to the first page: the keyset cursors `after`
/// and `before` belong to the old order.
package struct ListAddress: Sendable, Hashable {
  /// One parameter of the query, in order; names may repeat.
  package struct Parameter: Sendable, Hashable {
    let name: String
    let value: String

    /// Both as they are before encoding.
    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  private let path: Link
  private let parameters: [Parameter]

  /// Parameters that hold a place in the list rather than describe it.
  package static let cursors: Set<String> = ["after", "before", "page"]

  /// - Parameter path: the list without its query.
  package init(_ path: Link, _ parameters: [(String, String)] = []) {
    self.path = path
    self.parameters = parameters.filter { !$0.1.isEmpty }.map { Parameter($0.0, $0.1) }
  }

  private init(path: Link, parameters: [Parameter]) {
    self.path = path
    self.parameters = parameters
  }

  /// The address to put in `href`.
  package var link: Link { path.with(parameters.map { ($0.name, $0.value) }) }

  /// The list without query: where its search form goes.
  package var action: Link { path }

  /// The first value of a parameter.
  package subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

  /// All values of a parameter.
  package func all(_ name: String) -> [String] {
    parameters.filter { $0.name == name }.map(\.value)
  }

  /// With `name` set to one value; an empty value removes it.
  package func setting(_ name: String, _ value: String) -> ListAddress {
    let kept = withoutPlace.filter { $0.name != name }
    return ListAddress(path: path, parameters: value.isEmpty ? kept : kept + [Parameter(name, value)])
  }

  /// With one more value of `name`.
  package func adding(_ name: String, _ value: String) -> ListAddress {
    ListAddress(path: path, parameters: withoutPlace + [Parameter(name, value)])
  }

  /// Without `name`, or without this one value of it.
  package func removing(_ name: String, _ value: String? = nil) -> ListAddress {
    ListAddress(
      path: path, parameters: withoutPlace.filter { $0.name != name || value != nil && $0.value != value })
  }

  /// The same list at another place of it: `at("after", cursor)`.
  package func at(_ cursor: String, _ value: String) -> ListAddress {
    ListAddress(path: path, parameters: withoutPlace + [Parameter(cursor, value)])
  }

  /// The same query at another address, for exports: `moved(to: "/partners.xlsx")`.
  package func moved(to path: Link) -> ListAddress {
    ListAddress(path: path, parameters: withoutPlace)
  }

  /// Hidden inputs that carry every parameter but these through a GET form.
  package func hiddenFields(except names: Set<String> = []) -> HTML {
    withoutPlace
      .filter { !names.contains($0.name) }
      .map { "<input type=\"hidden\" name=\"\($0.name)\" value=\"\($0.value)\"/>" as HTML }
      .joined()
  }

  private var withoutPlace: [Parameter] {
    parameters.filter { !Self.cursors.contains($0.name) }
  }
}
