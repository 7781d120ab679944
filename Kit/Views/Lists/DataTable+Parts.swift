extension DataTable {
  /// Where the text of a column stands.
  package enum Alignment: String, Sendable {
    case start, end, center
  }

  /// What becomes of a column in the card of a phone.
  package enum PhonePlace: String, Sendable {
    /// The heading of the card.
    case title
    /// A line with its label.
    case line
    case hidden
  }

  /// A column. Numbers stand at the end.
  package struct Column: Sendable {
    /// Names the column in `sort` and `columns`.
    package let key: String
    /// The heading.
    package let label: String
    let alignment: Alignment
    let sort: Link?
    let order: Order?
    let phone: PhonePlace
    /// The classes of its cells.
    let classes: String

    /// How the rows are ordered by this column.
    package enum Order: String, Sendable {
      case ascending, descending
    }

    /// - Parameters:
    ///   - sort: the list sorted by this column, or the other way round.
    ///   - order: how it is sorted now; `nil` when by another column.
    ///   - isNarrow: never wider than its content.
    package init(
      _ key: String, _ label: String, alignment: Alignment = .start, sort: Link? = nil, order: Order? = nil,
      phone: PhonePlace = .line, isNarrow: Bool = false
    ) {
      self.key = key
      self.label = label
      self.alignment = alignment
      self.sort = sort
      self.order = order
      self.phone = phone
      classes = alignment.rawValue + " phone-\(phone.rawValue)" + (isNarrow ? " narrow" : "")
    }

    /// A column that sorts by the parameter `sort` of the list: `sort=name`,
    /// the other way round `sort=-name`.
    package init(
      _ key: String, _ label: String, alignment: Alignment = .start, sortedIn address: ListAddress,
      phone: PhonePlace = .line, isNarrow: Bool = false
    ) {
      let current = address["sort"]
      let order: Order? = current == key ? .ascending : current == "-\(key)" ? .descending : nil
      self.init(
        key, label, alignment: alignment,
        sort: address.setting("sort", order == .ascending ? "-\(key)" : key).link, order: order, phone: phone,
        isNarrow: isNarrow)
    }

    var head: HTML {
      let words: HTML =
        if let sort {
          """
          <a class="sort" href="\(sort)">\(label)\
          \(order.map { $0 == .ascending ? Icon.arrowUp : Icon.arrowDown })</a>
          """
        } else {
          "\(label)"
        }
      return "<th scope=\"col\" class=\"\(classes)\"\(attribute: "aria-sort", order?.rawValue)>\(words)</th>"
    }
  }

  /// One record.
  package struct Row: Sendable {
    let id: String
    let name: String
    let cells: [Cell]
    let link: Link?
    let tone: Tone?

    /// - Parameters:
    ///   - id: the value a selection sends.
    ///   - name: the record's name, said by its selection box.
    ///   - link: the record's page; the title column becomes a link to it.
    ///   - tone: colours the edge of the row.
    ///   - cells: one for each column, in order.
    package init(id: String, name: String, link: Link? = nil, tone: Tone? = nil, _ cells: [Cell]) {
      self.id = id
      self.name = name
      self.link = link
      self.tone = tone
      self.cells = cells
    }
  }

  /// One value, with an optional second line in soft type.
  package struct Cell: Sendable {
    let content: HTML
    let second: HTML?

    /// - Parameter second: a code, a place: what tells two alike apart.
    package init(_ content: HTML, second: HTML? = nil) {
      self.content = content
      self.second = second
    }

    /// A text, or a dash when there is none.
    package static func text(_ text: String?, second: String? = nil) -> Cell {
      Cell(.textOrDash(text), second: second.map(HTML.text))
    }

    /// A number in groups of three, or a dash.
    package static func number(_ number: Int?) -> Cell {
      Cell(.textOrDash(number.map(FigureText.grouped)))
    }

    func html(in column: Column, of row: Row) -> HTML {
      let isTitle = column.phone == .title
      let first: HTML =
        if isTitle, let link = row.link {
          "<a class=\"row-link\" href=\"\(link)\">\(content)</a>"
        } else {
          content
        }
      let below: HTML = second.map { "<span class=\"second\">\($0)</span>" } ?? .empty
      let label = column.phone == .line ? column.label : nil
      return """
        <td class="\(column.classes)"\(attribute: "data-label", label)><div class="cell">\(first)\(below)</div></td>
        """
    }
  }
}
