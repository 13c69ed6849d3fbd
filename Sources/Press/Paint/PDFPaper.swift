import Orders

/// Draws pages to a PDF: each is written when it comes, and forgotten.
///
/// It says what viewers and screen readers ask for: title, language, the order in which things are read, and that nobody
/// must scale it, which would spoil a box of labels.
final class PDFPaper {
    let file: PDFFile
    let title: PaperTitle
    let fonts: PaperFonts
    private let content: PageContent
    private let size: PaperSize
    var structure = Structure()
    private var pages: [Int] = []
    private let (root, tree, resources): (Int, Int, Int)

    /// Numbers of the objects of the structure tree.
    struct Structure {
        var (root, document, parents) = (0, 0, 0)
        /// Each page's section.
        var sections: [Int] = []
        /// For each page, its paragraphs in their order, as an array.
        var paragraphs: [Int] = []
    }

    /// - Throws: `PressError.library`.
    init(
        to sink: PaperSink, _ placement: PagePlacement, title: PaperTitle, type: Typesetter
    ) throws(PressError) {
        (size, self.title) = (placement.sheet, title)
        file = try PDFFile(sink)
        fonts = PaperFonts(type, for: .pdf)
        content = PageContent(placement, type: type, fonts: fonts)
        (root, tree, resources) = (file.reserve(), file.reserve(), file.reserve())
        (structure.root, structure.document, structure.parents) = (file.reserve(), file.reserve(), file.reserve())
    }

    func draw(_ page: Page) {
        let paragraphs = content.write(page)
        let stream = file.reserve()
        file.write(stream, stream: content.bytes)
        let object = file.reserve()
        file.write(object) { bytes in
            bytes.append("<</Type/Page/Parent ")
            bytes.append(reference: tree)
            bytes.append("/Contents ")
            bytes.append(reference: stream)
            bytes.append("/Tabs/S/StructParents ")
            bytes.append(number: pages.count)
            bytes.append(">>")
        }
        pages.append(object)
        writeStructure(of: object, paragraphs: paragraphs)
    }

    /// - Throws: `PressError.unwritable`.
    func finish() throws(PressError) {
        writeResources()
        writePageTree()
        writeStructureTree()
        let metadata = file.reserve()
        file.write(metadata, stream: title.xmp, isSmall: false) { $0.append("/Type/Metadata/Subtype/XML") }
        file.write(root) { bytes in
            bytes.append("<</Type/Catalog/Pages ")
            bytes.append(reference: tree)
            bytes.append("/Lang(en-GB)/MarkInfo<</Marked true>>/StructTreeRoot ")
            bytes.append(reference: structure.root)
            bytes.append("/Metadata ")
            bytes.append(reference: metadata)
            bytes.append("/ViewerPreferences<</PrintScaling/None/DisplayDocTitle true>>>>")
        }
        let info = file.write { title.writeInformation(to: $0) }
        try file.finish(root: root, info: info)
    }

    /// What all pages have in common stands in their tree's root: the size of the paper, the fonts.
    private func writePageTree() {
        file.write(tree) { bytes in
            bytes.append("<</Type/Pages/MediaBox[0 0 ")
            bytes.append(thousandths: Int((size.width * PageContent.scale).rounded()))
            bytes.append(UInt8(ascii: " "))
            bytes.append(thousandths: Int((size.height * PageContent.scale).rounded()))
            bytes.append("]/Resources ")
            bytes.append(reference: resources)
            bytes.append("/Count ")
            bytes.append(number: pages.count)
            bytes.append("/Kids[")
            bytes.append(references: pages)
            bytes.append("]>>")
        }
    }

    private func writeResources() {
        let objects = fonts.all.enumerated().map { writeFont($1, number: $0) }
        file.write(resources) { bytes in
            bytes.append("<</ProcSet[/PDF/Text]/Font<<")
            for (number, object) in objects.enumerated() {
                bytes.append("/F")
                bytes.append(number: number)
                bytes.append(UInt8(ascii: " "))
                bytes.append(reference: object)
            }
            bytes.append(">>>>")
        }
    }
}

extension Bytes {
    /// `12 0 R 13 0 R `
    func append(references objects: some Sequence<Int>) {
        for object in objects {
            append(reference: object)
            append(UInt8(ascii: " "))
        }
    }
}
