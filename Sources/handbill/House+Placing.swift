import Settings
import Wire

extension House {
    /// Says of what can't work as the settings have it where it stands in them.
    ///
    /// - Parameter key: what the value belongs to; a problem that names a key of its own is placed there.
    /// - Throws: `SettingsError` for a `WireProblem`; everything else as it is.
    func placing<Value>(_ key: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let problem as WireProblem {
            let section = key.prefix { $0 != "." } + "."
            // A queue's URL is one of two keys.
            let isKey = problem.subject.hasPrefix(section) && problem.subject != "sqs.url"
            throw SettingsError([
                settings.problem(
                    isKey ? problem.subject : key, at: key,
                    isKey || problem.subject == "sqs.url" ? problem.problem : "\(problem.subject) \(problem.problem)",
                    hint: problem.hint)
            ])
        }
    }
}
