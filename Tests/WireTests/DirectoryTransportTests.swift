import Foundation
import TestSupport
import Testing
import Wire

struct DirectoryTransportTests {
    @Test func `writes whole files and leaves nothing else`() throws {
        let folder = try TemporaryDirectory()
        let transport = try DirectoryTransport(directory: folder.path("mail"))
        try transport.write(Sample.message, name: "HB-7K3M9QX2.1")
        try transport.write(Array("again\r\n".utf8), name: "HB-7K3M9QX2.1")
        try transport.write(Sample.message, name: "HB-7K3M9QX2.2")

        let files = FileManager.default
        #expect(
            try files.contentsOfDirectory(atPath: transport.directory).sorted()
                == ["HB-7K3M9QX2.1.eml", "HB-7K3M9QX2.2.eml"])
        #expect(files.contents(atPath: folder.path("mail/HB-7K3M9QX2.1.eml")) == Data("again\r\n".utf8))
        #expect(files.contents(atPath: folder.path("mail/HB-7K3M9QX2.2.eml")) == Data(Sample.message))
        let mode = try files.attributesOfItem(atPath: folder.path("mail/HB-7K3M9QX2.2.eml"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test(arguments: ["", ".", "..", ".hidden", "a/b", "../a", "a\0b", "a b", "ä", String(repeating: "a", count: 201)])
    func `refuses names that are more than a name`(name: String) throws {
        let folder = try TemporaryDirectory()
        let transport = try DirectoryTransport(directory: folder.path)
        #expect(throws: WireProblem.self) { try transport.write(Sample.message, name: name) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func `says why a directory can't be used`() throws {
        let folder = try TemporaryDirectory()
        try Data().write(to: URL(fileURLWithPath: folder.path("file")))
        #expect(throws: WireProblem.self) { try DirectoryTransport(directory: folder.path("file")) }
        let problem = #expect(throws: WireProblem.self) {
            try DirectoryTransport(directory: folder.path("no/such/parent"))
        }
        #expect(problem?.problem == "can't be made (No such file or directory)")
    }

    @Test func `leaves the old file and no rest if the new one can't be put in its place`() throws {
        let folder = try TemporaryDirectory()
        let transport = try DirectoryTransport(directory: folder.path)
        // A directory in the way: rename fails, whoever runs the test.
        try FileManager.default.createDirectory(atPath: folder.path("a.eml"), withIntermediateDirectories: false)
        #expect(throws: WireProblem.self) { try transport.write(Sample.message, name: "a") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.eml"])
    }
}
