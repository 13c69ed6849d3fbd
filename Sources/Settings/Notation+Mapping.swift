extension Notation {
    /// A mapping with keys of its own.
    ///
    /// - Parameters:
    ///   - table: its keys.
    ///   - fresh: the value without any of them.
    static func mapping(_ expectation: String, of table: KeyTable<Value>, from fresh: Value) -> Notation {
        record(
            expectation, like: expectation, of: table, fresh: fresh,
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
