import Orders
import Store

/// Reads a reference as a person typed it.
///
/// - Throws: `Failure` with what she may have meant: an order that exists, if any is near.
func readReference(_ text: String, in store: Store) async throws -> Reference {
    do {
        return try Reference(reading: text)
    } catch Reference.ReadingError.wrongCheck {
        let all = Reference.suggestions(for: text)
        var known: [Reference] = []
        for candidate in all where try await store.order(candidate) != nil { known.append(candidate) }
        let meant = (known.isEmpty ? all : known).prefix(3).map(\.description)
        throw Failure(
            .usage, "\(text) is no reference: its check character doesn't fit",
            hint: meant.isEmpty ? nil : "did you mean \(meant.joined(separator: " or "))?")
    } catch {
        throw Failure(.usage, "\(text) is no reference", hint: "it looks like HB-7K3M9QZX, capitals or not")
    }
}

/// The batch with this id, or the `latest`.
///
/// - Throws: `Failure` or `StoreError` if there is none.
func findBatch(_ text: String, in store: Store) async throws -> BatchRecord {
    if text == "latest" {
        guard let latest = try await store.latestBatch() else {
            throw Failure(.notFound, "no batch has been closed yet", hint: "handbill batch close")
        }
        return latest
    }
    guard let id = BatchID(text) else {
        throw Failure(.usage, "\(text) is no batch", hint: "it looks like 2026-12-17-1, or is 'latest'")
    }
    guard let record = try await store.batch(id) else { throw StoreError.noSuchBatch(id) }
    return record
}
