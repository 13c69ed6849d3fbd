import Crypto
import Foundation
public import Orders
public import Press
public import Store

/// The papers of closed batches, in `<state>/batches/<id>/`.
///
/// They are derived: made from the snapshot alone, written as a temporary file, synced and renamed, and made again if
/// they are missing. A crash leaves at worst a temporary file that the next run replaces.
public struct Papers: Sendable {
    /// One paper on disk.
    public struct Paper: Sendable {
        public var path: String
        /// Lower-case hexadecimal.
        public var sha256: String
        /// Whether an earlier rendering gave other bytes: a newer font or library, say.
        public var differs: Bool
    }

    private let store: Store
    private let press: Press
    private let sheets: @Sendable (String) throws -> SheetGeometry
    private let directory: String

    /// - Parameters:
    ///   - directory: the folder of the batches' folders, `<state>/batches`.
    ///   - sheets: the label sheet of this name; throws if there is none.
    public init(
        store: Store, press: Press, sheets: @escaping @Sendable (String) throws -> SheetGeometry, directory: String
    ) {
        self.store = store
        self.press = press
        self.sheets = sheets
        self.directory = directory
    }

    /// The folder of a batch's papers.
    public func folder(of batch: BatchID) -> String {
        directory + "/" + batch.description
    }

    /// The bytes of one paper.
    ///
    /// - Parameter labels: another label sheet than the one of the snapshot.
    public func render(
        _ document: DocumentName, of snapshot: BatchSnapshot, as format: PaperFormat, labels: String? = nil
    ) async throws -> [UInt8] {
        try await press.render(
            document, of: snapshot, on: sheets(labels ?? snapshot.papers.labels), as: format)
    }

    /// Makes these papers and keeps them in a folder.
    ///
    /// - Parameters:
    ///   - folder: the folder; the default is the batch's own.
    ///   - progress: hears how many are finished, and of how many.
    public func make(
        _ documents: [DocumentName], of snapshot: BatchSnapshot, as formats: [PaperFormat], in folder: String? = nil,
        progress: (Int, Int?) -> Void = { _, _ in }
    ) async throws -> [Paper] {
        let folder = folder ?? self.folder(of: snapshot.id)
        try DurableFile.makeDirectory(folder)
        var papers: [Paper] = []
        let total = documents.count * formats.count
        for document in documents {
            for format in formats {
                let bytes = try await render(document, of: snapshot, as: format)
                let name = "\(document.rawValue).\(format.rawValue)"
                let sha256 = SHA256.hash(data: bytes).map { byte in
                    (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }.joined()
                try DurableFile.write(bytes, to: folder + "/" + name)
                let before = try await store.recordDocument(name, sha256: sha256, of: snapshot.id)
                papers.append(
                    Paper(
                        path: folder + "/" + name, sha256: sha256, differs: before.map { $0 != sha256 } ?? false))
                progress(papers.count, total)
            }
        }
        return papers
    }
}
