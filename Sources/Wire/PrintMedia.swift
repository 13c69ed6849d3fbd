import CCups

/// A size of paper as IPP names it (PWG 5101.1): `iso_a4_210x297mm`, `na_letter_8.5x11in`, `custom_89x36mm_89x36mm`.
public struct PrintMedia: Sendable, Hashable {
    public let name: String
    /// Hundredths of a millimetre.
    let width: Int32
    let length: Int32

    /// - Parameters:
    ///   - width: millimetres, as the page lies.
    ///   - height: millimetres.
    public init(width: Double, height: Double) {
        self.width = Int32((width * 100).rounded())
        length = Int32((height * 100).rounded())
        // libcups knows all standard sizes, and makes a name for any other.
        name = pwgMediaForSize(self.width, length)?.pointee.pwg.map { String(cString: $0) } ?? "iso_a4_210x297mm"
    }

    /// A name that a printer lists; nil if no size stands in it.
    init?(listed: String) {
        guard let media = pwgMediaForPWG(listed)?.pointee else { return nil }
        name = listed
        width = media.width
        length = media.length
    }

    /// Whether a printer that lists these papers takes this one, by name, by size to half a millimetre, or as one between
    /// its smallest and its largest. One that lists none takes what it is given.
    func isAmong(_ listed: [String]) -> Bool {
        let sizes = listed.filter { !$0.hasPrefix("custom_min_") && !$0.hasPrefix("custom_max_") }
            .compactMap(PrintMedia.init(listed:))
        if listed.isEmpty || listed.contains(name) || sizes.contains(where: isLike) { return true }
        func bound(_ prefix: String) -> PrintMedia? {
            listed.first { $0.hasPrefix(prefix) }.flatMap(PrintMedia.init(listed:))
        }
        guard let least = bound("custom_min_"), let most = bound("custom_max_") else { return false }
        return (least.width...max(least.width, most.width)).contains(width)
            && (least.length...max(least.length, most.length)).contains(length)
    }

    private func isLike(_ other: PrintMedia) -> Bool {
        abs(other.width - width) <= 50 && abs(other.length - length) <= 50
    }
}
