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

    /// Its words as they stand beside each other.
    func layout() throws -> String {
        try Self.tool("pdftotext", ["-layout", path, "-"]).text
    }

    /// The fonts in it: their lines in the table that `pdffonts` prints.
    func fonts() throws -> [Substring] {
        Array(try Self.tool("pdffonts", [path]).text.split(separator: "\n").dropFirst(2))
    }

    /// How many pages it has: for PostScript, how many Ghostscript draws.
    func pageCount() throws -> Int {
        if path.hasSuffix(".ps") { return try drawn(["-r10"], ["-r", "10"]).count }
        let line = try Self.tool("pdfinfo", [path]).text.firstMatch(of: /Pages: +(\d+)/)
        return try #require(line.flatMap { Int($0.1) })
    }

    /// The first pages as grey pictures.
    func pictures(ofFirst count: Int) throws -> [Picture] {
        try drawn(["-r100", "-dLastPage=\(count)"], ["-r", "100", "-l", "\(count)"]).map { file in
            try #require(Picture(file))
        }
    }

    /// The pages as PGM files, by Ghostscript or by Poppler.
    private func drawn(_ ghostscript: [String], _ poppler: [String]) throws -> [Data] {
        let folder = try TemporaryDirectory()
        if path.hasSuffix(".ps") {
            let device = ["-sDEVICE=pgmraw", "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4"]
            let output = "-sOutputFile=" + folder.path("page-%04d.pgm")
            _ = try Self.tool("gs", ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE"] + device + ghostscript + [output, path])
        } else {
            _ = try Self.tool("pdftoppm", ["-gray"] + poppler + [path, folder.path("page")])
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
        return try names.map { try Data(contentsOf: URL(fileURLWithPath: folder.path($0))) }
    }
}

extension String {
    var withoutBlanks: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { !$0.properties.isWhitespace }))
    }
}
