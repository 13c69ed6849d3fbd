import Crypto
import Foundation
public import Orders
public import Press
public import Store

/// The papers of closed batches, in `<state>/batches/<id>/`.
///
/// They are derived: made from the snapshot alone, on its label sheet and in its font, written as a temporary file,
/// synced and renamed, and made again if they are missing. A crash leaves at worst a temporary file that the next run
/// removes. The page of changes also shows what has become of the batch since, so it is the one that may differ from an
/// earlier printing.
public struct Papers: Sendable {
    /// One paper on disk.
    public struct Paper: Sendable {
        public var path: String
        /// Lower-case hexadecimal.
        public var sha256: String
        /// Whether an earlier rendering gave other bytes: a newer font or library, say.
        public var differs: Bool
    }

    /// What of the papers is made, and how: a printing, and of it perhaps single pages.
    public struct Way: Sendable, Hashable {
        public var printing: Printing
        /// Pages, from 1; nil for all.
        public var sheets: Set<Int>?

        public init(_ printing: Printing = Printing(), sheets: Set<Int>? = nil) {
            self.printing = printing
            self.sheets = sheets
        }

        var laying: Laying { Laying(printing, sheets: sheets) }
        /// Whether it is all of this paper, laid as at closing.
        func isPlain(_ document: DocumentName) -> Bool {
            var own = printing
            // Where the first label is, and on what, is nothing to other papers.
            if document != .labels { (own.labels, own.startAt) = (nil, 1) }
            return own.isPlain && sheets == nil
        }

        /// What a file is called, without its ending.
        func name(of document: DocumentName, isOwnFolder: Bool) -> String {
            isOwnFolder && !isPlain(document) && document != .changes
                ? "\(document.rawValue)-special" : document.rawValue
        }

        /// The numbers of so many pages that were made, in the order in which they come.
        func numbers(of count: Int) -> [Int] {
            let numbers = sheets?.sorted() ?? Array(1...max(1, count))
            return printing.isReversed ? numbers.reversed() : numbers
        }

        /// What of the snapshot is printed: the page of changes is always of the whole batch.
        func chosen(_ document: DocumentName, of snapshot: BatchSnapshot) throws(PrintingProblem) -> BatchSnapshot {
            let chosen = try snapshot.selecting(by: printing)
            return document == .changes ? snapshot : chosen
        }
    }

    private let store: Store
    private let press: Press?
    private let directory: String

    /// - Parameters:
    ///   - press: one that is at hand; for a snapshot in another font, or without one, another is made.
    ///   - directory: the folder of the batches' folders, `<state>/batches`.
    public init(store: Store, press: Press? = nil, directory: String) {
        self.store = store
        self.press = press
        self.directory = directory
    }

    /// The folder of a batch's papers.
    public func folder(of batch: BatchID) -> String {
        directory + "/" + batch.description
    }

    /// The bytes of one paper.
    ///
    /// - Parameters:
    ///   - way: what it is printed on and with.
    ///   - changes: what the page of changes shows: `Store.changes(of:)`.
    /// - Throws: `PressError`.
    public func render(
        _ document: DocumentName, of snapshot: BatchSnapshot, as format: PaperFormat, _ way: Way = Way(),
        changes: [BatchChange] = []
    ) async throws -> [UInt8] {
        try await press(for: snapshot).render(
            document, of: way.chosen(document, of: snapshot), on: way.printing.labels, as: format, changes: changes,
            for: way.printing.profile, laid: way.laying)
    }

    /// The numbers of the packets that have no place on the labels of this printing: theirs stay empty.
    public func misfits(of snapshot: BatchSnapshot, _ way: Way) async throws -> [Int] {
        guard let labels = way.printing.labels else { return [] }
        return try await press(for: snapshot).misfits(
            of: way.chosen(.labels, of: snapshot), on: labels, laid: way.laying)
    }

    /// What can be known before anything is made.
    private func check(
        _ documents: [DocumentName], of snapshot: BatchSnapshot, _ way: Way, with press: Press
    ) async throws {
        for document in documents {
            try await press.check(
                document, of: way.chosen(document, of: snapshot), on: way.printing.labels, for: way.printing.profile,
                laid: way.laying)
        }
    }

