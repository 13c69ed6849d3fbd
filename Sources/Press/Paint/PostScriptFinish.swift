/// What cairo puts into PostScript that depends on the clock.
enum PostScriptFinish {
    /// Replaces the date in the header's `%%CreationDate`, which cairo takes from the clock.
    static func setCreationDate(_ date: String, in bytes: inout [UInt8]) {
        let key = Array("%%CreationDate: ".utf8)
        let header = bytes.prefix(2_048)
        guard let start = header.indices.first(where: { header[$0...].starts(with: key) }),
            let end = header[start...].firstIndex(of: UInt8(ascii: "\n"))
        else { return }
        bytes.replaceSubrange((start + key.count)..<end, with: date.utf8)
    }
}
