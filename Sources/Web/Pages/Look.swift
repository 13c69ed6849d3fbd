import Crypto
import Foundation
import Orders

/// What the pages look like and what they say of privacy: worked out once.
struct Look: Sendable {
    let styleSheet: [UInt8]
    /// Short hashes of contents, for addresses that change with them.
    let styleVersion: String
    let logoVersion: String?
    /// The version of the privacy notice: a short hash of everything that is said of privacy, above the button and on its
    /// page, in every language, with the settings, words and templates that are in force.
    let noticeVersion: String

    init(_ parts: SupporterPages.Parts) {
        let colour = Colour(parts.campaign.colour) ?? Colour(red: 0x1F, green: 0x4E, blue: 0x79)
        let style = parts.templates.render(
            "style.css",
            [
                "colour": colour.description, "onColour": colour.isDark ? "#ffffff" : "#000000",
                // Where the colour itself is text or a line on white, it must be dark enough.
                "ink": colour.contrast(with: .white) >= 4.5 ? colour.description : "#1a1a1a",
            ], in: .english)
        styleSheet = Array(style.utf8)
        styleVersion = Self.hash(styleSheet)
        logoVersion = parts.templates.logo.map { Self.hash($0.bytes) }
        noticeVersion = Self.hash(Array(parts.notices.joined(separator: "\n").utf8))
    }

    /// Twelve hexadecimal digits of SHA-256.
    private static func hash(_ bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).prefix(6).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}

/// A colour, and how well it can be read on another, by the formula of the Web Content Accessibility Guidelines 2.2.
struct Colour: Sendable, Hashable, CustomStringConvertible {
    var red: UInt8
    var green: UInt8
    var blue: UInt8

    static let white = Colour(red: 255, green: 255, blue: 255)
    static let black = Colour(red: 0, green: 0, blue: 0)

    init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#1f4e79`.
    init?(_ text: String) {
        guard text.hasPrefix("#"), text.utf8.count == 7, text.dropFirst().allSatisfy(\.isHexDigit),
            let number = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self.init(red: UInt8(number >> 16), green: UInt8(number >> 8 & 0xFF), blue: UInt8(number & 0xFF))
    }

    var description: String {
        let number = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
        let digits = String(number, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Whether white can be read better on it than black.
    var isDark: Bool { contrast(with: .white) >= contrast(with: .black) }

    /// From 1 to 21.
    func contrast(with other: Colour) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    private var luminance: Double {
        func linear(_ part: UInt8) -> Double {
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }
}
