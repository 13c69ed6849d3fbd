import Foundation

/// Any JSON, to look at its keys and its nulls.
enum JSONValue: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let array = try? value.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    /// What stands under a key; null also where this is no object.
    subscript(key: String) -> JSONValue {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    /// The elements; none where this is no array.
    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The keys, sorted and with spaces between them; of an array, those of each element, if they are all the same.
    var keys: String {
        switch self {
        case .object(let members): members.keys.sorted().joined(separator: " ")
        case .array(let elements): Set(elements.map(\.keys)).sorted().joined(separator: " or ")
        default: ""
        }
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
