import Orders

/// A page as a value: what stands where, in millimetres from the top left corner. Painters draw it and decide nothing.
struct Page: Hashable {
    var size: PaperSize
    var items: [Item] = []

    enum Item: Hashable {
        case text(Text)
        case rule(Rule)
        case box(Box)
        case bars([Bar])
        case code(Code)

        func moved(by distance: Point) -> Item {
            switch self {
            case .text(let text): .text(text.moved(by: distance))
            case .rule(let rule): .rule(rule.moved(by: distance))
            case .box(let box): .box(box.moved(by: distance))
            case .bars(let bars): .bars(bars.map { $0.moved(by: distance) })
            case .code(let code): .code(code.moved(by: distance))
            }
        }
    }

    /// One line of text, black.
    struct Text: Hashable {
        var string: String
        var face: Face
        /// The font's size, in points.
        var points: Double
        /// Where its left end stands on its baseline.
        var at: Point
        /// Whether it belongs to the same paragraph as the text before: what is read aloud in one go.
        var continues = false

        func moved(by distance: Point) -> Text {
            var text = self
            text.at = at.moved(by: distance)
            return text
        }
    }

    /// A straight line.
    struct Rule: Hashable {
        var from: Point
        var to: Point
        /// In millimetres.
        var thickness: Double

        func moved(by distance: Point) -> Rule {
            Rule(from: from.moved(by: distance), to: to.moved(by: distance), thickness: thickness)
        }
    }

    /// A frame with nothing in it.
    struct Box: Hashable {
        var corner: Point
        var width: Double
        var height: Double
        /// Of its frame, in millimetres; half of it lies outside.
        var thickness: Double

        func moved(by distance: Point) -> Box {
            Box(corner: corner.moved(by: distance), width: width, height: height, thickness: thickness)
        }
    }

    /// A filled rectangle: a bar of a barcode.
    struct Bar: Hashable {
        var corner: Point
        var width: Double
        var height: Double

        func moved(by distance: Point) -> Bar {
            Bar(corner: corner.moved(by: distance), width: width, height: height)
        }
    }

    /// A code of square modules. Painters put its corner on the next dot, so that every module is printed as wide as every
    /// other one, wherever on the sheet it stands.
    struct Code: Hashable {
        var corner: Point
        /// A module's side, in dots.
        var dots: Int
        /// The dark modules of each row.
        var runs: [Run]

        /// Dark modules beside each other; row and column are counted from 0.
        struct Run: Hashable {
            var row: Int
            var column: Int
            var count: Int
        }

        /// A dot of a printer of 300 to the inch, in millimetres; those of 600 and 1,200 divide it.
        static let dot = 25.4 / 300

        func moved(by distance: Point) -> Code {
            Code(corner: corner.moved(by: distance), dots: dots, runs: runs)
        }
    }

    /// Its texts, in the order in which they were set.
    var texts: [Text] {
        items.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
}
