import CPangoCairo
import Foundation
import Orders
import Testing

@testable import Press

/// Pages as pictures.
@Suite struct PNGTests {
    /// Where the ink of a picture lies, read by cairo.
    private struct Dots {
        let width: Int
        let height: Int
        private let dark: [Bool]

        init(_ bytes: [UInt8]) throws {
            let file = try PaperFile(bytes, "page.png")
            let surface = try #require(cairo_image_surface_create_from_png(file.path))
            defer { cairo_surface_destroy(surface) }
            try #require(cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
            let width = Int(cairo_image_surface_get_width(surface))
            let height = Int(cairo_image_surface_get_height(surface))
            let stride = Int(cairo_image_surface_get_stride(surface))
            let data = try #require(cairo_image_surface_get_data(surface))
            (self.width, self.height) = (width, height)
            dark = (0..<(width * height)).map { data[$0 / width * stride + $0 % width * 4] < 128 }
        }

        /// How many dark dots lie in this part of it, in dots.
        func ink(x: Range<Int>, y: Range<Int>) -> Int {
            y.reduce(0) { sum, row in sum + x.count { dark[row * width + $0] } }
        }
    }

    @Test func `a sheet of labels is one picture in the size of the page, with ink on its labels only`() async throws {
        let press = try Press.fixture()
        let sheet = SheetGeometry.l7160
        let pictures = try await press.pictures(of: .labels, of: .fixture(count: 2), on: sheet, resolution: 150)
        #expect(pictures.count == 1)
        let dots = try Dots(pictures[0])
        #expect(dots.width == 1_241 && dots.height == 1_754)
        func part(_ place: Int) -> (x: Range<Int>, y: Range<Int>) {
            let corner = sheet.origin(ofLabel: place)
            func dot(_ millimetres: Double) -> Int { Int(millimetres * 150 / 25.4) }
            return (
                dot(corner.x)..<dot(corner.x + sheet.labelWidth), dot(corner.y)..<dot(corner.y + sheet.labelHeight)
            )
        }
        for place in 0..<2 { #expect(dots.ink(x: part(place).x, y: part(place).y) > 500) }
        #expect(dots.ink(x: part(2).x, y: part(2).y) == 0)
        #expect(dots.ink(x: 0..<dots.width, y: part(3).y.lowerBound..<dots.height) == 0)
    }

    @Test func `there is a picture for each page of each paper, the same each time`() async throws {
        let press = try Press.fixture()
        let snapshot = BatchSnapshot.fixture(count: 5)
        for document in DocumentName.allCases {
            let pictures = try await press.pictures(of: document, of: snapshot, resolution: 20)
            let pdf = try await press.render(document, of: snapshot, as: .pdf)
            let file = try PaperFile(pdf, "paper.pdf")
            #expect(try Tool.text("pdfinfo", [file.path]).contains("Pages:           \(pictures.count)\n"))
            #expect(try await press.pictures(of: document, of: snapshot, resolution: 20) == pictures)
        }
    }

    @Test func `labels that can't be set make no pictures`() async throws {
        let press = try Press.fixture()
        let recipient = ["Aisha Khan", String(repeating: "Very long street ", count: 60), "LEEDS", "LS1 1AA"]
        let snapshot = BatchSnapshot.fixture([.fixture(sequence: 1, recipient: recipient)])
        await #expect(throws: PressError.unprintable(packets: [1], sheet: "L7160")) {
            try await press.pictures(of: .labels, of: snapshot, on: .l7160)
        }
    }
}
