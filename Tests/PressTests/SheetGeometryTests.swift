import Orders
import Testing

@testable import Press

@Suite struct SheetGeometryTests {
    @Test(arguments: [SheetGeometry.l7159, .l7160, .l7163])
    func `takes the sheets that people use`(sheet: SheetGeometry) {
        #expect(sheet.problems() == [])
    }

    @Test func `says by how much labels leave the page`() {
        var sheet = SheetGeometry.l7159
        sheet.top = 30
        #expect(
            sheet.problems() == [
                "labels leave the page down: top 30 + 7 × pitch 33.9 + label 33.9 = 301.2 mm, but the page has 297 mm"
            ])
    }

    @Test func `adds up left margin, pitches and label across the page`() {
        var sheet = SheetGeometry.l7163
        (sheet.left, sheet.pitchX) = (3.35, 109)
        #expect(
            sheet.problems() == [
                "labels leave the page across: left 3.35 + 1 × pitch 109 + label 99.1 = 211.45 mm, but the page has 210 mm"
            ])
    }

    @Test func `refuses labels that overlap`() {
        var sheet = SheetGeometry.l7160
        sheet.pitchX = 60
        #expect(
            sheet.problems() == ["labels overlap across: the pitch of 60 mm is less than the label's 63.5 mm"])
    }

    @Test(arguments: [0, -1, 101, Int.max])
    func `refuses a count of labels that no sheet has`(count: Int) {
        var sheet = SheetGeometry.l7160
        sheet.columns = count
        #expect(sheet.problems() == ["columns is \(count); it must be 1 to 100"])
    }

    @Test func `names every measure that is negative, nothing or absurd`() {
        var sheet = SheetGeometry.l7160
        (sheet.left, sheet.labelWidth, sheet.pitchY, sheet.top) = (-1, 0, .nan, 3000)
        #expect(
            sheet.problems() == [
                "label width is 0 mm; it must be more than 0", "left is -1 mm; it must be 0 or more",
                "top is 3000 mm; more than 2000 mm is no sheet", "pitch y is nan mm; it must be more than 0",
            ])
    }

    @Test func `counts labels along the rows, and begins anew on the next sheet`() {
        let sheet = SheetGeometry.l7159
        #expect(sheet.perSheet == 24)
        #expect(sheet.origin(ofLabel: 0) == Point(x: 7.21, y: 12.9))
        #expect(sheet.origin(ofLabel: 4) == Point(x: 7.21 + 66.04, y: 12.9 + 33.9))
        #expect(sheet.origin(ofLabel: 24) == sheet.origin(ofLabel: 0))
    }
}
