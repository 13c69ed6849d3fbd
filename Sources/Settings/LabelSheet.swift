public import Orders
import Press

/// A label sheet as a file describes it: the geometry, and the names and words that people know it by.
public struct LabelSheet: Sendable, Hashable {
    /// What it says on the box: `L7159`. The file is called so too.
    public var name: String
    /// Other names of the same geometry: `J8159`.
    public var aliases: [String]
    /// "24 address labels, 63.5 × 33.9 mm".
    public var description: String
    /// Known to be printable.
    public var geometry: SheetGeometry
}

extension LabelSheet {
    /// Reads and checks a sheet from a file's text.
    ///
    /// - Parameter file: the file's path, for the problems; without `.yaml` its last part must be the sheet's name.
    /// - Throws: `SettingsError` with every problem, by line.
    public static func read(yaml text: String, file: String) throws(SettingsError) -> LabelSheet {
        let root = try Entry.parse(yaml: text, file: file)
        var problems: [SettingsProblem] = []
        let found = keys.find(in: root, file: file, folder: file.folder, problems: &problems)
        var draft = Draft()
        for key in keys.keys {
            if let written = found[key.path] {
                keys.take(written, of: key, into: &draft, problems: &problems)
            } else if key.isRequired {
                problems.append(
                    SettingsProblem(
                        file: file, line: root?.line ?? 1, key: key.path, problem: "is missing",
                        hint: "write \(key.expectation)"))
            }
        }
        let fileName = file.lastPathPart
        if problems.isEmpty, ![draft.name + ".yaml", draft.name + ".yml"].contains(fileName) {
            problems.append(
                SettingsProblem(
                    file: file, line: found["name"]?.line, key: "name",
                    problem: "is \(draft.name), but the file is called \(fileName)",
                    hint: "call the file \(draft.name).yaml"))
        }
        if problems.isEmpty {
            problems += draft.geometry.problems().map {
                SettingsProblem(file: file, problem: $0, hint: "measure a sheet and write what you find")
            }
        }
        try SettingsError.throwing(problems.inOrder)
        return LabelSheet(
            name: draft.name, aliases: draft.aliases, description: draft.description, geometry: draft.geometry)
    }

    /// A sheet while it is being read.
    private struct Draft: Sendable {
        var name = ""
        var aliases: [String] = []
        var description = ""
        var page = PaperSize.a4
        var columns = 0
        var rows = 0
        var width = 0.0
        var height = 0.0
        var left = 0.0
        var top = 0.0
        var pitchX = 0.0
        var pitchY = 0.0

        var geometry: SheetGeometry {
            SheetGeometry(
                name: name, page: page, columns: columns, rows: rows, labelWidth: width, labelHeight: height,
                left: left, top: top, pitchX: pitchX, pitchY: pitchY)
        }
    }

    private static let keys = KeyTable<Draft>([
        Key("name", \.name, .name, isRequired: true, "What it says on the box."),
        Key("aliases", \.aliases, .list("a list of names", of: .name), "Other names of the same geometry."),
        Key("description", \.description, .text, "What it is, for listings."),
        Key("page", \.page, .paper, "The size of the whole sheet."),
        Key("columns", \.columns, .whole(1...100), isRequired: true, "Labels side by side."),
        Key("rows", \.rows, .whole(1...100), isRequired: true, "Labels one below the other."),
        Key("width", \.width, .millimetres, isRequired: true, "A label's width."),
        Key("height", \.height, .millimetres, isRequired: true, "A label's height."),
        Key("left", \.left, .millimetres, isRequired: true, "From the page's left edge to the first label."),
        Key("top", \.top, .millimetres, isRequired: true, "From the page's top edge to the first label."),
        Key("pitchX", \.pitchX, .millimetres, isRequired: true, "From one label's left edge to the next one's."),
        Key("pitchY", \.pitchY, .millimetres, isRequired: true, "From one label's top edge to the next one's."),
    ])
}

extension Notation where Value == Double {
    fileprivate static var millimetres: Notation { .number(0...2_000, "millimetres") }
}

extension Notation where Value == PaperSize {
    fileprivate static let paper = single(
        PaperSize.named.map(\.name).joined(separator: ", ") + ", or its width and height in millimetres, like 89 x 36",
        write: { size in
            PaperSize.named.first { $0.size == size }?.name ?? "\(size.width.asYAML) x \(size.height.asYAML)"
        },
        read: { (text) throws(Fault) in
            if let size = PaperSize(named: text) { return size }
            let sides = text.split(whereSeparator: { "xX×".contains($0) }).map { part in
                Double(part.filter { $0 != " " }) ?? 0
            }
            guard sides.count == 2, sides.allSatisfy({ $0 > 0 && $0 <= 2_000 }) else {
                throw Fault(problem: "\(text.quoted) is no paper size")
            }
            return PaperSize(width: sides[0], height: sides[1])
        })
}
