extension PDFPaper {
    /// Writes a page's paragraphs, a section that holds them, and how one gets from a mark on the page to its paragraph.
    ///
    /// - Parameter page: the page's object.
    func writeStructure(of page: Int, paragraphs count: Int) {
        let section = file.reserve()
        let paragraphs = file.reserve(count)
        for (mark, paragraph) in paragraphs.enumerated() {
            file.write(paragraph) { bytes in
                bytes.append("<</S/P/P ")
                bytes.append(reference: section)
                bytes.append("/Pg ")
                bytes.append(reference: page)
                bytes.append("/K ")
                bytes.append(number: mark)
                bytes.append(">>")
            }
        }
        file.write(section) { bytes in
            bytes.append("<</S/Sect/P ")
            bytes.append(reference: structure.document)
            bytes.append("/K[")
            bytes.append(references: paragraphs)
            bytes.append("]>>")
        }
        structure.sections.append(section)
        structure.paragraphs.append(
            file.write { bytes in
                bytes.append(UInt8(ascii: "["))
                bytes.append(references: paragraphs)
                bytes.append(UInt8(ascii: "]"))
            })
    }

    /// Writes the tree's root, the document with its sections, and the index of all pages' marks.
    func writeStructureTree() {
        file.write(structure.document) { bytes in
            bytes.append("<</S/Document/P ")
            bytes.append(reference: structure.root)
            bytes.append("/Lang(en-GB)/K[")
            bytes.append(references: structure.sections)
            bytes.append("]>>")
        }
        file.write(structure.parents) { bytes in
            bytes.append("<</Nums[")
            for (page, paragraphs) in structure.paragraphs.enumerated() {
                bytes.append(number: page)
                bytes.append(UInt8(ascii: " "))
                bytes.append(references: CollectionOfOne(paragraphs))
            }
            bytes.append("]>>")
        }
        file.write(structure.root) { bytes in
            bytes.append("<</Type/StructTreeRoot/K ")
            bytes.append(reference: structure.document)
            bytes.append("/ParentTree ")
            bytes.append(reference: structure.parents)
            bytes.append("/ParentTreeNextKey ")
            bytes.append(number: structure.paragraphs.count)
            bytes.append(">>")
        }
    }
}
