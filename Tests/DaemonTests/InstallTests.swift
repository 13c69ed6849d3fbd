import Foundation
import TestSupport
import Testing

/// `make install` and `make uninstall`.
struct InstallTests {
    @Test func `puts everything that the unit names in place`() throws {
        let disk = try Disk()
        try disk.make("install")
        let unit = try disk.read("usr/local/lib/systemd/system/handbill.service")
        let lines = try Unit.lines(of: unit)
        let named = lines.values.joined().joined(separator: " ").split { " :".contains($0) }.filter {
            $0.hasPrefix("/")
        }
        #expect(named.count >= 5)
        // What systemd-tmpfiles makes, and what the machine has anyway.
        let made = try disk.read("usr/local/lib/tmpfiles.d/handbill.conf").split(separator: "\n")
            .compactMap { $0.split(separator: " ").dropFirst().first }
        for path in named where path != "/bin/kill" {
            #expect(disk.exists(String(path.dropFirst())) || made.contains(path), "\(path)")
        }
        let manual = try #require(unit.firstMatch(of: /file:\/\/\/(\S+)/))
        #expect(disk.exists(String(manual.output.1)))
        #expect(try disk.mode("usr/local/bin/handbill") == 0o755)
        #expect(try disk.mode("etc/sudoers.d/handbill") == 0o440)
        #expect(try disk.mode("etc/handbill/mail-password") == 0o600)
        let completions = try disk.read("usr/local/share/bash-completion/completions/handbill")
        #expect(completions.contains("_handbill"))
        for name in ["zsh/site-functions/_handbill", "fish/vendor_completions.d/handbill.fish"] {
            #expect(disk.exists("usr/local/share/\(name)"))
        }
    }

    @Test func `installs the default settings but for the service's folders, and a catalogue that they can use`() throws
    {
        let disk = try Disk()
        try disk.make("install")
        let installed = try disk.read("etc/handbill/handbill.yaml").split(separator: "\n")
        let defaults = try Unit.read("deploy/handbill.yaml").split(separator: "\n")
        #expect(installed.count == defaults.count)
        let differences = zip(installed, defaults).filter { $0 != $1 }.map { String($0.0) }
        #expect(differences == ["state: /var/lib/handbill", "  directory: /var/spool/handbill"])
        let run = try Program(
            disk.path("usr/local/bin/handbill"), ["item", "list", "--config", disk.path("etc/handbill/handbill.yaml")],
            environment: [
                "HANDBILL_STATE": disk.path("state"), "HANDBILL_QUEUE_DIRECTORY": disk.path("queue"),
                // An empty file for the password is no mistake while there is no login.
                "CREDENTIALS_DIRECTORY": try disk.credentials(),
            ]
        ).run()
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(run.text.contains("leaflet-1"))
    }

    @Test func `says what comes next, and leaves what somebody has written alone`() throws {
        let disk = try Disk()
        let first = try disk.make("install")
        #expect(first.contains("systemctl enable --now handbill"))
        #expect(first.split(separator: "\n").count == 4)
        let mine = [
            "handbill.yaml": "campaign: {name: Mine}\n", "catalogue.yaml": "items: []\n", "mail-password": "s3\n",
        ]
        for (name, text) in mine { try disk.write(text, to: "etc/handbill/\(name)") }
        let second = try disk.make("install")
        #expect(second.contains("systemctl restart handbill"))
        for (name, text) in mine { #expect(try disk.read("etc/handbill/\(name)") == text) }
    }

    @Test func `takes everything away again but settings and orders`() throws {
        let disk = try Disk()
        try disk.make("install")
        let kept = ["var/lib/handbill/handbill.sqlite", "var/spool/handbill/incoming/orders.csv"]
        for name in kept { try disk.write("orders", to: name) }
        let said = try disk.make("uninstall")
        for place in ["etc/handbill", "var/lib/handbill", "var/spool/handbill"] {
            #expect(said.contains(disk.path(place)), "it says what it leaves")
        }
        let secrets = ["mail-password", "imap-password", "sqs-credentials"]
        let settings = (["handbill.yaml", "catalogue.yaml"] + secrets).map { "etc/handbill/\($0)" }
        #expect(try disk.files() == Set(settings + kept))
    }

    @Test func `fills other places in wherever a file names them`() throws {
        let disk = try Disk()
        try disk.make("install", "PREFIX=/opt/leaflets", "SYSCONFDIR=/opt/leaflets/etc")
        let unit = try disk.read("opt/leaflets/lib/systemd/system/handbill.service")
        let start = "/opt/leaflets/bin/handbill serve --config /opt/leaflets/etc/handbill/handbill.yaml"
        #expect(try Unit.lines(of: unit)["ExecStart"] == [start])
        let sudoers = try disk.read("opt/leaflets/etc/sudoers.d/handbill")
        #expect(sudoers.contains("/opt/leaflets/bin/handbill ^"))
        for file in try disk.files() {
            let text = String(decoding: try disk.bytes(file).prefix(20_000), as: UTF8.self)
            if file.hasSuffix("/bin/handbill") || file.contains("/share/") { continue }
            #expect(!text.contains("/usr/local") && !text.contains(" /etc/handbill"), "\(file)")
        }
    }

    @Test func `installs nothing before it is built`() throws {
        let disk = try Disk()
        let run = try disk.run(["install", "RELEASE=\(disk.path("nothing"))"])
        #expect(run.exitCode != 0)
        #expect(run.complaints.contains("make release"))
        #expect(try disk.files() == [])
    }
}

/// A folder that stands for a machine's disk, as `DESTDIR`.
private final class Disk {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    func path(_ name: String) -> String { folder.path(name) }

    func run(_ words: [String]) throws -> FinishedProgram {
        try Program("make", ["-s", "-C", PackageRoot.path, "DESTDIR=\(folder.path)", "RELEASE=\(Binary.path)"] + words)
            .run()
    }

    /// - Returns: what it says.
    @discardableResult
    func make(_ words: String...) throws -> String {
        let run = try run(words)
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(run.complaints.isEmpty)
        return run.text
    }

    func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path(name)), options: .alwaysMapped)
    }

    func read(_ name: String) throws -> String {
        String(decoding: try bytes(name), as: UTF8.self)
    }

    func write(_ text: String, to name: String) throws {
        let file = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path(name))
    }

    func mode(_ name: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path(name))[.posixPermissions] as? Int
    }

    /// A folder like that of systemd's LoadCredential, with the password that was installed.
    func credentials() throws -> String {
        try write(read("etc/handbill/mail-password"), to: "credentials/mail.passwordFile")
        return path("credentials")
    }

    /// Every file, without the folder's own path.
    func files() throws -> Set<String> {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return Set(
            names.filter {
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: path($0), isDirectory: &isFolder) && !isFolder.boolValue
            })
    }
}
