/// One thing that is wrong in a settings file, a catalogue, a sheet or an environment variable, as the operator can
/// mend it.
public struct SettingsProblem: Sendable, Hashable, CustomStringConvertible {
    /// The file, or the variable with a dollar before it: `$HANDBILL_BATCH_MAXIMUM`.
    public var file: String
    /// Counted from 1; nil where no line is to blame.
    public var line: Int?
    /// The key, `batch.maximum`, with its place in a list or a map: `batch.days[2]`; empty for the file as a whole.
    public var key: String
    /// What is wrong, as a sentence without a full stop.
    public var problem: String
    /// What would be right.
    public var hint: String?

    public init(file: String, line: Int? = nil, key: String = "", problem: String, hint: String? = nil) {
        self.file = file
        self.line = line
        self.key = key
        self.problem = problem
        self.hint = hint
    }

    /// In one line, the place first, as compilers do: `handbill.yaml:12: batch.maximum: "lots" is no whole number; …`.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return [place, key, problem].filter { !$0.isEmpty }.joined(separator: ": ") + (hint.map { "; " + $0 } ?? "")
    }
}

/// Everything that is wrong with the settings, at once: exit code 78.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// At least one, by file and line.
    public let problems: [SettingsProblem]

    public init(_ problems: [SettingsProblem]) {
        self.problems = problems
    }

    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }

    /// - Throws: `SettingsError` if there are any problems.
    static func throwing(_ problems: [SettingsProblem]) throws(SettingsError) {
        if !problems.isEmpty {
            throw SettingsError(problems)
        }
    }
}
