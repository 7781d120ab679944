package import Localization

/// Search first, filters as chips, saved searches at the end. Everything is in
/// the address; where scripts run the list follows each change.
package struct FilterBar: Component {
  let address: ListAddress
  let searchName: String
  let placeholder: String
  let filters: [Filter]
  let saved: SavedSearches?
  let target: String
  let t: Localizer

  /// - Parameters:
  ///   - address: the list as it is now; it fills the fields.
  ///   - placeholder: what can be searched: "搜索名称、信用代码、联系人".
  ///   - target: the id of the `DataTable` that follows changes.
  package init(
    _ address: ListAddress, placeholder: String, filters: [Filter] = [], saved: SavedSearches? = nil,
    searchName: String = "q", target: String = "table", _ t: Localizer
  ) {
    self.address = address
    self.searchName = searchName
    self.placeholder = placeholder
    self.filters = filters
    self.saved = saved
    self.target = target
    self.t = t
  }

  package var html: HTML { Self.html(form: form, saved: saved, target: target, t) }

  /// The bar around a form that was drawn before, with the searches of whoever asks now.
  package static func html(form: HTML, saved: SavedSearches?, target: String, _ t: Localizer) -> HTML {
    "<div class=\"filter-bar\" id=\"\(target)-filter\">\(form)\(saved.map { $0.html(t) } ?? .empty)</div>"
  }

  /// Search and filters alone, the same for everybody who may choose the same.
  package var form: HTML {
    let names = Set(filters.map(\.name))
    let isFiltered = address[searchName] != nil || names.contains { address[$0] != nil }
    let clean = names.union([searchName]).reduce(address) { $0.removing($1) }
    let clear: HTML =
      isFiltered ? "<a class=\"button quiet small clear\" href=\"\(clean.link)\">\(t("kit.filter.clear"))</a>" : .empty
    return """
      <form class="filters" method="get" action="\(address.action)" role="search" \
      data-live="\(target)">\(address.hiddenFields(except: names.union([searchName])))\
      <span class="search">\(Icon.search)<input type="search" name="\(searchName)" value="\(address[searchName] ?? "")" \
      placeholder="\(placeholder)" aria-label="\(placeholder)" autocomplete="off" data-search=""/>\(Kbd("/"))</span>\
      <button type="submit" class="visually-hidden">\(t("kit.search"))</button>\
      <div class="chips">\(filters.map { $0.html(address, t) })\(clear)</div></form>
      """
  }
}

/// One filter of a list: a chip that unfolds.
package struct Filter: Sendable {
  let name: String
  let label: String
  let body: Body

  enum Body: Sendable {
    /// - Parameter unchosen: how the choices look while none is chosen, where that was drawn before.
    case choices([Choice], isMultiple: Bool, unchosen: HTML? = nil)
    case custom(summary: String?, content: HTML)
  }

  /// One value of a filter.
  package struct Choice: Sendable {
    let value: String
    let label: String
    let count: Int?

    /// - Parameter count: how many rows have it.
    package init(_ value: String, _ label: String, count: Int? = nil) {
      self.value = value
      self.label = label
      self.count = count
    }
  }

  /// A filter by fixed values.
  /// - Parameter isMultiple: several values may be chosen; the name repeats.
  package init(_ name: String, _ label: String, choices: [Choice], isMultiple: Bool = true) {
    self.name = name
    self.label = label
    body = .choices(choices, isMultiple: isMultiple)
  }

  /// The filter with its choices drawn: for those that the program keeps from page to page.
  package var drawn: Filter {
    guard case .choices(let choices, let isMultiple, nil) = body else { return self }
    let unchosen: HTML = "\(choices.map { box($0, [], isMultiple) })"
    return Filter(name: name, label: label, body: .choices(choices, isMultiple: isMultiple, unchosen: unchosen))
  }

  private init(name: String, label: String, body: Body) {
    self.name = name
    self.label = label
    self.body = body
  }

  /// A filter with fields of its own, for example a range of dates.
  /// - Parameter summary: what is set, in words; `nil` when nothing is.
  package init(_ name: String, _ label: String, summary: String?, content: HTML) {
    self.name = name
    self.label = label
    body = .custom(summary: summary, content: content)
  }

  func html(_ address: ListAddress, _ t: Localizer) -> HTML {
    let chosen = Set(address.all(name))
    let summary: String?
    let content: HTML
    switch body {
    case .choices(_, _, let unchosen?) where chosen.isEmpty:
      summary = nil
      content = unchosen
    case .choices(let choices, let isMultiple, _):
      let labels = choices.filter { chosen.contains($0.value) }.map(\.label)
      summary =
        labels.count > 1 ? t("kit.filter.several", ["first": labels[0], "count": "\(labels.count)"]) : labels.first
      content = "\(choices.map { box($0, chosen, isMultiple) })"
    case .custom(let words, let fields):
      summary = words
      content = fields
    }
    let remove: HTML =
      summary.map {
        """
        <a class="chip-remove" href="\(address.removing(name).link)" aria-label="\(t("kit.filter.remove", ["name": $0]))">\
        \(Icon.close)</a>
        """
      } ?? .empty
    let title: HTML = summary.map { "<span class=\"visually-hidden\">\(label): </span>\($0)" } ?? "\(label)"
    return """
      <span class="chip\(if: summary != nil, " active")"><details class="popover" data-popover="">\
      <summary>\(title)\(summary == nil ? Icon.chevronDown : nil)</summary>\
      <div class="popover-body"><fieldset><legend>\(label)</legend><div class="popover-choices">\(content)</div></fieldset>\
      <div class="popover-foot no-js">\(Button(t("kit.apply"), style: .primary, isSmall: true))</div></div></details>\
      \(remove)</span>
      """
  }

  private func box(_ choice: Choice, _ chosen: Set<String>, _ isMultiple: Bool) -> HTML {
    let number: HTML = choice.count.map { "<span class=\"choice-count\">\(FigureText.grouped($0))</span>" } ?? .empty
    return """
      <label class="choice"><input type="\(isMultiple ? "checkbox" : "radio")" name="\(name)" value="\(choice.value)"\
      \(if: chosen.contains(choice.value), " checked=\"\"")/><span>\(choice.label)</span>\(number)</label>
      """
  }
}

