import Foundation

/// Results, and nothing else: what another program may read.
enum StandardOutput {
    /// Writes all of it.
    ///
    /// - Throws: `Failure` with exit code 74 if the reader went away or the disk is full.
    static func write(_ data: Data) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: data)
        } catch {
            throw Failure(.cannotWrite, "standard output can't be written")
        }
    }

    static func line(_ text: String = "") throws {
        try write(Data((text + "\n").utf8))
    }
}

/// Everything that isn't a result: warnings, progress, what to do next. Where nobody can read it, the work goes on.
enum StandardError {
    static let isTerminal = isatty(STDERR_FILENO) == 1

    static func line(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text.printable + "\n").utf8))
    }

    static func raw(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}

extension String {
    /// Without what a terminal would obey: control characters, and marks that turn the direction of writing. What
    /// somebody typed may be repeated in an error.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    let turns = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                    let isPlain = scalar == "\n" || (scalar.properties.generalCategory != .control && !turns)
                    return isPlain ? scalar : "\u{FFFD}"
                }))
    }
}
