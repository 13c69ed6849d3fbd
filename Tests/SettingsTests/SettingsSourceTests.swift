import Testing

@testable import Settings

@Suite final class SettingsSourceTests {
    private let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private func locate(
        _ explicit: String? = nil, variable: String? = nil, existing: Set<String> = []
    ) -> SettingsSource {
        SettingsSource.locate(
            explicit: explicit, environment: variable.map { ["HANDBILL_CONFIG": $0] } ?? [:],
            currentDirectory: "/home/op",
            exists: existing.contains)
    }

    @Test func `the command line beats the variable, the variable the usual places`() {
        let both: Set = ["/home/op/handbill.yaml", SettingsSource.systemFile]
        #expect(locate("a.yaml", variable: "/b.yaml", existing: both) == .file("/home/op/a.yaml"))
        #expect(locate(variable: "/b.yaml", existing: both) == .file("/b.yaml"))
        #expect(locate(existing: both) == .file("/home/op/handbill.yaml"))
        #expect(locate(variable: "", existing: [SettingsSource.systemFile]) == .file(SettingsSource.systemFile))
        #expect(locate() == .defaults(folder: "/home/op"))
    }

    @Test func `a file that is named but isn't there is a problem`() throws {
        let error = #expect(throws: SettingsError.self) {
            try Settings.load(explicit: "none.yaml", environment: [:], currentDirectory: folder.path)
        }
        #expect(error?.problems.map(\.problem) == ["isn't there"])
    }

    @Test func `a folder or a pipe in its place is a problem, not a wait`() throws {
        let error = #expect(throws: SettingsError.self) {
            try Settings.load(explicit: folder.path, environment: [:], currentDirectory: "/")
        }
        #expect(error?.problems.map(\.problem) == ["is no file"])
        #expect(throws: SettingsError.self) {
            try Settings.load(explicit: "/dev/zero", environment: [:], currentDirectory: "/")
        }
    }

    @Test func `a file in another encoding names its first wrong line`() throws {
        let path = try folder.write(Array("log:\n  level: info\n# caf".utf8) + [0xE9, 0x0A], to: "handbill.yaml")
        let error = #expect(throws: SettingsError.self) {
            try Settings.load(explicit: path, environment: [:], currentDirectory: "/")
        }
        #expect(error?.problems.map(\.line) == [3])
    }

    @Test func `a byte order mark does no harm`() throws {
        try folder.write([0xEF, 0xBB, 0xBF] + Array("log: {level: debug}".utf8), to: "handbill.yaml")
        #expect(try Settings.load(environment: [:], currentDirectory: folder.path).log.level == .debug)
    }

    @Test func `without a file the defaults work in a checkout`() throws {
        let bare = try Settings.load(from: .defaults(folder: folder.path), environment: [:], currentDirectory: "/")
        #expect(bare.state == folder.path + "/var")
        #expect(bare.queue.directory == folder.path + "/queue")
        #expect(bare.catalogue == folder.path + "/catalogue.yaml")
        try folder.write("items: []", to: "deploy/catalogue.yaml")
        let checkout = try Settings.load(from: .defaults(folder: folder.path), environment: [:], currentDirectory: "/")
        #expect(checkout.catalogue == folder.path + "/deploy/catalogue.yaml")
        try folder.write("items: []", to: "catalogue.yaml")
        let own = try Settings.load(from: .defaults(folder: folder.path), environment: [:], currentDirectory: "/")
        #expect(own.catalogue == folder.path + "/catalogue.yaml")
    }
}
