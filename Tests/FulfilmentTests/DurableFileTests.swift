import Foundation
import TestSupport
import Testing

@testable import Fulfilment

@Suite struct DurableFileTests {
    @Test(arguments: [
        (".", "", "."), ("a", "", "a"), ("/", "/", ""), ("/a", "/", "a"), ("a/b", "a", "b"),
        ("/a/b.csv", "/a", "b.csv"),
        ("./o", ".", "o"), ("", "", ""),
    ])
    func `a path is its folder and its name`(_ path: String, _ folder: String, _ name: String) {
        #expect(path.parentFolder == folder)
        #expect(path.lastPart == name)
    }

    @Test func `makes a folder with those above it, and is content with one that is there`() throws {
        let directory = try TemporaryDirectory()
        try DurableFile.makeDirectory(directory.path("a/b/c"))
        try DurableFile.makeDirectory(directory.path("a/b/c"))
        try DurableFile.makeDirectory(".")
        #expect(FileManager.default.fileExists(atPath: directory.path("a/b/c")))
    }

    @Test func `a file in a folder's place is said to be no folder`() throws {
        let directory = try TemporaryDirectory()
        try DurableFile.write([1], to: directory.path("file"))
        let failure = #expect(throws: DurableFile.Failure.self) {
            try DurableFile.makeDirectory(directory.path("file"))
        }
        #expect(failure?.code == ENOTDIR)
    }
}
