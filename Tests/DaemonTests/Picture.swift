import Foundation

/// A grey picture of a page.
struct Picture {
    let width: Int
    let height: Int
    /// From 0, black, to 255.
    private let pixels: [UInt8]

    /// Reads a binary PGM, as `pdftoppm -gray` and Ghostscript's `pgmraw` write it.
    init?(_ data: Data) {
        let bytes = [UInt8](data)
        var fields: [Int] = []
        var index = 2
        while fields.count < 3, index < bytes.count {
            if bytes[index] == UInt8(ascii: "#") {
                index = bytes[index...].firstIndex(of: 10) ?? bytes.count
            } else if let end = bytes[index...].firstIndex(where: { $0 <= 32 }), end > index {
                guard let number = Int(String(decoding: bytes[index..<end], as: UTF8.self)) else { return nil }
                fields.append(number)
                index = end
            } else {
                index += 1
            }
        }
        guard fields.count == 3, bytes.count == index + 1 + fields[0] * fields[1] else { return nil }
        (width, height) = (fields[0], fields[1])
        pixels = Array(bytes[(index + 1)...])
    }

    /// The ink on it: 1 for a page that is all black.
    var ink: Double {
        pixels.reduce(0) { $0 + Double(255 - $1) } / Double(pixels.count * 255)
    }

    /// How much ink stands in other places of the other picture, when both are looked at through squares of this many
    /// pixels: two programs that draw the same letters never agree on single pixels.
    func difference(to other: Picture, squares: Int = 4) -> Double {
        guard width == other.width, height == other.height else { return 1 }
        let sum = zip(coarse(squares), other.coarse(squares)).reduce(0) { $0 + abs($1.0 - $1.1) }
        return Double(sum) / Double(pixels.count * 255)
    }

    private func coarse(_ size: Int) -> [Int] {
        let columns = (width + size - 1) / size
        var sums = [Int](repeating: 0, count: columns * ((height + size - 1) / size))
        for (index, pixel) in pixels.enumerated() {
            sums[index / width / size * columns + index % width / size] += 255 - Int(pixel)
        }
        return sums
    }
}