/// Searches a person kept under a name.
package struct SavedSearches: Sendable {
  let searches: [Search]
  let action: Link?
  let csrf: String
  let query: String

  /// One kept search.
  package struct Search: Sendable {
    let name: String
    let link: Link
    let isCurrent: Bool
    let removal: Link?

    /// - Parameter removal: where a POST forgets it; `nil` when it is not the reader's own.
    package init(_ name: String, _ link: Link, isCurrent: Bool = false, removal: Link? = nil) {
      self.name = name
      self.link = link
      self.isCurrent = isCurrent
      self.removal = removal
    }
  }

  /// - Parameters:
  ///   - action: where a POST with `name` and `query` keeps the present
  ///     search; `nil` when there is nothing to keep.
  ///   - address: the list as it is now.
  package init(_ searches: [Search], keepAt action: Link?, of address: ListAddress, csrf: String) {
    self.searches = searches
    self.action = action
    self.csrf = csrf
    query = address.removing("").link.text
  }

  func html(_ t: Localizer) -> HTML {
    let items = searches.map { search -> HTML in
      let removal: HTML =
        search.removal.map {
          PostButton(
            t("kit.filter.forget", ["name": search.name]), to: $0, csrf: csrf, style: .quiet, icon: .close,
            confirm: t("kit.filter.forget.confirm", ["name": search.name]), isSmall: true, isIconOnly: true
          ).html
        } ?? .empty
      return """
        <li><a href="\(search.link)"\(if: search.isCurrent, " aria-current=\"true\"")>\(search.name)</a>\(removal)</li>
        """
    }
    let list: HTML = searches.isEmpty ? "<p class=\"soft\">\(t("kit.filter.noneSaved"))</p>" : "<ul>\(items)</ul>"
    let keep: HTML =
      action.map { link in
        """
        <form class="keep" method="post" action="\(link)">\(csrfField(csrf))\(FormField.hidden("query", query))\
        <input type="text" name="name" aria-label="\(t("kit.filter.keepName"))" placeholder="\(t("kit.filter.keepName"))" \
        required="" maxlength="60" autocomplete="off"/>\(Button(t("kit.filter.keep"), isSmall: true))</form>
        """
      } ?? .empty
    return """
      <span class="chip"><details class="popover end saved" data-popover=""><summary>\
      \(Icon.bookmark)<span>\(t("kit.filter.saved"))</span>\(Icon.chevronDown)</summary><div class="popover-body">\(list)\(keep)</div></details></span>
      """
  }
}
