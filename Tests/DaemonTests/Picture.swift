import Foundation

/// A grey picture of a page.
struct Picture {
    let width: Int
    let height: Int
    /// The ink in each whole square of 8 × 8 pixels: two programs that draw the same letters never agree on single
    /// pixels, nor on the last row.
    private let squares: [Int]

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
        let (width, height) = (fields[0], fields[1])
        let (columns, rows) = (width / 8, height / 8)
        var squares = [Int](repeating: 0, count: columns * rows)
        bytes[(index + 1)...].withUnsafeBufferPointer { pixels in
            for y in 0..<rows * 8 {
                for x in 0..<columns * 8 {
                    squares[y / 8 * columns + x / 8] += 255 - Int(pixels[y * width + x])
                }
            }
        }
        (self.width, self.height, self.squares) = (width, height, squares)
    }

    /// The ink on it: 1 for a page that is all black.
    var ink: Double {
        Double(squares.reduce(0, +)) / Double(width * height * 255)
    }

    /// How much of the ink stands in other places of the other picture: 0 for none, 2 for all.
    func difference(to other: Picture) -> Double {
        guard abs(width - other.width) < 2, abs(height - other.height) < 2, squares.count == other.squares.count
        else { return .infinity }
        let sum = zip(squares, other.squares).reduce(0) { $0 + abs($1.0 - $1.1) }
        return Double(sum) / Double(max(1, squares.reduce(0, +)))
    }
}
