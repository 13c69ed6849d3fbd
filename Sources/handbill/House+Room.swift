import Foundation
import Settings

/// How much room the disk has.
extension House {
    /// Megabytes below which a day's work may not fit.
    static let roomForADay: UInt64 = 100
    /// Megabytes below which an order may not fit: as much as the database's log holds before it is copied back.
    static let roomForOrders: UInt64 = 8

    /// Looks at the disks of the database and of the file queue; what isn't there yet counts as the folder above it.
    ///
    /// - Returns: the megabytes that are free where fewer are.
    /// - Throws: `Failure` if it is less than `least`.
    func checkRoom(atLeast least: UInt64) throws -> UInt64 {
        var rooms: [UInt64] = []
        for folder in [settings.state, settings.queue.directory] {
            let room = try Self.megabytesFree(at: folder)
            guard room >= least else {
                throw Failure(.cannotWrite, "only \(room) MB are free at \(folder)", hint: "make room on the disk")
            }
            rooms.append(room)
        }
        return rooms.min() ?? 0
    }

    private static func megabytesFree(at folder: String) throws -> UInt64 {
        var place = folder
        while !FileManager.default.fileExists(atPath: place), place.count > 1 {
            place = (place as NSString).deletingLastPathComponent
        }
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: place.isEmpty ? "." : place)
        return ((attributes[.systemFreeSize] as? NSNumber)?.uint64Value ?? 0) >> 20
    }
}
