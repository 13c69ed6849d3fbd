internal import Orders

extension Notation {
    /// A mapping with keys of its own.
    ///
    /// - Parameters:
    ///   - table: its keys.
    ///   - fresh: the value without any of them.
    static func mapping(_ expectation: String, of table: KeyTable<Value>, from fresh: Value) -> Notation {
        Notation(
            expectation, shape: .nested,
            read: { entry, faults in
                guard case .map = entry.content else {
                    faults.append(
                        Fault(
                            line: entry.line, problem: "is \(entry.whatItIs), not a mapping",
                            hint: "write \(expectation)"))
                    return nil
                }
                var problems: [SettingsProblem] = []
                var value = fresh
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
                faults += problems.map { problem in
                    Fault(
                        line: problem.line, part: problem.key.isEmpty ? "" : "." + problem.key,
                        problem: problem.problem, hint: problem.hint)
                }
                return problems.isEmpty ? value : nil
            },
            write: { value in
                "{" + table.keys.map { "\($0.name): \($0.write(value))" }.joined(separator: ", ") + "}"
            })
    }

    /// A value, or `null` for one that isn't known.
    static func nullable<Wrapped>(_ notation: Notation<Wrapped>) -> Notation where Value == Wrapped? {
        Notation(
            "\(notation.expectation), or null", shape: notation.shape,
            read: { entry, faults in
                switch entry.content {
                case .null, .empty: .some(nil)
                default: notation.read(entry, &faults).map { $0 }
                }
            },
            write: { $0.map(notation.write) ?? "null" })
    }
}
