import Fulfilment
import Glibc
import Orders

/// An item's PDF or picture on the disk. Only what the catalogue names is ever opened: no part of a request becomes a
/// path.
struct ItemFile: Sendable {
    var bytes: [UInt8]
    /// Changes whenever the file does.
    var tag: String
    /// Seconds since 1970-01-01T00:00:00Z.
    var modifiedAt: Int64

    /// The most bytes that are served: 20 MB.
    static let largest = 20_000_000

    /// The file as it is now; nil for what isn't there, is no regular file or is too large.
    static func read(_ path: String) async throws -> ItemFile? {
        try await onThread { open(path) }
    }

    /// Which items have a PDF to offer, here or elsewhere, and which have a picture beside it.
    static func shelf(of items: [Item]) async -> Shelf {
        let shelf = try? await onThread {
            var shelf = Shelf()
            for item in items {
                if item.download.map(isAddress) == true || document(of: item).map(isRegular) == true {
                    shelf.documents.insert(item.sku)
                }
                if picture(of: item).map(isRegular) == true { shelf.pictures.insert(item.sku) }
            }
            return shelf
        }
        return shelf ?? Shelf()
    }

    /// What there is to look at, by sku.
    struct Shelf: Sendable, Hashable {
        var documents: Set<String> = []
        var pictures: Set<String> = []
    }

    /// Where the item's PDF is; nil if it has none here.
    static func document(of item: Item) -> String? {
        guard let download = item.download, !isAddress(download) else { return nil }
        return download
    }

    /// The picture stands beside the PDF, with another ending.
    static func picture(of item: Item) -> String? {
        guard let document = document(of: item) else { return nil }
        let name = document.lastIndex(of: "/").map { document[document.index(after: $0)...] } ?? document[...]
        let stem = name.lastIndex(of: ".").map { document[..<$0] } ?? document[...]
        return stem + ".png"
    }

    /// Whether a download is somewhere else on the web.
    static func isAddress(_ download: String) -> Bool {
        download.hasPrefix("https://") || download.hasPrefix("http://")
    }

    private static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size <= largest
    }

    private static func open(_ path: String) -> ItemFile? {
        // Not waiting: a pipe in the file's place would wait for its writer for ever.
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= largest else {
            return nil
        }
        var bytes: [UInt8] = []
        while bytes.count <= largest {
            let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                count = max(0, Glibc.read(file, buffer.baseAddress, buffer.count))
            }
            if chunk.isEmpty { break }
            bytes += chunk
        }
        guard bytes.count == Int(status.st_size) else { return nil }
        let parts = [
            Int64(bitPattern: UInt64(status.st_ino)), Int64(status.st_size), Int64(status.st_mtim.tv_sec),
            Int64(status.st_mtim.tv_nsec),
        ]
        let tag = parts.map { String($0, radix: 36) }.joined(separator: "-")
        return ItemFile(bytes: bytes, tag: "\"\(tag)\"", modifiedAt: Int64(status.st_mtim.tv_sec))
    }
}
