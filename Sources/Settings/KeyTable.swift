import Orders

/// The keys that a file may hold, and the sections that they stand in.
struct KeyTable<Root: Sendable>: Sendable {
    let keys: [Key<Root>]
    /// What each section is for, by its name.
    let sections: [String: String]

    init(_ keys: [Key<Root>], sections: [String: String] = [:]) {
        self.keys = keys
        self.sections = sections
    }

    /// What was written for a key, and where.
    struct Written: Sendable {
        var entry: Entry
        /// The file, or the variable with a dollar before it.
        var file: String
        /// The line of the key, or of its value where they are apart.
        var line: Int?
        /// Relative to which its paths are.
        var folder: String
    }

    /// Finds the keys in a mapping. Keys that are unset are left out; unknown ones are problems.
    ///
    /// - Parameter mapping: nil for an empty file.
    func find(in mapping: Entry?, file: String, folder: String, problems: inout [SettingsProblem]) -> [String: Written]
    {
        var found: [String: Written] = [:]
        if let mapping {
            find(in: mapping, under: "", file: file, folder: folder, &found, &problems)
        }
        return found
    }

    private func find(
        in mapping: Entry, under section: String, file: String, folder: String, _ found: inout [String: Written],
        _ problems: inout [SettingsProblem]
    ) {
        guard case .map(let pairs) = mapping.content else {
            if mapping.content != .null, mapping.content != .empty {
                problems.append(
                    SettingsProblem(
                        file: file, line: mapping.line, key: section,
                        problem: "is \(mapping.whatItIs), not a mapping", hint: "write key: value, one a line"))
            }
            return
        }
        for pair in pairs {
            let path = section.isEmpty ? pair.key : "\(section).\(pair.key)"
            if let key = keys.first(where: { $0.path == path }) {
                if !key.leavesUnset(pair.value) {
                    found[path] = Written(entry: pair.value, file: file, line: pair.line, folder: folder)
                }
            } else if keys.contains(where: { $0.path.hasPrefix(path + ".") }) {
                find(in: pair.value, under: path, file: file, folder: folder, &found, &problems)
            } else {
                problems.append(
                    SettingsProblem(
                        file: file, line: pair.line, key: path, problem: "is no key that is known",
                        hint: nearestKey(to: path)))
            }
        }
    }

    /// The known key most like this one: in its own section, in another, or the section itself.
    private func nearestKey(to path: String) -> String? {
        let paths = keys.map(\.path)
        let name = path.split(separator: ".").last.map(String.init) ?? path
        let moved = keys.filter { $0.name == name }.map(\.path)
        let siblings = keys.filter { $0.path.dropLast($0.name.count) == path.dropLast(name.count) }
        let nearest =
            name.nearest(in: siblings.map(\.name)).map { path.dropLast(name.count) + $0 }
            ?? (moved.count == 1 ? moved.first : nil) ?? path.nearest(in: paths)
            ?? path.nearest(in: Set(paths.compactMap { $0.split(separator: ".").first.map(String.init) }).sorted())
        return nearest.map { "did you mean \($0)?" }
    }

    /// Finds the keys among environment variables. A variable that begins with `HANDBILL_` and is no key's is a problem.
    ///
    /// - Parameter known: variables that mean something else.
    func find(
        inEnvironment environment: [String: String], besides known: Set<String>, folder: String,
        problems: inout [SettingsProblem]
    ) -> [String: Written] {
        let byVariable = Dictionary(uniqueKeysWithValues: keys.map { ($0.variable, $0) })
        var found: [String: Written] = [:]
        for (name, text) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("HANDBILL_") {
            if let key = byVariable[name] {
                let entry = Entry(variable: text, shape: key.shape)
                if !key.leavesUnset(entry) {
                    found[key.path] = Written(entry: entry, file: "$" + name, line: nil, folder: folder)
                }
            } else if !known.contains(name), let meant = Self.meant(by: name, byVariable.keys.sorted() + known.sorted())
            {
                // One that resembles none of ours is somebody else's: a script's, say.
                problems.append(
                    SettingsProblem(
                        file: "$" + name, problem: "is no variable that is known", hint: "did you mean \(meant)?"))
            }
        }
        return found
    }

    /// The variable that this one is a slip of, as far as what follows the common beginning tells.
    private static func meant(by name: String, _ candidates: [String]) -> String? {
        let prefix = "HANDBILL_"
        return String(name.dropFirst(prefix.count)).nearest(in: candidates.map { String($0.dropFirst(prefix.count)) })
            .map { prefix + $0 }
    }

    /// Takes one written value.
    func take(_ written: Written, of key: Key<Root>, into root: inout Root, problems: inout [SettingsProblem]) {
        var faults: [Fault] = []
        key.take(written.entry, &root, &faults)
        problems += faults.map { fault in
            SettingsProblem(
                file: written.file, line: fault.line ?? written.line, key: key.path + fault.part,
                problem: fault.problem, hint: fault.hint)
        }
    }
}
