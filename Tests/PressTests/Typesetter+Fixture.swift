@testable import Press

extension Typesetter {
    /// A typesetter for the test's own thread.
    static func fixture() throws -> Typesetter {
        try Typesetter(FontLibrary.shared.get())
    }
}

extension Press {
    /// A press of the test's own.
    static func fixture() throws -> Press {
        try Press(library: FontLibrary.shared.get(), font: "Noto Sans")
    }
}

extension FontLibrary {
    /// Only read, so all tests may have the same.
    static let shared = Result { try FontLibrary(family: "Noto Sans") }
}

extension Page {
    var strings: [String] { texts.map(\.string) }

    /// The ink of a text on it.
    static func frame(of text: Page.Text, _ type: Typesetter) -> Frame {
        let extent = type.extent(of: text.string, face: text.face, points: text.points)
        var frame = Frame(left: text.at.x, baseline: text.at.y, extent: extent)
        frame.right = text.at.x + extent.width
        return frame
    }
}
