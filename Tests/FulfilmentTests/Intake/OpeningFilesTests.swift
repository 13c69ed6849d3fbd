import Foundation
import Orders
import Testing

@testable import Fulfilment

@Suite struct OpeningFilesTests {
    private let good = Array((CSV.header + CSV.row).utf8)

    private func problem(at path: String, followingLinks: Bool = false, maximumBytes: Int = 1_000_000) -> FileProblem? {
        do throws(FileProblem) {
            _ = try SubmissionReader.open(
                .path(path, followingLinks: followingLinks), maximumBytes: maximumBytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func `reads a file on disk and says how far it is`() throws {
        let folder = try TemporaryFolder()
        var reader = try SubmissionReader.open(.path(try folder.file("orders.csv", good)))
        let rows = try reader.next(upTo: 1_000)
        #expect(rows.count == 1)
        let (read, all, name) = (reader.bytesRead, reader.bytesInAll, reader.name)
        #expect(read == good.count)
        #expect(all == good.count)
        #expect(name == "orders.csv")
        let after = try reader.next(upTo: 1_000)
        #expect(after.isEmpty)
    }

    @Test func `refuses a folder`() throws {
        let folder = try TemporaryFolder()
        #expect(problem(at: folder.path)?.problem == "is a folder, not a file")
    }

    @Test(.timeLimit(.minutes(1))) func `refuses a pipe without waiting for a writer`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/pipe.csv"
        try #require(mkfifo(path, 0o600) == 0)
        #expect(problem(at: path)?.problem == "is a pipe, not a file")
    }

    @Test func `refuses a link, unless a person named it`() throws {
        let folder = try TemporaryFolder()
        let target = try folder.file("orders.csv", good)
        let path = folder.path + "/link.csv"
        try #require(symlink(target, path) == 0)
        #expect(problem(at: path)?.kind == .notAFile)
        #expect(problem(at: path, followingLinks: true) == nil)
    }

    @Test func `refuses a device`() {
        #expect(problem(at: "/dev/null")?.problem == "is a device, not a file")
    }

    @Test func `says that a file is missing`() throws {
        let folder = try TemporaryFolder()
        #expect(problem(at: folder.path + "/none.csv")?.kind == .missing)
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func `says that a file may not be read`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("orders.csv", good)
        try #require(chmod(path, 0) == 0)
        #expect(problem(at: path)?.kind == .forbidden)
    }

    @Test func `refuses a file above the limit unread`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("orders.csv", [])
        try #require(truncate(path, 200 * 1_048_576) == 0)
        let found = problem(at: path, maximumBytes: 64 * 1_048_576)
        #expect(found?.kind == .tooLarge)
        #expect(found?.problem == "is larger than 64 MB")
    }

    @Test func `reads a stream to its end, within the limit`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        _ = good.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        var reader = try SubmissionReader.open(.stream(ends[0]))
        let row = try reader.next()
        #expect(row?.submission?.name == "Aisha Khan")
        let name = reader.name
        #expect(name == "standard input")
    }

    @Test func `stops reading a stream that exceeds the limit`() throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        _ = good.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        #expect(throws: FileProblem.self) { _ = try SubmissionReader.open(.stream(ends[0]), maximumBytes: 10) }
    }

    @Test(arguments: [
        ("orders.json", "[", SubmissionFormat.json), ("orders.csv", "name", .csv), ("orders.JSONL", "x", .json),
        ("orders.ndjson", "", .json), ("orders", " \n{", .json), ("orders.txt", "name", .csv),
        ("orders.csv", "{", .json),
        ("standard input", "id,name", .csv),
    ])
    func `tells the format by name and content`(name: String, beginning: String, format: SubmissionFormat) {
        #expect(SubmissionFormat(name: name, beginning: Array(beginning.utf8)[...]) == format)
    }

    @Test func `describes a file's problem in one line`() {
        let problem = FileProblem(.content, name: "a.csv", line: 3, problem: "is odd", hint: "mend it")
        #expect("\(problem)" == "a.csv, line 3: is odd; mend it")
    }
}
