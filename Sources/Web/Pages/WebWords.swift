import Foundation
import Templates

/// The words of the pages in one language: a text for each key.
struct WebWords {
    /// A text and where it stands.
    struct Word {
        var text: String
        var file: String
        var line: Int?
    }

    private(set) var texts: [String: Word] = [:]

    /// Reads one JSON object of texts.
    init(_ bytes: [UInt8], file: String) throws(TemplateProblem) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        func line(of key: String) -> Int? {
            lines.firstIndex { $0.contains("\"\(key)\"") }.map { $0 + 1 }
        }
        let words: [String: String]
        do {
            words = try JSONDecoder().decode([String: String].self, from: Data(bytes))
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            let key = context.codingPath.last?.stringValue
            throw TemplateProblem(
                file: file, line: key.flatMap(line), problem: key.map { "\"\($0)\" is no text" } ?? "is no JSON object",
                hint: "write \"key\": \"text\" for each")
        } catch {
            throw TemplateProblem(
                file: file, line: Self.brokenLine(of: bytes), problem: "is no JSON",
                hint: "write \"key\": \"text\" for each, with commas between them")
        }
        texts = Dictionary(
            uniqueKeysWithValues: words.map { ($0.key, Word(text: $0.value, file: file, line: line(of: $0.key))) })
    }

    /// Takes the words of another file in place of ours.
    mutating func replace(by others: WebWords) throws(TemplateProblem) {
        for (key, word) in others.texts.sorted(by: { ($0.value.line ?? 0) < ($1.value.line ?? 0) }) {
            guard texts[key] != nil else {
                throw TemplateProblem(
                    file: word.file, line: word.line, problem: "\"\(key)\" is the key of no text",
                    hint: "the keys are those of the built-in file of the same name")
            }
            texts[key] = word
        }
    }

    /// The line at which the text stops being JSON; nil if nobody can tell.
    private static func brokenLine(of bytes: [UInt8]) -> Int? {
        do {
            _ = try JSONSerialization.jsonObject(with: Data(bytes))
            return nil
        } catch {
            // Foundation says: "Invalid value around character 11."
            let words = (error as NSError).userInfo["NSDebugDescription"] as? String ?? ""
            guard let range = words.range(of: "around character "),
                let place = Int(words[range.upperBound...].prefix { $0.isNumber })
            else { return nil }
            return bytes.prefix(place).count { $0 == UInt8(ascii: "\n") } + 1
        }
    }
}
