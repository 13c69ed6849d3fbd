extension Notation {
    /// A mapping with keys of its own, each with a meaning: `{right: 0.5, down: -1}`.
    ///
    /// - Parameters:
    ///   - example: what such a mapping looks like.
    ///   - fresh: the value before anything is read; keys that are left out keep what it has.
    static func record(
        _ expectation: String, like example: String, of table: KeyTable<Value>, fresh: Value,
        write: @escaping @Sendable (Value) -> String
    ) -> Notation {
        Notation(
            expectation, shape: .nested,
            read: { entry, faults in
                var problems: [SettingsProblem] = []
                var value = fresh
                if case .map = entry.content {
                    let found = table.find(in: entry, file: "", folder: "", problems: &problems)
                    for key in table.keys {
                        if let written = found[key.path] {
                            table.take(written, of: key, into: &value, problems: &problems)
                        } else if key.isRequired {
                            problems.append(
                                SettingsProblem(
                                    file: "", line: entry.line, key: key.path, problem: "is missing",
                                    hint: "write \(key.expectation)"))
                        }
                    }
                } else {
                    problems.append(
                        SettingsProblem(
                            file: "", line: entry.line, problem: "is \(entry.whatItIs), not a mapping",
                            hint: "write \(example)"))
                }
                faults += problems.map { problem in
                    Fault(
                        line: problem.line, part: problem.key.isEmpty ? "" : "." + problem.key,
                        problem: problem.problem, hint: problem.hint ?? "write \(example)")
                }
                return problems.isEmpty ? value : nil
            },
            write: write)
    }
}
