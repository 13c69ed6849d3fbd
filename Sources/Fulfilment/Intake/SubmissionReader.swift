public import Orders

/// Reads a file of orders, one by one, in memory that doesn't grow with the file.
///
/// A file that can't be read as a whole is refused when it is opened, before its first order. From then on every order
/// comes out as a row, good or bad, in the order of the file; only a failing disk ends it early.
public struct SubmissionReader: ~Copyable, Sendable {
    /// The file's name without its folder.
    public let name: String
    public let format: SubmissionFormat
    /// How the file is written; JSON is always UTF-8.
    public let encoding: TextEncoding
    private var rows: Rows
    /// The first row, which was read to see that there is one.
    private var first: ReadRow?

    /// Opens a file, looks through it once to learn its encoding, and reads its header.
    ///
    /// - Parameters:
    ///   - name: what reports call it; a path's last part by default.
    ///   - format: nil to tell it by the name and the first bytes.
    ///   - columns: `queue.columns`: from a CSV heading to a field's name or to the item that it asks the number of.
    ///   - maximumBytes: `queue.maximumMegabytes`; a larger file is refused unread.
    /// - Throws: `FileProblem`, if nothing in it can be read.
    public static func open(
        _ source: SubmissionSource, name: String? = nil, format: SubmissionFormat? = nil,
        columns: [String: String] = [:], maximumBytes: Int = 64 * 1_048_576
    ) throws(FileProblem) -> SubmissionReader {
        switch source {
        case .path(let path, let followingLinks):
            let file = try OpenFile(path: path, followingLinks: followingLinks, maximumBytes: maximumBytes)
            return try SubmissionReader(.file(file), name: name ?? file.name, format: format, columns: columns)
        case .stream(let descriptor):
            let name = name ?? "standard input"
            let bytes = try OpenFile.readAll(descriptor, name: name, maximumBytes: maximumBytes)
            return try SubmissionReader(.bytes(bytes), name: name, format: format, columns: columns)
        case .bytes(let bytes):
            let name = name ?? "orders"
            if bytes.count > maximumBytes { throw OpenFile.tooLarge(name, maximumBytes) }
            return try SubmissionReader(.bytes(bytes), name: name, format: format, columns: columns)
        }
    }

    /// The next order, or nil at the end.
    ///
    /// - Throws: `FileProblem`, if the disk fails; what was read before stays read.
    public mutating func next() throws(FileProblem) -> ReadRow? {
        if let row = first {
            first = nil
            return row
        }
        return try rows.next()
    }

    /// The next orders, at most so many; empty at the end.
    public mutating func next(upTo count: Int) throws(FileProblem) -> [ReadRow] {
        var rows: [ReadRow] = []
        while rows.count < count, let row = try next() { rows.append(row) }
        return rows
    }

    /// What is worth a word about the file as a whole: columns that are ignored.
    public var warnings: [Problem] { rows.csv?.header.warnings ?? [] }

    /// Bytes of the file that were read so far.
    public var bytesRead: Int { rows.progress.bytesRead }

    /// Bytes of the file in all, as it was when it was opened.
    public var bytesInAll: Int { rows.progress.bytesInAll }

    /// The header of a CSV file, word for word, and what stands between its fields; nil for JSON.
    var header: (text: String, syntax: CSVSyntax)? {
        rows.csv.map { ($0.headerText, $0.syntax) }
    }

    private init(
        _ content: SubmissionContent, name: String, format: SubmissionFormat?, columns: [String: String]
    ) throws(FileProblem) {
        let beginning = try content.beginning()
        try TextSignature.check(beginning[...], name: name)
        let hasMark = beginning.starts(with: TextSignature.byteOrderMark)
        let offset = hasMark ? TextSignature.byteOrderMark.count : 0
        let format = format ?? SubmissionFormat(name: name, beginning: beginning[offset...])
        let encoding = format == .csv ? try content.encoding(name: name, hasByteOrderMark: hasMark) : .utf8
        let window = content.window(from: offset, encoding: encoding)
        let rows =
            switch format {
            case .csv: Rows(csv: try CSVReader(window, mapping: columns, name: name))
            case .json: Rows(json: try JSONReader(window, name: name))
            }
        try self.init(rows, name: name, format: format, encoding: encoding)
    }

    private init(
        _ rows: Rows, name: String, format: SubmissionFormat, encoding: TextEncoding
    ) throws(FileProblem) {
        var rows = rows
        guard let first = try rows.next() else {
            throw FileProblem(
                .content, name: name, problem: "holds no orders",
                hint: format == .csv ? "below the header stands a row for each order" : "write orders in { and }")
        }
        self.name = name
        self.format = format
        self.encoding = encoding
        self.rows = rows
        self.first = first
    }
}

/// The reader of the one format or the other.
private struct Rows: Sendable {
    var csv: CSVReader?
    var json: JSONReader?

    mutating func next() throws(FileProblem) -> ReadRow? {
        // Not a switch over an enum: taking the reader out of it would copy its window for every row.
        if csv != nil { try csv?.next() } else { try json?.next() }
    }

    var progress: ByteWindow.Progress {
        csv?.window.progress ?? json?.window.progress ?? ByteWindow.Progress(bytesRead: 0, bytesInAll: 0)
    }
}

/// What is to be read, wherever it lies.
private enum SubmissionContent {
    case file(OpenFile)
    case bytes([UInt8])

    /// The first bytes, enough to tell what it is.
    func beginning() throws(FileProblem) -> [UInt8] {
        switch self {
        case .bytes(let bytes):
            return Array(bytes.prefix(4096))
        case .file(let file):
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = try file.read(at: 0, into: &buffer)
            return Array(buffer.prefix(count))
        }
    }

    func encoding(name: String, hasByteOrderMark: Bool) throws(FileProblem) -> TextEncoding {
        var scan = TextEncodingScan()
        switch self {
        case .bytes(let bytes):
            scan.feed(bytes)
        case .file(let file):
            var buffer = [UInt8](repeating: 0, count: 256 * 1024)
            var offset = 0
            while case let count = try file.read(at: offset, into: &buffer), count > 0 {
                scan.feed(buffer[..<count])
                offset += count
            }
        }
        return try scan.verdict(name: name, hasByteOrderMark: hasByteOrderMark)
    }

    func window(from offset: Int, encoding: TextEncoding) -> ByteWindow {
        switch self {
        case .file(let file): ByteWindow(file: file, from: offset, encoding: encoding)
        case .bytes(let bytes): ByteWindow(bytes: bytes, from: offset, encoding: encoding)
        }
    }
}
