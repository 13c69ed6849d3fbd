import Foundation
import TestSupport
import Testing

/// A PDF or PostScript file, as Debian's own tools see it.
struct Paper {
    let path: String

    /// Runs a tool that is expected to be content.
    static func tool(_ name: String, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) throws
        -> FinishedProgram
    {
        let run = try Program(name, arguments).run()
        #expect(run.exitCode == 0, "\(name): \(run.complaints)", sourceLocation: sourceLocation)
        return run
    }

    /// Its words in the order in which they were drawn, without any blanks, so that wrapped lines are whole.
    func words() throws -> String {
        try Self.tool("pdftotext", ["-raw", path, "-"]).text.withoutBlanks
    }

    /// The fonts in it: their lines in the table that `pdffonts` prints.
    func fonts() throws -> [Substring] {
        Array(try Self.tool("pdffonts", [path]).text.split(separator: "\n").dropFirst(2))
    }

    /// Every page as a small grey picture.
    func pictures() throws -> [Picture] {
        let folder = try TemporaryDirectory()
        if path.hasSuffix(".ps") {
            _ = try Self.tool(
                "gs",
                [
                    "-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-sDEVICE=pgmraw", "-r40", "-dTextAlphaBits=4",
                    "-dGraphicsAlphaBits=4", "-sOutputFile=" + folder.path("page-%04d.pgm"), path,
                ])
        } else {
            _ = try Self.tool("pdftoppm", ["-gray", "-r", "40", path, folder.path("page")])
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
        return try names.map { name in
            try #require(Picture(try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))))
        }
    }
}

extension String {
    var withoutBlanks: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { !$0.properties.isWhitespace }))
    }
}
