extension Settings {
    /// Where each key that is set was written, to be named when its value turns out to be wrong later.
    ///
    /// It is no part of what the settings say: all places are equal, so that settings are compared by their values.
    struct Places: Sendable, Hashable {
        struct Place: Sendable {
            /// The file, or the variable with a dollar before it.
            var file: String
            /// Counted from 1.
            var line: Int?
        }

        private let byKey: [String: Place]

        init(_ byKey: [String: Place] = [:]) {
            self.byKey = byKey
        }

        subscript(key: String) -> Place? { byKey[key] }

        static func == (one: Places, other: Places) -> Bool { true }

        func hash(into hasher: inout Hasher) {}
    }

    /// Says of a key what is wrong with its value, at the place where it was written.
    ///
    /// - Parameters:
    ///   - other: the key whose place is named if this one isn't set.
    ///   - hint: what would be right.
    public func problem(_ key: String, at other: String? = nil, _ problem: String, hint: String?) -> SettingsProblem {
        let place = places[key] ?? other.flatMap { places[$0] }
        return SettingsProblem(
            file: place?.file ?? "", line: place?.line, key: key, problem: problem, hint: hint)
    }
}
