import Testing
import Wire

struct PrintServerTests {
    @Test(arguments: [
        ("office", "office:631"), ("office:1631", "office:1631"), ("[::1]:631", "[::1]:631"), ("[::1]", "[::1]:631"),
        ("/run/cups/cups.sock", "/run/cups/cups.sock"), ("192.0.2.7", "192.0.2.7:631"),
    ])
    func `reads a host, a port and a socket`(written: String, name: String) throws {
        #expect(try PrintServer(written).name == name)
    }

    @Test(arguments: ["", "office:", "office:0", "ipp://office", "jo@office", "of fice", "office/printers/Desk"])
    func `refuses what is no server, with what would be one`(written: String) {
        let problem = #expect(throws: WireProblem.self) { try PrintServer(written) }
        #expect(problem?.hint?.contains("office:631") == true)
    }

    @Test func `without an address it is this machine's`() {
        #expect(PrintServer().name == "this machine's CUPS")
    }

    @Test func `a sentence about it begins as one`() throws {
        #expect(PrintServer().subject == "this machine's CUPS")
        #expect(try PrintServer("office").subject == "the print server office:631")
    }
}

struct PrintMediaTests {
    @Test(arguments: [
        (210.0, 297.0, "iso_a4_210x297mm"), (215.9, 279.4, "na_letter_8.5x11in"), (320, 450, "iso_sra3_320x450mm"),
        (297, 420, "iso_a3_297x420mm"), (148, 210, "iso_a5_148x210mm"), (89, 36, "custom_89x36mm_89x36mm"),
        (62, 100, "custom_62x100mm_62x100mm"),
    ])
    func `names every paper as IPP does`(width: Double, height: Double, name: String) {
        #expect(PrintMedia(width: width, height: height).name == name)
    }
}
