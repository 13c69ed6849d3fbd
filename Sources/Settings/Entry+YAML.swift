import Foundation
import Yams

extension Entry {
    /// Reads a YAML file's text; nil for one that holds nothing.
    ///
    /// - Throws: the one problem that keeps it from being YAML: a syntax error, or a key that stands twice.
    static func parse(yaml text: String, file: String) throws(SettingsError) -> Entry? {
        do {
            return try Yams.compose(yaml: text, .default, .default, .utf8).map(Entry.init)
        } catch let error as YamlError {
            throw SettingsError([problem(error, file: file)])
        } catch {
            throw SettingsError([SettingsProblem(file: file, problem: "isn't YAML")])
        }
    }

    private init(_ node: Node) {
        line = node.mark?.line
        switch node {
        case .scalar(let scalar):
            content = Self.content(of: scalar)
        case .sequence(let sequence):
            content = .list(sequence.map(Entry.init))
        case .mapping(let mapping):
            content = .map(
                mapping.map { key, value in
                    Pair(key: key.scalar?.string ?? "", line: key.mark?.line, value: Entry(value))
                })
        case .alias:
            // Yams puts the anchor's node in an alias's place.
            content = .empty
        }
    }

    private static func content(of scalar: Node.Scalar) -> Content {
        let isPlain = scalar.style == .plain || scalar.style == .any
        if isPlain, ["null", "Null", "NULL", "~"].contains(scalar.string) {
            return .null
        }
        return scalar.string.trimmed.isEmpty ? .empty : .text(scalar.string)
    }

    private static func problem(_ error: YamlError, file: String) -> SettingsProblem {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let begun = context.map { "; what began in line \($0.mark.line) is not finished" }
            return SettingsProblem(
                file: file, line: mark.line, problem: "isn't YAML: \(problem)",
                hint: "look at the indentation, colons, quotes and brackets of this line and the one before"
                    + (begun ?? ""))
        case .reader(let problem, let offset, _, let text):
            let line = offset.map { text.prefix($0).count(where: \.isNewline) + 1 }
            return SettingsProblem(
                file: file, line: line, problem: "isn't YAML: \(problem)", hint: "take out the character")
        case .duplicatedKeysInMapping(let keys, let context):
            return SettingsProblem(
                file: file, line: context.mark.line, key: keys.first ?? "",
                problem: "stands more than once in the same mapping, first in this line", hint: "keep one of them")
        default:
            return SettingsProblem(file: file, problem: "isn't YAML")
        }
    }
}
