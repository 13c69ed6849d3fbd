import CPangoCairo

/// The fonts that the papers may be set in: the family asked for and, behind it, a fixed list of Noto's for the
/// scripts that it lacks. Nothing of the machine's or the user's fontconfig settings has a say, so that the same text
/// takes the same fonts in every process and every locale.
///
/// It can be built on any thread, and is only read afterwards.
///
/// `@unchecked Sendable` is safe: `config` is never changed once `init` has returned, and fontconfig guards its own
/// caches and reference counts with locks and atomics ("Fontconfig is thread-safe", since 2.10.91).
final class FontLibrary: @unchecked Sendable {
    let family: String
    let config: OpaquePointer

    /// - Throws: `PressError.noFont`, `PressError.fontLacks`.
    convenience init(family: String) throws(PressError) {
        try self.init(unchecked: family)
        try check()
    }

    /// Without asking whether the family is there and has what papers need.
    init(unchecked family: String) throws(PressError) {
        guard let config = FcConfigCreate() else { throw .library("fontconfig has no memory") }
        self.family = family
        self.config = config
        let loaded = FcConfigParseAndLoadFromMemory(config, Self.configuration(family: family), FcFalse)
        guard loaded == FcTrue, FcConfigBuildFonts(config) == FcTrue else {
            throw .library("fontconfig refuses the font family's name")
        }
    }

    deinit {
        FcConfigDestroy(config)
    }

    /// Where fonts are installed, and fontconfig's own index of them.
    private static let folders = ["/usr/share/fonts", "/usr/local/share/fonts"]
    private static let cache = "/var/cache/fontconfig"

    /// The families behind the first one, in the order in which they are asked. Living scripts, then symbols.
    static let fallback =
        [
            "", " Arabic", " Bengali", " Devanagari", " Hebrew", " Gurmukhi", " Gujarati", " Tamil", " Telugu",
            " Kannada", " Malayalam", " Sinhala", " Oriya", " Thai", " Lao", " Khmer", " Myanmar", " Ethiopic",
            " Armenian", " Georgian", " Thaana", " Syriac", " NKo", " Adlam", " Cherokee", " Canadian Aboriginal",
            " Mongolian", " Javanese", " Balinese", " Sundanese", " Tifinagh", " Vai", " Ol Chiki", " Meetei Mayek",
            " Syloti Nagri", " CJK SC", " CJK TC", " CJK JP", " CJK KR", " Symbols", " Symbols2", " Math",
        ].map { "Noto Sans" + $0 } + ["Noto Serif Tibetan"]

    private static func configuration(family: String) -> String {
        func families(_ names: [String]) -> String {
            names.map { "<string>\(escaped($0))</string>" }.joined()
        }
        let accepted = ([family] + fallback).map {
            "<pattern><patelt name=\"family\">\(families([$0]))</patelt></pattern>"
        }
        let rejected = ["true", "false"].map {
            "<pattern><patelt name=\"scalable\"><bool>\($0)</bool></patelt></pattern>"
        }
        return """
            <?xml version="1.0"?>
            <fontconfig>
            \(folders.map { "<dir>\($0)</dir>" }.joined())<cachedir>\(cache)</cachedir>
            <selectfont><acceptfont>\(accepted.joined())</acceptfont></selectfont>
            <selectfont><rejectfont>\(rejected.joined())</rejectfont></selectfont>
            <match target="pattern">
            <edit name="family" mode="append_last" binding="strong">\(families(fallback))</edit>
            </match>
            </fontconfig>
            """
    }

    private static func escaped(_ text: String) -> String {
        String(
            text.unicodeScalars.flatMap { scalar -> [Character] in
                switch scalar {
                case "<": Array("&lt;")
                case ">": Array("&gt;")
                case "&": Array("&amp;")
                default: scalar.value < 32 ? [] : [Character(scalar)]
                }
            })
    }
}

extension FontLibrary {
    /// What every paper needs: the letters of English, Welsh, Irish and Polish, figures and our own punctuation.
    private static let needed =
        String(String.UnicodeScalarView((0x20...0x7E).compactMap { Unicode.Scalar($0) }))
        + "£€·×–—’‘“”…" + "ÂÊÎÔÛŴŶâêîôûŵŷ" + "ÁÉÍÓÚáéíóú" + "ĄĆĘŁŃÓŚŹŻąćęłńóśźż"

    private static let neededScalars = Set(needed.unicodeScalars)

    /// Whether the family has every character of this text, because every paper needs them.
    static func surelyHas(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        String(decoding: text, as: UTF8.self).unicodeScalars.allSatisfy(neededScalars.contains)
    }

    /// Looks for the family in its regular and bold, and whether it has what every paper needs.
    private func check() throws(PressError) {
        for weight in [FC_WEIGHT_REGULAR, FC_WEIGHT_BOLD] {
            guard let face = face(weight: weight) else { throw .noFont(family: family) }
            defer { FcPatternDestroy(face) }
            var characters: OpaquePointer?
            guard FcPatternGetCharSet(face, FC_CHARSET, 0, &characters) == FcResultMatch, let characters else {
                throw .noFont(family: family)
            }
            let lacking = Self.needed.unicodeScalars.filter { FcCharSetHasChar(characters, $0.value) == FcFalse }
            guard lacking.isEmpty else {
                throw .fontLacks(family: family, characters: lacking.map(codePoint).joined(separator: " "))
            }
        }
    }

    /// The family's own face of this weight, or nil if fontconfig would take another family's.
    private func face(weight: Int32) -> OpaquePointer? {
        let wanted = FcPatternCreate()
        defer { FcPatternDestroy(wanted) }
        FcPatternAddString(wanted, FC_FAMILY, family)
        FcPatternAddInteger(wanted, FC_WEIGHT, weight)
        FcPatternAddInteger(wanted, FC_SLANT, FC_SLANT_ROMAN)
        FcDefaultSubstitute(wanted)
        var result = FcResultMatch
        guard let found = FcFontMatch(config, wanted, &result) else { return nil }
        var index: Int32 = 0
        var name: UnsafeMutablePointer<FcChar8>?
        while FcPatternGetString(found, FC_FAMILY, index, &name) == FcResultMatch, let name {
            if String(cString: name).lowercased() == family.lowercased() { return found }
            index += 1
        }
        FcPatternDestroy(found)
        return nil
    }
}

/// `U+1F600`: how characters are named where they can't be shown.
func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
