package import Records

/// How much a multipart upload may bring; what is over is answered with 413.
package struct UploadLimits: Sendable, Hashable {
  package var files: Int
  /// Bytes of one file.
  package var fileBytes: Int
  /// Bytes of the whole body.
  package var totalBytes: Int
  /// Parts that are no files.
  package var fields: Int
  /// Bytes of one text field.
  package var fieldBytes: Int
  /// Bytes of the header of one part.
  package var headerBytes: Int

  package init(
    files: Int = 20, fileBytes: Int = 20 << 20, totalBytes: Int = 64 << 20, fields: Int = 500,
    fieldBytes: Int = 1 << 20, headerBytes: Int = 8 << 10
  ) {
    self.files = files
    self.fileBytes = fileBytes
    self.totalBytes = totalBytes
    self.fields = fields
    self.fieldBytes = fieldBytes
    self.headerBytes = headerBytes
  }
}

/// A file of an upload, lying in a temporary file that only this process may
/// read. It is removed when the handler is done; who wants to keep it moves it
/// away.
package struct UploadedFile: Sendable, Hashable {
  /// The form field's name.
  package let field: String
  /// The last component of the name that the browser sent, without control
  /// characters and directions; never a path, at most 200 characters.
  package let fileName: String
  /// What the browser believes it to be; the content decides.
  package let contentType: String
  /// Where the bytes lie.
  package let path: String
  package let size: Int
}

/// One part of a multipart body, in the order of sending.
package enum UploadPart: Sendable, Hashable {
  case field(name: String, value: String)
  case file(UploadedFile)
}

/// A whole upload. An empty file field, which a browser sends for a file
/// input that was left alone, is neither a field nor a file.
package struct Upload: Sendable, Hashable {
  package let form: FormData
  package let files: [UploadedFile]

  package init(form: FormData, files: [UploadedFile]) {
    self.form = form
    self.files = files
  }

  package func file(_ field: String) -> UploadedFile? {
    files.first { $0.field == field }
  }

  package func files(_ field: String) -> [UploadedFile] {
    files.filter { $0.field == field }
  }
}
