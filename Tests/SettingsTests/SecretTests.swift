import Foundation
import Testing

@testable import Settings

@Suite final class SecretTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private func settings(_ path: String?) -> Settings {
        var settings = Settings()
        settings.mail.passwordFile = path
        return settings
    }

    @discardableResult
    private func write(_ text: String, mode: Int = 0o600) throws -> String {
        let path = try folder.write(text, to: "mail.passwordFile")
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    @Test(arguments: [("open sesame", "open sesame"), (" a \n", " a "), ("a\r\n", "a"), ("a\n\n", "a\n")])
    func `one line break at the end is no part of the secret`(written: String, secret: String) throws {
        let path = try write(written)
        let read = try settings(path).secret(.mailPassword, environment: [:])
        #expect(read?.text == secret)
        #expect(read?.warnings == [])
    }

    @Test func `unset, the credentials folder has it`() throws {
        try write("from systemd\n")
        let environment = ["CREDENTIALS_DIRECTORY": folder.path]
        #expect(try settings(nil).secret(.mailPassword, environment: environment)?.text == "from systemd")
        #expect(try settings(nil).secret(.imapPassword, environment: environment) == nil)
        #expect(try settings(nil).secret(.mailPassword, environment: [:]) == nil)
    }

    @Test func `a file that everybody can read is a warning`() throws {
        let path = try write("secret", mode: 0o644)
        let secret = try settings(path).secret(.mailPassword, environment: [:])
        #expect(secret?.text == "secret")
        #expect(secret?.warnings.map(\.key) == ["mail.passwordFile"])
    }

    @Test(arguments: [("", "empty"), ("\n", "empty")]) func `an empty file is a problem`(text: String, word: String)
        throws
    {
        let path = try write(text)
        let error = #expect(throws: SettingsError.self) { try settings(path).secret(.mailPassword, environment: [:]) }
        #expect(error?.problems.first?.problem.contains(word) == true)
    }

    @Test func `a file that isn't there names the key`() {
        let error = #expect(throws: SettingsError.self) {
            try settings("/nowhere/secret").secret(.mailPassword, environment: [:])
        }
        #expect(error?.problems.first?.key == "mail.passwordFile")
    }

    @Test func `a secret doesn't show itself`() throws {
        let path = try write("hush")
        let secret = try #require(try settings(path).secret(.mailPassword, environment: [:]))
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains("hush"))
    }
}
