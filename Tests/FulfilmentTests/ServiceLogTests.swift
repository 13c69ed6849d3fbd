import Logging
import Synchronization
import Testing

@testable import Fulfilment

@Suite struct ServiceLogTests {
    private func line(
        journal: Bool = true, at level: Logger.Level = .info, _ message: Logger.Message,
        _ metadata: Logger.Metadata = [:]
    ) -> String {
        let written = Mutex("")
        let logger = Logger(label: "test") { _ in
            JournalLog(level: .info, isJournal: journal, now: { 1_797_523_205 }) { line in
                written.withLock { $0 += line }
            }
        }
        logger.log(level: level, message, metadata: metadata)
        return written.withLock { $0 }
    }

    @Test(arguments: [
        (Logger.Level.info, "<6>"), (.notice, "<5>"), (.warning, "<4>"), (.error, "<3>"), (.critical, "<2>"),
    ])
    func `a journal gets the priority before the line`(level: Logger.Level, priority: String) {
        #expect(line(at: level, "serving") == "\(priority)serving\n")
    }

    @Test func `elsewhere the time and the level stand there`() {
        #expect(line(journal: false, at: .warning, "mail waits") == "2026-12-17T16:00:05Z warning mail waits\n")
    }

    @Test func `less than the level asked for isn't written`() {
        #expect(line(at: .debug, "details").isEmpty)
    }

    @Test(arguments: [
        ("12", "12"), ("2026-12-07-1", "2026-12-07-1"), ("two words", "\"two words\""), ("", "\"\""),
        ("a \"b\"", "\"a \\\"b\\\"\""), ("a=b", "\"a=b\""), ("C:\\x", "\"C:\\\\x\""), ("caffè", "caffè"),
        ("one\ntwo", "\"one\\ntwo\""), ("a\r\u{1B}[1mb", "\"a\\u{d}\\u{1b}[1mb\""), ("a\u{2028}b", "a\\u{2028}b"),
    ])
    func `a value stands in quotes where it must, and never begins a line`(value: String, written: String) {
        #expect(line("event", ["key": "\(value)"]) == "<6>event key=\(written)\n")
    }

    @Test func `keys stand in order`() {
        #expect(line("event", ["b": "2", "c": "3", "a": "1"]) == "<6>event a=1 b=2 c=3\n")
    }

    @Test func `a message can't begin a line of its own either`() {
        #expect(line("one\n<0>two") == "<6>one\\n<0>two\n")
    }
}
