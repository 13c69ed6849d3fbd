import Foundation
import TestSupport
import Testing

/// The service's unit and what is installed beside it, as systemd's and sudo's own tools judge them.
struct UnitTests {
    @Test func `is a unit that systemd understands to the last line`() throws {
        let folder = try TemporaryDirectory()
        let text = try Unit.text.replacing("/usr/local/bin/handbill", with: Binary.path)
        #expect(try Unit.verify(text, in: folder) == [])
        let broken = text.replacing("WatchdogSec=2min", with: "WatchdogSec=soon\nRestartEverySoOften=yes")
        #expect(broken != text)
        let complaints = try Unit.verify(broken, in: folder)
        #expect(complaints.count == 2, "\(complaints)")
    }

    @Test func `leaves the service little to do harm with`() throws {
        let run = try Program(
            "systemd-analyze", ["--no-pager", "security", "--offline=true", "--threshold=15", Unit.path]
        ).run()
        #expect(run.exitCode == 0, "\(run.text)")
        let found = try #require(run.text.firstMatch(of: /Overall exposure level for handbill\.service: (\d+\.\d+)/))
        #expect(try #require(Double(found.output.1)) <= 1.5)
    }

    @Test func `is started again after every end but that of wrong settings`() throws {
        let lines = try Unit.lines()
        #expect(lines["Restart"] == ["always"])
        let world = try World(settings: "nonsense: true")
        let run = try world.handbill("item", "list")
        #expect(try lines["RestartPreventExitStatus"] == ["\(#require(run.exitCode))"], "\(run.complaints)")
        #expect(try Unit.text.contains("\nStartLimitIntervalSec=0\n"))
    }

    @Test func `lets the desk do what sudo understands`() throws {
        let run = try Program("/usr/sbin/visudo", ["-c", "-f", "\(PackageRoot.path)/deploy/handbill.sudoers"]).run()
        #expect(run.exitCode == 0, "\(run.text)\(run.complaints)")
        #expect(!run.complaints.contains("warning"), "\(run.complaints)")
    }

    @Test func `names every package that the program is linked with`() throws {
        let linked = try Program("ldd", [Binary.path]).run().text.matches(of: /=> (\/\S+)/).map { String($0.output.1) }
        let debian = linked.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
            .filter { $0.hasPrefix("/usr/lib/") || $0.hasPrefix("/lib/") }
        #expect(debian.count > 20)
        // /lib is a link to /usr/lib; dpkg knows a file by the one or by the other.
        let names = debian.map { $0.replacing(/^\/usr/, with: "") }.flatMap { [$0, "/usr" + $0] }
        let owners = try Program("dpkg-query", ["-S"] + names).run().text
        let needed = Set(owners.split(separator: "\n").compactMap { $0.prefix { $0 != ":" } }.map(String.init))
        #expect(needed.contains("libcurl4"))

        var there: Set<String> = []
        var next = try Set(Unit.read("deploy/packages-run.txt").split(separator: "\n").map(String.init))
            .filter { !$0.hasPrefix("#") }
        while !next.isEmpty {
            there.formUnion(next)
            let query = ["-W", "-f", "${Pre-Depends}, ${Depends}, "] + next.sorted()
            let words = try Program("dpkg-query", query).run().text
                .split { $0 == "," || $0 == "|" }.compactMap { $0.split { " :(".contains($0) }.first }
            next = Set(words.map(String.init)).subtracting(there)
        }
        #expect(needed.subtracting(there) == [], "deploy/packages-run.txt lacks them")
    }
}

/// `deploy/handbill.service`.
enum Unit {
    static let path = "\(PackageRoot.path)/deploy/handbill.service"

    static var text: String {
        get throws { try read("deploy/handbill.service") }
    }

    static func read(_ name: String) throws -> String {
        try String(contentsOfFile: "\(PackageRoot.path)/\(name)", encoding: .utf8)
    }

    /// What each key of `[Service]` is set to, in order.
    static func lines(of text: String? = nil) throws -> [String: [String]] {
        let service = try (text ?? self.text).split(separator: "[Service]\n")[1].split(separator: "\n[Install]")[0]
        let pairs = service.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
            $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        }
        return Dictionary(grouping: pairs) { $0[0] }.mapValues { $0.map { $0[1] } }
    }

    /// What `systemd-analyze verify` says of this unit; other units of the machine don't count.
    static func verify(_ text: String, in folder: TemporaryDirectory) throws -> [String] {
        let file = folder.path("handbill.service")
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let run = try Program("systemd-analyze", ["--no-pager", "verify", file]).run()
        let complaints = run.complaints.split(separator: "\n").map(String.init).filter { $0.contains("handbill") }
        #expect(run.exitCode == 0 || !complaints.isEmpty, "\(run.complaints)")
        return complaints
    }
}
