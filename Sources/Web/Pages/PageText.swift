import Mustache

/// How text is written into a page: every character that means something in HTML is escaped, wherever it stands.
///
/// Mustache's own escaping looks at whole grapheme clusters, so that a quotation mark with a combining accent after it
/// would slip through and end an attribute. This one looks at bytes.
struct PageText: MustacheContentType {
    func escapeText(_ text: String) -> String {
        Self.escaped(text)
    }

    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { entity(for: $0) != nil }) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let entity = entity(for: byte) {
                escaped.append(contentsOf: entity.utf8)
            } else {
                escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func entity(for byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }

    /// The first words of every template, so that it is written like this and not as Mustache would.
    static let mark = "{{% CONTENT_TYPE:PAGE}}"

    /// Makes the name in `mark` known; asked for before anything is parsed.
    static let isRegistered: Bool = {
        MustacheContentTypes.register(PageText(), named: "PAGE")
        return true
    }()
}
