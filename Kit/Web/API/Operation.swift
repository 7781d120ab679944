package import Values

/// What the description of the JSON API says about a route beyond its path,
/// method and access. Texts are keys of the catalogue.
package struct Operation: Sendable {
  /// Unique in the program, `listPartners`; client generators name functions by it.
  package let id: String
  /// Key of one sentence.
  package let summary: String
  /// The feature's name as the group of the operation.
  package let tag: String
  package let parameters: [Parameter]
  /// JSON Schema of the request body; `nil` when there is none or it is not JSON.
  package let request: JSONValue?
  package let responses: [Response]

  package init(
    _ id: String, summary: String, tag: String, parameters: [Parameter] = [], request: JSONValue? = nil,
    responses: [Response]
  ) {
    self.id = id
    self.summary = summary
    self.tag = tag
    self.parameters = parameters
    self.request = request
    self.responses = responses
  }
}

extension Operation {
  /// A parameter of the path, the query or the header. Those of the path that
  /// are not described are taken as ids.
  package struct Parameter: Sendable {
    /// Where the parameter stands.
    package enum Place: String, Sendable {
      case path
      case query
      case header
    }

    package let name: String
    package let place: Place
    package let isRequired: Bool
    /// JSON Schema 2020-12.
    package let schema: JSONValue
    /// Key of one sentence.
    package let explanation: String?

    package init(
      _ name: String, in place: Place, required: Bool = false, schema: JSONValue, explanation: String? = nil
    ) {
      self.name = name
      self.place = place
      isRequired = required || place == .path
      self.schema = schema
      self.explanation = explanation
    }

    package static func query(_ name: String, _ schema: JSONValue, _ explanation: String? = nil) -> Parameter {
      Parameter(name, in: .query, schema: schema, explanation: explanation)
    }
  }

  /// One answer. The errors that every route may give by its access, path and
  /// body are added by themselves.
  package struct Response: Sendable {
    package let status: Int
    /// Key of one sentence.
    package let explanation: String
    /// JSON Schema of the content; `nil` for no content, or for content that is not JSON.
    package let schema: JSONValue?
    package let contentType: String?

    package init(
      _ status: Int, _ explanation: String, schema: JSONValue? = nil, contentType: String? = nil
    ) {
      self.status = status
      self.explanation = explanation
      self.schema = schema
      self.contentType = contentType ?? (schema == nil ? nil : "application/json")
    }

    /// An error that only this route gives, as a problem document.
    package static func problem(_ status: Int, _ explanation: String) -> Response {
      Response(
        status, explanation, schema: ["$ref": "#/components/schemas/Problem"],
        contentType: "application/problem+json")
    }
  }
}
