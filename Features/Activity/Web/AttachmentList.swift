package import Files
package import Localization
import Organizations
package import Values
package import Views

/// The files of a record: to save, to take away, to put back.
package struct AttachmentList: Component {
  let files: [Attachment]
  let removed: [Attachment]
  let place: AttachmentPlace
  let csrf: String
  let now: Instant
  let t: Localizer

  /// - Parameters:
  ///   - removed: those that were taken away; shown to who may put them back.
  ///   - csrf: the token of the small forms; this may not stand inside another form.
  package init(
    _ files: [Attachment], removed: [Attachment] = [], at place: AttachmentPlace, csrf: String, now: Instant,
    _ t: Localizer
  ) {
    self.files = files
    self.removed = removed
    self.place = place
    self.csrf = csrf
    self.now = now
    self.t = t
  }

  package var html: HTML {
    var list = HTML.empty
    if !files.isEmpty {
      list += "<ul class=\"files\">\(files.map { line($0) })</ul>"
    }
    guard place.isChangeable, !removed.isEmpty else { return list }
    let words = t("activity.attachment.removedFiles", ["count": "\(removed.count)"])
    let back = removed.map { file -> HTML in
      let button = PostButton(
        t("activity.attachment.restore"), to: Link("\(place.file(file.id).text)/restore"), csrf: csrf, icon: .undo,
        isSmall: true)
      let note = file.removal.map { removal -> HTML in
        "<span class=\"soft\">\(removal.name) · \(RelativeTime(removal.at, now: now, t))</span>"
      }
      return """
        <li>\(FileIcon(file.type))<span class="file-words"><span class="file-name">\(file.name)</span>\(note)</span>\
        \(button)</li>
        """
    }
    return list
      + """
      <details class="screen-only"><summary class="disclosure">\(Icon.chevronRight)\(words)</summary>\
      <ul class="files">\(back)</ul></details>
      """
  }

  private func line(_ file: Attachment) -> HTML {
    let removal: HTML =
      place.isChangeable
      ? PostButton(
        t("activity.attachment.remove", ["name": file.name]), to: Link("\(place.file(file.id).text)/remove"),
        csrf: csrf, style: .quiet, icon: .trash, isSmall: true, isIconOnly: true
      ).html : .empty
    return """
      <li>\(FileIcon(file.type))\(FileWords(file, to: place.file(file.id), now: now, t))\(removal)</li>
      """
  }
}

/// A file's name as a link, with its size, who brought it and when.
package struct FileWords: Component {
  let file: Attachment
  let link: Link
  let now: Instant
  let t: Localizer

  package init(_ file: Attachment, to link: Link, now: Instant, _ t: Localizer) {
    self.file = file
    self.link = link
    self.now = now
    self.t = t
  }

  package var html: HTML {
    let who = file.uploaderName.isEmpty ? "" : " · \(file.uploaderName)"
    return """
      <span class="file-words"><a class="file-name" href="\(link)" download="">\(file.name)</a>\
      <span class="soft">\(t.fileSize(Int64(file.size)))\(who) · \(RelativeTime(file.uploadedAt, now: now, t))</span></span>
      """
  }
}

/// A picture or a document.
package struct FileIcon: Component {
  let type: FileType

  package init(_ type: FileType) {
    self.type = type
  }

  package var html: HTML {
    switch type {
    case .png, .jpeg, .gif, .webp: Icon.image.html
    default: Icon.file.html
    }
  }
}

/// What an upload says while it runs: a bar where scripts run, nothing else.
/// It stands inside the form whose files it watches.
package struct UploadProgress: Component {
  let limit: Int
  let t: Localizer

  /// - Parameter limit: bytes of one file; a larger one is refused before it is sent.
  package init(limit: Int = AttachmentRules.policy.limit, _ t: Localizer) {
    self.limit = limit
    self.t = t
  }

  package var html: HTML {
    let tooLarge = t("activity.attachment.problem.tooLarge", ["name": "{name}", "limit": "\(limit >> 20) MB"])
    return """
      <div class="upload" data-upload="" data-limit="\(limit)" data-too-large="\(tooLarge)" \
      data-failed="\(t("activity.attachment.broken"))" hidden="">\
      <progress max="1" value="0" aria-label="\(t("activity.attachment.sending"))"></progress>\
      <span data-upload-text="" role="status"></span></div>
      """
  }
}

/// The form that brings files to a record.
package struct AttachmentForm: Component {
  let place: AttachmentPlace
  let csrf: String
  let error: String?
  let t: Localizer

  /// - Parameter error: what was wrong with the last try.
  package init(at place: AttachmentPlace, csrf: String, error: String? = nil, _ t: Localizer) {
    self.place = place
    self.csrf = csrf
    self.error = error
    self.t = t
  }

  package var html: HTML {
    guard place.isChangeable else { return .empty }
    return FormView(
      action: place.link, csrf: csrf, isMultipart: true, hasErrors: error != nil, t,
      """
      \(FormField.dropZone("file", label: t("activity.attachment.file"), accept: AttachmentRules.endings, isMultiple: true, limit: t("activity.attachment.limit", ["limit": "\(AttachmentRules.policy.limit >> 20) MB"]), error: error, t))\
      \(UploadProgress(t))\
      \(ButtonBar("\(Button(t("activity.attachment.send"), style: .primary, icon: .upload))"))
      """
    ).html
  }
}
