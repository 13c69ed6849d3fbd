/// How the values of a setting are written: what is expected, how it is read, and how a value is written back.
struct Notation<Value: Sendable>: Sendable {
    /// What would be right, to follow "write": "a whole number from 1 to 240".
    let expectation: String
    let shape: Shape
    /// Reads what stands there. What is wrong is added to the faults; the value is nil then.
    let read: @Sendable (Entry, inout [Fault]) -> Value?
    /// The value as YAML that reads back to it, in one line.
    let write: @Sendable (Value) -> String
    /// The value once it is known relative to which folder its paths are.
    let settle: @Sendable (_ value: Value, _ folder: String) -> Value

    init(
        _ expectation: String, shape: Shape, read: @escaping @Sendable (Entry, inout [Fault]) -> Value?,
        write: @escaping @Sendable (Value) -> String,
        settle: @escaping @Sendable (Value, String) -> Value = { value, _ in value }
    ) {
        self.expectation = expectation
        self.shape = shape
        self.read = read
        self.write = write
        self.settle = settle
    }
}

/// What is wrong in a value.
struct Fault: Sendable, Hashable, Error {
    /// The line, where it is not the line of the value as a whole.
    var line: Int?
    /// Which part of a list or map: `[2]`, `.Desk`.
    var part = ""
    /// As a sentence without a full stop.
    var problem: String
    /// nil for the notation's expectation.
    var hint: String?
}

extension Notation {
    /// A value that is written as one text.
    ///
    /// - Parameter read: throws what is wrong; a fault without a hint gets the expectation for one.
    static func single(
        _ expectation: String, write: @escaping @Sendable (Value) -> String,
        settle: @escaping @Sendable (Value, String) -> Value = { value, _ in value },
        read: @escaping @Sendable (String) throws(Fault) -> Value
    ) -> Notation {
        Notation(
            expectation, shape: .single,
            read: { entry, faults in
                guard case .text(let text) = entry.content else {
                    faults.append(
                        Fault(
                            line: entry.line, problem: "is \(entry.whatItIs), not a single value",
                            hint: "write \(expectation)"))
                    return nil
                }
                do throws(Fault) {
                    return try read(text.trimmed)
                } catch {
                    faults.append(
                        Fault(line: entry.line, problem: error.problem, hint: error.hint ?? "write \(expectation)"))
                    return nil
                }
            },
            write: write, settle: settle)
    }

    /// Several values of one notation.
    ///
    /// - Parameter expectation: "a list of dates".
    static func list<Element>(_ expectation: String, of element: Notation<Element>, isEmptyFine: Bool = true)
        -> Notation where Value == [Element]
    {
        Notation(
            expectation, shape: .list,
            read: { entry, faults in
                guard case .list(let entries) = entry.content else {
                    faults.append(
                        Fault(
                            line: entry.line, problem: "is \(entry.whatItIs), not a list",
                            hint: "write \(expectation) in [brackets] or one a line with a hyphen"))
                    return nil
                }
                if entries.isEmpty, !isEmptyFine {
                    faults.append(
                        Fault(line: entry.line, problem: "is an empty list", hint: "write \(expectation)"))
                }
                let before = faults.count
                let values = entries.enumerated().compactMap { index, entry in
                    element.read(entry, part: "[\(index + 1)]", &faults)
                }
                return faults.count == before ? values : nil
            },
            write: { "[" + $0.map(element.write).joined(separator: ", ") + "]" },
            settle: { values, folder in values.map { element.settle($0, folder) } })
    }

    /// Values by name.
    ///
    /// - Parameter expectation: "a mapping of headings to fields".
    static func map<Element>(_ expectation: String, of element: Notation<Element>) -> Notation
    where Value == [String: Element] {
        Notation(
            expectation, shape: element.shape == .single ? .map : .nested,
            read: { entry, faults in
                guard case .map(let pairs) = entry.content else {
                    faults.append(
                        Fault(
                            line: entry.line, problem: "is \(entry.whatItIs), not a mapping",
                            hint: "write \(expectation)"))
                    return nil
                }
                let before = faults.count
                var values: [String: Element] = [:]
                for pair in pairs {
                    guard !pair.key.isEmpty else {
                        faults.append(
                            Fault(line: pair.line, problem: "has an entry without a name", hint: "write \(expectation)")
                        )
                        continue
                    }
                    values[pair.key] = element.read(pair.value, part: ".\(pair.key)", &faults)
                }
                return faults.count == before ? values : nil
            },
            write: { values in
                let pairs = values.sorted { $0.key < $1.key }
                return "{" + pairs.map { "\($0.key.asYAML): \(element.write($0.value))" }.joined(separator: ", ") + "}"
            },
            settle: { values, folder in values.mapValues { element.settle($0, folder) } })
    }

    /// Reads a part of a list or a map, so that its faults name it.
    private func read(_ entry: Entry, part: String, _ faults: inout [Fault]) -> Value? {
        var own: [Fault] = []
        let value = read(entry, &own)
        faults += own.map { fault in
            var fault = fault
            fault.part = part + fault.part
            return fault
        }
        return value
    }

    /// The same notation for another type, which holds no path.
    func converted<Other: Sendable>(
        _ expectation: String? = nil, to make: @escaping @Sendable (Value) -> Other,
        from unmake: @escaping @Sendable (Other) -> Value
    ) -> Notation<Other> {
        Notation<Other>(
            expectation ?? self.expectation, shape: shape,
            read: { entry, faults in read(entry, &faults).map(make) },
            write: { write(unmake($0)) })
    }
}