    private func press(for snapshot: BatchSnapshot) throws -> Press {
        if let press, press.font == snapshot.papers.font { return press }
        return try Press(font: snapshot.papers.font)
    }

    /// Makes these papers and keeps them in a folder.
    ///
    /// - Parameters:
    ///   - folder: the folder; the default is the batch's own, where papers that are laid otherwise than at closing have
    ///     names of their own: `labels-special.pdf`.
    ///   - way: what of them is printed, and how.
    ///   - changes: what the page of changes shows: `Store.changes(of:)`.
    ///   - progress: hears how many are finished, and of how many.
    public func make(
        _ documents: [DocumentName], of snapshot: BatchSnapshot, as formats: [PaperFormat], in folder: String? = nil,
        _ way: Way = Way(), changes: [BatchChange] = [], progress: (Int, Int?) -> Void = { _, _ in }
    ) async throws -> [Paper] {
        let isOwn = folder == nil
        let folder = folder ?? self.folder(of: snapshot.id)
        let press = try press(for: snapshot)
        try await check(documents, of: snapshot, way, with: press)
        return try await withTaskExecutorPreference(OwnThreads()) {
            try DurableFile.makeDirectory(folder)
            DurableFile.sweep(folder)
            var papers: [Paper] = []
            for document in documents {
                for format in formats {
                    let bytes = try await press.render(
                        document, of: way.chosen(document, of: snapshot), on: way.printing.labels, as: format,
                        changes: changes,
                        for: way.printing.profile, laid: way.laying)
                    let name = "\(way.name(of: document, isOwnFolder: isOwn)).\(format.rawValue)"
                    papers.append(
                        try await keep(
                            bytes, as: name, of: snapshot.id, in: folder,
                            comparing: way.isPlain(document) && DocumentName.ofClosing.contains(document)))
                    progress(papers.count, documents.count * formats.count)
                }
            }
            return papers
        }
    }

    /// Makes pictures of the pages of these papers: `labels-1.png` and so on.
    ///
    /// - Parameters:
    ///   - resolution: dots per inch.
    ///   - folder: the folder; the default is the batch's own.
    /// - Returns: their paths.
    public func makePictures(
        _ documents: [DocumentName], of snapshot: BatchSnapshot, resolution: Double = 150, in folder: String? = nil,
        _ way: Way = Way(), changes: [BatchChange] = [], progress: (Int, Int?) -> Void = { _, _ in }
    ) async throws -> [String] {
        let isOwn = folder == nil
        let folder = folder ?? self.folder(of: snapshot.id)
        let press = try press(for: snapshot)
        try await check(documents, of: snapshot, way, with: press)
        return try await withTaskExecutorPreference(OwnThreads()) {
            try DurableFile.makeDirectory(folder)
            DurableFile.sweep(folder)
            var paths: [String] = []
            for (index, document) in documents.enumerated() {
                let pictures = try await press.pictures(
                    of: document, of: way.chosen(document, of: snapshot), on: way.printing.labels,
                    resolution: resolution, changes: changes,
                    for: way.printing.profile, laid: way.laying)
                let name = "\(folder)/\(way.name(of: document, isOwnFolder: isOwn))"
                for (page, bytes) in zip(way.numbers(of: pictures.count), pictures) {
                    try DurableFile.write(bytes, to: "\(name)-\(page).png")
                    paths.append("\(name)-\(page).png")
                }
                // What an earlier, longer printing left would look like a part of this one.
                var next = pictures.count + 1
                while way.sheets == nil, unlink("\(name)-\(next).png") == 0 { next += 1 }
                progress(index + 1, documents.count)
            }
            return paths
        }
    }

    /// - Parameter comparing: whether the bytes must be those of the first printing, which are remembered.
    private func keep(
        _ bytes: [UInt8], as name: String, of batch: BatchID, in folder: String, comparing: Bool
    ) async throws -> Paper {
        let sha256 = SHA256.hash(data: bytes).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        try DurableFile.write(bytes, to: folder + "/" + name)
        let before = comparing ? try await store.recordDocument(name, sha256: sha256, of: batch) : nil
        return Paper(path: folder + "/" + name, sha256: sha256, differs: before.map { $0 != sha256 } ?? false)
    }
}
