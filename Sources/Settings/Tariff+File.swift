public import Orders

extension Tariff {
    /// Reads and checks a tariff file.
    ///
    /// - Throws: `SettingsError` with every problem, by line.
    public static func load(_ path: String) throws(SettingsError) -> Tariff {
        try read(yaml: EditedFile.read(path), file: path)
    }

    /// Reads a tariff from a file's text: see `templates/postage/royal-mail.yaml`.
    ///
    /// - Parameter file: the file's path, for the problems.
    /// - Throws: `SettingsError` with every problem, by line.
    public static func read(yaml text: String, file: String) throws(SettingsError) -> Tariff {
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
        problems += draft.contradictions().map { contradiction in
            let entries = found[contradiction.key]?.entry
            return SettingsProblem(
                file: file, line: contradiction.line(in: entries) ?? found[contradiction.key]?.line,
                key: contradiction.path, problem: contradiction.problem, hint: contradiction.hint)
        }
        try SettingsError.throwing(problems.inOrder)
        return Tariff(
            name: draft.name, formats: draft.formats, packagings: draft.packaging, tables: draft.prices,
            serviceCodes: draft.serviceCodes.compactMapValues { $0 })
    }

    /// A tariff while it is being read; a key in which anything is wrong leaves its list empty.
    struct Draft: Sendable {
        var name = ""
        var formats: [PostalFormat] = []
        var packaging: [Packaging] = []
        var prices: [Table] = []
        var serviceCodes: [String: String?] = [:]
    }

    private static let keys = KeyTable<Draft>([
        Key("name", \.name, .text, isRequired: true, "Whose it is."),
        Key(
            "formats", \.formats, .list("a list of formats", of: .format, isEmptyFine: false), isRequired: true,
            "What the post takes, from the smallest to the largest."),
        Key(
            "packaging", \.packaging, .list("a list of packagings", of: .packaging, isEmptyFine: false),
            isRequired: true, "What is packed in, from the smallest to the largest."),
        Key(
            "prices", \.prices, .list("a list of tables", of: .prices, isEmptyFine: false), isRequired: true,
            "What it costs, the oldest table first."),
        Key(
            "serviceCodes", \.serviceCodes,
            .map("a mapping of classes to codes, like {2nd: OLA}", of: .nullable(.text)),
            "What Click & Drop calls each class."),
    ])
}

extension Notation where Value == PostalFormat {
    /// `{name: letter, length: 240, width: 165, thickness: 5, bands: [100]}`.
    fileprivate static let format = mapping(
        "a format, like {name: letter, length: 240, width: 165, thickness: 5, bands: [100]}",
        of: KeyTable<PostalFormat>([
            Key("name", \.name, .name, isRequired: true, "What the prices call it."),
            Key("length", \.length, .number(1...5_000, "millimetres"), isRequired: true, "Its longest side."),
            Key("width", \.width, .number(1...5_000, "millimetres"), isRequired: true, "Its second side."),
            Key("thickness", \.thickness, .number(0.1...5_000, "millimetres"), isRequired: true, "Its third side."),
            Key(
                "bands", \.bands,
                .list("a list of weights in grams, rising", of: .whole(1...1_000_000, "grams"), isEmptyFine: false),
                isRequired: true, "The most that each weight band takes."),
        ]), from: PostalFormat(name: "", length: 0, width: 0, thickness: 0, bands: []))
}

extension Notation where Value == Packaging {
    /// `{name: c4, title: C4 envelope, length: 324, width: 229, thickness: 1, holds: 23, weight: 45}`.
    fileprivate static let packaging = mapping(
        "a packaging, like {name: c4, title: C4 envelope, length: 324, width: 229, thickness: 1, holds: 23, weight: 45}",
        of: KeyTable<Packaging>([
            Key("name", \.name, .name, isRequired: true, "What the catalogue calls it."),
            Key("title", \.title, .text, isRequired: true, "What people call it."),
            Key(
                "length", \.length, .number(1...5_000, "millimetres"), isRequired: true,
                "Its longer side outside."),
            Key(
                "width", \.width, .number(1...5_000, "millimetres"), isRequired: true,
                "Its shorter side outside."),
            Key(
                "thickness", \.thickness, .number(0...1_000, "millimetres"), isRequired: true,
                "What its walls add."),
            Key(
                "holds", \.holds, .number(0.1...5_000, "millimetres"), isRequired: true,
                "The thickest that goes in."),
            Key("weight", \.weightGrams, .number(0...100_000, "grams"), isRequired: true, "What it weighs."),
            Key("rigid", \.isRigid, .flag, "Whether it is as thick empty as full."),
            Key("holdsGrams", \.holdsGrams, .number(1...1_000_000, "grams"), "The heaviest that goes in."),
        ]), from: Packaging(name: "", title: "", length: 0, width: 0, thickness: 0, holds: 0, weightGrams: 0))
}

extension Notation where Value == Tariff.Table {
    /// `{validFrom: 2026-04-07, classes: {2nd: {letter: [91]}}}`.
    fileprivate static let prices = mapping(
        "a table, like {validFrom: 2026-04-07, classes: {2nd: {letter: [91]}}}",
        of: KeyTable<Tariff.Table>([
            Key("validFrom", \.validFrom, .date, isRequired: true, "The day from which it holds."),
            Key(
                "classes", \.prices,
                .map(
                    "a mapping of classes to formats",
                    of: .map(
                        "a mapping of formats to prices, like {letter: [91]}",
                        of: .list("a list of prices in pence", of: .nullable(.whole(0...1_000_000, "pence"))))),
                isRequired: true, "The prices of each class."),
        ]), from: Tariff.Table(validFrom: LocalDate(dayNumber: 0), prices: [:]))
}
