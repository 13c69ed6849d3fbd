import Foundation
public import Logging
import Orders

/// Writes the service's log: one line an event, as the journal wants it.
///
/// `message key=value …`, keys sorted, values in quotes where they hold more than a word, line feeds as `\n`. Before it
/// stands the priority, `<6>`, for a journal (sd-daemon(3)); elsewhere the time in UTC and the level. Each line is one
/// write, so that lines of several threads don't mix. What is logged are ids and counts: see to it where you log.
public struct JournalLog: LogHandler {
    public var logLevel: Logger.Level
    public var metadata: Logger.Metadata = [:]
    private let isJournal: Bool
    private let now: @Sendable () -> Int64
    private let output: @Sendable (String) -> Void

    /// - Parameters:
    ///   - isJournal: whether a journal reads it: `$JOURNAL_STREAM` is set.
    ///   - now: seconds since 1970-01-01T00:00:00Z. The default asks the machine.
    ///   - output: takes a line that ends with a line feed. The default writes to standard error.
    public init(
        level: Logger.Level, isJournal: Bool, now: (@Sendable () -> Int64)? = nil,
        output: @escaping @Sendable (String) -> Void = { JournalLog.writeToStandardError($0) }
    ) {
        logLevel = level
        self.isJournal = isJournal
        self.now = now ?? { Int64(time(nil)) }
        self.output = output
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let values = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let words = [Self.escaped("\(event.message)")] + values.map { "\($0.key)=\(Self.quoted("\($0.value)"))" }
        output(
            "\(isJournal ? event.level.priority : "\(Self.text(of: now())) \(event.level) ")"
                + words.joined(separator: " ") + "\n")
    }

    /// RFC 3339, in UTC and whole seconds.
    private static func text(of moment: Int64) -> String {
        let date = LocalDate(dayNumber: Int(moment / 86_400))
        let parts = [moment % 86_400 / 3600, moment % 3600 / 60, moment % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(date)T\(parts.joined(separator: ":"))Z"
    }

    private static func quoted(_ value: String) -> String {
        let isPlain =
            !value.isEmpty
            && value.unicodeScalars.allSatisfy { scalar in
                scalar.value > 0x20 && scalar != "\"" && scalar != "=" && scalar != "\\" && scalar.value != 0x7F
            }
        if isPlain { return escaped(value) }
        let inner = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped(inner))\""
    }

    /// Control characters as `\n` or `\u{7}`: nothing that is logged begins a line of its own.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control where scalar == "\n": result += "\\n"
            case .control, .lineSeparator, .paragraphSeparator:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whole lines; what can't be written is lost, for there is nowhere to say so.
    public static func writeToStandardError(_ line: String) {
        var bytes = Array(line.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}

extension Logger.Level {
    /// The priority of syslog(3), as a journal reads it at the beginning of a line.
    fileprivate var priority: String {
        switch self {
        case .trace, .debug: "<7>"
        case .info: "<6>"
        case .notice: "<5>"
        case .warning: "<4>"
        case .error: "<3>"
        case .critical: "<2>"
        }
    }
}
