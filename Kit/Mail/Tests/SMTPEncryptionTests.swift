import Foundation
import Testing

@testable import Mail

/// TLS against a server of Python's standard library with a certificate of its own.
@Suite("SMTP over TLS", .serialized, .enabled(if: TLSServer.isPossible), .timeLimit(.minutes(2)))
struct SMTPEncryptionTests {
  @Test("A trusted server gets the message over TLS", arguments: [SMTPSettings.Encryption.implicitTLS, .startTLS])
  func trusted(encryption: SMTPSettings.Encryption) async throws {
    let server = try TLSServer(encryption)
    defer { server.stop() }
    var settings = SMTPSettings(
      host: "localhost", port: server.port, encryption: encryption, userName: "office", password: "geheim")
    settings.authorities = server.certificate
    try await SMTPTransport(settings).send(sampleMessage())
    #expect(server.output().contains("taken over TLS for office"))
  }

  @Test(
    "A server whose certificate is not trusted learns nothing",
    arguments: [SMTPSettings.Encryption.implicitTLS, .startTLS])
  func untrusted(encryption: SMTPSettings.Encryption) async throws {
    let server = try TLSServer(encryption)
    defer { server.stop() }
    let settings = SMTPSettings(
      host: "localhost", port: server.port, encryption: encryption, userName: "office", password: "geheim")
    let failure = try #require(
      await #expect(throws: MailFailure.self) { try await SMTPTransport(settings).send(sampleMessage()) })
    #expect(failure.kind == .temporary)
    #expect(failure.reason.localizedCaseInsensitiveContains("certificate"))
    #expect(!server.output().contains("taken"))
  }

  @Test("A certificate for another host is not accepted")
  func wrongHost() async throws {
    let server = try TLSServer(.implicitTLS)
    defer { server.stop() }
    var settings = SMTPSettings(host: "127.0.0.1", port: server.port, encryption: .implicitTLS)
    settings.authorities = server.certificate
    await #expect(throws: MailFailure.self) { try await SMTPTransport(settings).send(sampleMessage()) }
    #expect(!server.output().contains("taken"))
  }
}

/// A process that serves one SMTP connection after another with TLS.
private struct TLSServer {
  static let python = "/usr/bin/python3"
  static let openSSL = "/usr/bin/openssl"
  static let isPossible = [python, openSSL].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }

  let port: Int
  let certificate: String
  private let process = Process()
  private let pipe = Pipe()
  private let folder: URL

  init(_ encryption: SMTPSettings.Encryption) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    certificate = folder.appending(path: "certificate.pem").path()
    let key = folder.appending(path: "key.pem").path()
    let making = Process()
    making.executableURL = URL(filePath: Self.openSSL)
    making.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
      "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
    ]
    making.standardError = FileHandle.nullDevice
    let end = Pipe()
    making.standardOutput = end
    try making.run()
    // It has written its files when its output ends; waiting for the exit would need a run loop.
    _ = end.fileHandleForReading.readDataToEndOfFile()
    process.executableURL = URL(filePath: Self.python)
    process.arguments = ["-c", Self.program, certificate, key, encryption == .startTLS ? "starttls" : "implicit"]
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    // The first line is the port.
    var line = Data()
    while let byte = try pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data("\n".utf8) {
      line += byte
    }
    port = try #require(Int(String(decoding: line, as: UTF8.self)))
  }

  func stop() {
    end()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Everything it printed; it is stopped for that.
  func output() -> String {
    end()
    return String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  }

  /// Threads of tests block signals and processes inherit that, so that a polite end is not heard.
  private func end() {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  private static let program = """
    import base64, socket, ssl, sys
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    def serve(client):
        encrypted = sys.argv[3] == "implicit"
        user = "nobody"
        if encrypted: client = context.wrap_socket(client, server_side=True)
        file = client.makefile("rwb")
        def say(text):
            file.write(text.encode() + b"\\r\\n")
            file.flush()
        say("220 ready")
        while True:
            line = file.readline().decode().strip()
            if not line: return
            verb = line.upper()
            if verb.startswith("EHLO"):
                say("250-test\\r\\n250 AUTH PLAIN" if encrypted else "250-test\\r\\n250 STARTTLS")
            elif verb == "STARTTLS":
                say("220 go")
                client = context.wrap_socket(client, server_side=True)
                file = client.makefile("rwb")
                encrypted = True
            elif verb.startswith("AUTH PLAIN"):
                rest = line[10:].strip()
                if not rest:
                    say("334 ")
                    rest = file.readline().decode().strip()
                user = base64.b64decode(rest).split(b"\\0")[1].decode()
                say("235 welcome")
            elif verb == "DATA":
                say("354 go on")
                while file.readline().strip() != b".": pass
                print("taken " + ("over TLS" if encrypted else "in clear") + " for " + user, flush=True)
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")
    while True:
        client, _ = listener.accept()
        try: serve(client)
        except (OSError, ssl.SSLError): pass
        finally: client.close()
    """
}
