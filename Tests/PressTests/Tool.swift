import Foundation
import TestSupport
import Testing

/// Runs the tools that look at finished papers: qpdf, poppler, Ghostscript.
enum Tool {
    /// What the tool wrote to standard output.
    ///
    /// Not by Foundation's `Process`: where many run at once, it loses track of what is open, and other tests' databases
    /// suffer for it.
    static func output(_ tool: String, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) throws
        -> Data
    {
        let folder = try TemporaryDirectory()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, folder.path("output"), O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = ([tool] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process = pid_t()
        let started = posix_spawn(&process, "/usr/bin/\(tool)", &actions, nil, &words, environ)
        try #require(started == 0, "\(tool) can't be started", sourceLocation: sourceLocation)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        #expect(status == 0, "\(tool) failed", sourceLocation: sourceLocation)
        return try Data(contentsOf: URL(fileURLWithPath: folder.path("output")))
    }

    static func text(_ tool: String, _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) throws
        -> String
    {
        String(decoding: try output(tool, arguments, sourceLocation: sourceLocation), as: UTF8.self)
    }

    /// The files that a tool wrote, one a page: those whose paths begin so.
    static func pages(named prefix: String) throws -> [String] {
        let folder = URL(fileURLWithPath: prefix).deletingLastPathComponent().path
        return try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
            .filter { $0.hasPrefix(prefix) }.sorted()
    }
}

/// A paper in a folder of its own, which goes with it.
final class PaperFile {
    let path: String
    private let folder: TemporaryDirectory

    init(_ bytes: [UInt8], _ name: String) throws {
        folder = try TemporaryDirectory()
        path = folder.path(name)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
}

/// A grey picture, as `pdftoppm -gray` and Ghostscript's `pgmraw` write it.
struct Picture {
    var width: Int
    var height: Int
    /// From 0, black, to 255.
    var pixels: [UInt8]

    /// Reads a binary PGM.
    init?(_ data: Data) {
        var fields: [Int] = []
        var index = data.startIndex + 2
        while fields.count < 3, index < data.endIndex {
            if data[index] == UInt8(ascii: "#") {
                index = data[index...].firstIndex(of: 10) ?? data.endIndex
            } else if let end = data[index...].firstIndex(where: { $0 <= 32 }), end > index {
                guard let number = Int(String(decoding: data[index..<end], as: UTF8.self)) else { return nil }
                fields.append(number)
                index = end
            } else {
                index += 1
            }
        }
        guard fields.count == 3 else { return nil }
        (width, height) = (fields[0], fields[1])
        pixels = Array(data[(index + 1)...])
        guard pixels.count == width * height else { return nil }
    }

    /// The ink on it, as a part of a page that is all black.
    var ink: Double {
        pixels.reduce(0) { $0 + Double(255 - $1) } / Double(pixels.count * 255)
    }

    /// The difference of two pictures, measured like `ink`, seen from so far away that this many pixels are one: two
    /// programs never draw the same edges.
    func difference(to other: Picture, blurred side: Int) -> Double {
        zip(sums(side), other.sums(side)).reduce(0) { $0 + Double(abs($1.0 - $1.1)) } / Double(pixels.count * 255)
    }

    /// The part of the ink that has none beside it in the other picture, not even a pixel away: what stands elsewhere, or
    /// not at all. A stroke that is only grey has none worth the name.
    func strays(from other: Picture) -> Double {
        var (ink, strays) = (0, 0)
        for (index, pixel) in pixels.enumerated() where pixel < 64 {
            ink += 1
            let (x, y) = (index % width, index / width)
            let isNear = (max(0, y - 1)...min(height - 1, y + 1)).contains { row in
                (max(0, x - 1)...min(width - 1, x + 1)).contains { other.pixels[row * width + $0] < 160 }
            }
            if !isNear { strays += 1 }
        }
        return ink == 0 ? 0 : Double(strays) / Double(ink)
    }

    /// The ink of each square of so many pixels.
    private func sums(_ side: Int) -> [Int] {
        let columns = (width + side - 1) / side
        var sums = [Int](repeating: 0, count: columns * ((height + side - 1) / side))
        for (index, pixel) in pixels.enumerated() where pixel < 255 {
            sums[index / width / side * columns + index % width / side] += Int(255 - pixel)
        }
        return sums
    }
}
