import Foundation

/// Colours for a terminal; plain text elsewhere, and where `NO_COLOR` is set (no-color.org).
struct Ink {
    private let isOn: Bool

    /// For standard output.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        isOn =
            isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }

    func heading(_ text: String) -> String { colour(text, "1") }
    func alarm(_ text: String) -> String { colour(text, "1;31") }
    func care(_ text: String) -> String { colour(text, "33") }
    func command(_ text: String) -> String { colour(text, "36") }
    func quiet(_ text: String) -> String { colour(text, "2") }

    private func colour(_ text: String, _ code: String) -> String {
        isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
