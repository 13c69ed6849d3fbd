extension PaperTitle {
    /// `20261217160000Z`
    private var digits: String { created.filter { $0.isNumber } + "Z" }

    /// Writes the information dictionary.
    func writeInformation(to bytes: Bytes) {
        bytes.append("<<")
        for (key, text) in [("/Title", title), ("/Author", author), ("/Subject", subject)] {
            bytes.append(text: key + "<FEFF")
            bytes.append(utf16: text)
            bytes.append(UInt8(ascii: ">"))
        }
        bytes.append(text: "/Creator(Handbill)/Producer(Handbill)/CreationDate(D:\(digits))>>")
    }

    /// The same for archives, as XML.
    var xmp: Bytes {
        let bytes = Bytes()
        bytes.append(
            text: """
                <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
                <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
                xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
                <dc:format>application/pdf</dc:format>
                <dc:title><rdf:Alt><rdf:li xml:lang="x-default">\(Self.escaped(title))</rdf:li></rdf:Alt></dc:title>
                <dc:creator><rdf:Seq><rdf:li>\(Self.escaped(author))</rdf:li></rdf:Seq></dc:creator>
                <dc:description><rdf:Alt><rdf:li xml:lang="x-default">\(Self.escaped(subject))</rdf:li></rdf:Alt>\
                </dc:description>
                <dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
                <xmp:CreateDate>\(Self.escaped(created))</xmp:CreateDate>
                <xmp:CreatorTool>Handbill</xmp:CreatorTool>
                <pdf:Producer>Handbill</pdf:Producer>
                </rdf:Description></rdf:RDF></x:xmpmeta>
                <?xpacket end="r"?>

                """)
        return bytes
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: if scalar.value >= 0x20 { escaped.unicodeScalars.append(scalar) }
            }
        }
        return escaped
    }
}
