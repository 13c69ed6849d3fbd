import Foundation
import TestSupport
import Testing

@testable import Fulfilment

struct PackingRecordTests {
    private func scanned(_ record: PackingRecord) throws -> [Int] { try record.change { $0 } }

    @Test func `keeps what is scanned, in its order, for whoever looks next`() throws {
        let folder = try TemporaryDirectory()
        let (one, other) = (try PackingRecord(in: folder.path("batch")), try PackingRecord(in: folder.path("batch")))
        try one.change { $0.append(17) }
        try other.change { $0.append(3) }
        #expect(try scanned(one) == [17, 3])
        try one.change { _ = $0.popLast() }
        #expect(try scanned(other) == [17])
        try other.change { $0.append(3) }
        #expect(try scanned(try PackingRecord(in: folder.path("batch"))) == [17, 3])
    }

    @Test func `a line that a crash cut off doesn't count, and spoils nothing after it`() throws {
        let folder = try TemporaryDirectory()
        let record = try PackingRecord(in: folder.path)
        try Data("17\n42\nnonsense\n1".utf8).write(to: URL(fileURLWithPath: folder.path("packed.txt")))
        #expect(try scanned(record) == [17, 42])
        try record.change { $0.append(9) }
        #expect(try scanned(record) == [17, 42, 9])
        #expect(try String(contentsOfFile: folder.path("packed.txt"), encoding: .utf8) == "17\n42\nnonsense\n9\n")
    }

    @Test func `what was marked isn't packed any more; what stays, and what somebody else scanned meanwhile, is`()
        throws
    {
        let folder = try TemporaryDirectory()
        let (one, other) = (try PackingRecord(in: folder.path), try PackingRecord(in: folder.path))
        try one.change { $0 += [1, 2, 3] }
        try other.change { $0.append(4) }
        try one.post([1, 3])
        #expect(try scanned(other) == [2, 4])
        try one.post([1, 3, 2])
        #expect(try scanned(other) == [4])
        try other.post([4])
        #expect(try scanned(one) == [])
    }

    @Test func `what was marked and is undone is packed again, and nothing that was never scanned`() throws {
        let folder = try TemporaryDirectory()
        let record = try PackingRecord(in: folder.path)
        try record.change { $0 += [1, 2, 3] }
        try record.change { $0.removeAll { $0 == 2 } }
        try record.post([1, 3])
        try record.recall([3, 2, 4])
        #expect(try scanned(record) == [3])
        try record.recall([1, 2, 3, 4])
        #expect(try scanned(record) == [3, 1])
        try record.change { $0.removeAll() }
        try record.recall([1, 2, 3, 4])
        #expect(try scanned(record) == [], "taken back by hand is not packed")
    }
}
