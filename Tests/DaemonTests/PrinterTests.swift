import Foundation
import TestSupport
import Testing

/// `print --printer` and `print --watch`, on a real cupsd.
struct PrinterTests {
    /// A world whose two printers are CUPS's, with a closed batch of so many packets.
    private func world(_ cups: CUPSServer, packets: Int = 2, labels: String = "L7159") throws -> World {
        let world = try World(
            settings: """
                sheets:
                  labels: \(labels)
                  printers:
                    Raw: {server: "\(cups.address)", right: 1.5, reverse: true}
                    Table: {server: "\(cups.address)", queue: Desk}
                """)
        try world.accept(OrderForm.several(packets))
        try world.expectSuccess("batch", "close")
        return world
    }

    /// What prints labels on a sheet of the operator's own.
    private func printing(on sheet: String, in world: World) throws -> [String] {
        try FileManager.default.createDirectory(atPath: world.path("own"), withIntermediateDirectories: false)
        try world.write(
            String(decoding: try world.read("handbill.yaml"), as: UTF8.self).replacing(
                "sheets:\n", with: "sheets:\n  directory: own\n"), to: "own.yaml")
        let name = String(try #require(sheet.firstMatch(of: /name: (\w+)/)).1)
        try world.write(sheet, to: "own/\(name).yaml")
        return ["print", "latest", "--document", "labels", "--labels", name, "--config", "own.yaml"]
    }

    private func state(_ world: World) throws -> String? {
        try world.listing("batch", "list", as: [ListedBatch].self).last?.state
    }

    @Test func `a batch comes out as its PDFs, at their own size, and is printed by the printer's word`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups, packets: 30)
        let run = try world.handbill("print", "latest", "--printer", "Raw")
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(
            run.text
                == "labels came out of Raw (Raw-1)\norders came out of Raw (Raw-2)\npicklist came out of Raw (Raw-3)\n")
        #expect(run.complaints.contains("is printed, by Raw's word"))
        #expect(try state(world) == "printed")
        // The profile of the printer's name counts without being named.
        try world.expectSuccess("print", "latest", "--profile", "Raw", "--output", "out")
        for (job, name) in [(1, "labels"), (2, "orders"), (3, "picklist")] {
            #expect(try cups.printed(job) == world.read("out/\(name).pdf"), "\(name)")
            let options = cups.options(of: job)
            #expect(options.contains("print-scaling=none"), "\(options)")
            #expect(options.contains("media=iso_a4_210x297mm"), "\(options)")
        }
        try world.expectSuccess("print", "latest", "--profile", "Raw", "--no-reverse", "--output", "forward")
        #expect(try world.read("forward/labels.pdf") != world.read("out/labels.pdf"))
    }

    @Test func `what everybody at the printer sees names the batch and the paper, and nobody`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try world.expectSuccess("print", "latest", "--printer", "Raw", "--document", "labels")
        let batch = try #require(try world.listing("batch", "list", as: [ListedBatch].self).last)
        let jobs = try cups.command("lpstat", "-W", "completed", "-o", "-l").text
        #expect(!jobs.contains("Person"))
        #expect(cups.log.contains("Handbill \(batch.id) labels"))
        #expect(!cups.log.contains("Example Street"))
    }

    @Test func `a batch is printed once labels, order sheets and pick list have all come out whole`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups, packets: 3)
        let labels = try world.handbill("print", "latest", "--printer", "Raw", "--document", "labels")
        #expect(labels.complaints.contains("orders, picklist have not come out whole"))
        for part in [["--from", "2"], ["--bundle", "mixed", "--from", "3"]] {
            #expect(
                try world.run(["print", "latest", "--printer", "Raw", "--document", "orders"] + part).exitCode == 0)
        }
        try world.expectSuccess("print", "latest", "--printer", "Raw", "--document", "picklist")
        #expect(try state(world) == "closed", "the order sheets didn't come out whole")
        try world.expectSuccess("print", "latest", "--printer", "Table", "--document", "orders")
        #expect(try state(world) == "printed")
    }

    @Test func `through CUPS's own filters the labels stay where they are, to a tenth of a millimetre`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try world.expectSuccess("print", "latest", "--printer", "Table", "--document", "labels")
        try world.expectSuccess("print", "latest", "--document", "labels", "--output", "out")
        try world.write(try #require(cups.printed(1)), to: "printed.pdf")
        func places(_ path: String) throws -> [Double] {
            let boxes = try Program("pdftotext", ["-bbox", world.path(path), "-"]).run().text
            return boxes.matches(of: /[xy]M(?:in|ax)="([0-9.]+)"/).compactMap { Double($0.1) }
        }
        let (sent, printed) = (try places("out/labels.pdf"), try places("printed.pdf"))
        #expect(!sent.isEmpty && sent.count == printed.count)
        #expect(zip(sent, printed).allSatisfy { abs($0 - $1) < 0.28 })
    }

    @Test func `a stopped printer is told before anything is sent, with what to do`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try cups.command("cupsdisable", "Raw")
        let run = try world.handbill("print", "latest", "--printer", "Raw")
        #expect(run.exitCode == 75)
        #expect(run.complaints.contains("stopped") && run.complaints.contains("nothing was sent"))
        #expect(run.complaints.contains("cupsenable"))
        #expect(try state(world) == "closed")
        #expect(cups.begun == 0)
        try cups.command("cupsenable", "Raw")
        try world.expectSuccess("print", "latest", "--printer", "Raw")
        #expect(try state(world) == "printed")
    }

    @Test func `a printer without paper is waited for, and the same command sends nothing twice`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try cups.set(.empty)
        let run = try world.handbill("print", "latest", "--printer", "Raw", "--wait", "2s")
        #expect(run.exitCode == 75)
        #expect(run.complaints.contains("media-empty") && run.complaints.contains("put paper in"))
        #expect(run.complaints.contains("not sent: orders, picklist"))
        #expect(try state(world) == "closed")
        let again = try world.start(["print", "latest", "--printer", "Raw"])
        try again.wait { again.complaints.contains("job 1 goes on") }
        try cups.set(.prints)
        #expect(try again.finish().exitCode == 0)
        #expect(try state(world) == "printed")
        #expect(cups.begun == 3)
    }

    @Test func `what came out meanwhile isn't sent again by the same command`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try cups.set(.empty)
        #expect(try world.handbill("print", "latest", "--printer", "Raw", "--wait", "2s").exitCode == 75)
        try cups.set(.prints)
        var questions = 0
        while cups.printed(1) == nil, questions < 2_000 {
            try cups.command("lpstat", "-o")
            questions += 1
        }
        try world.expectSuccess("print", "latest", "--printer", "Raw")
        #expect(try state(world) == "printed")
        #expect(cups.begun == 3, "labels once, order sheets and pick list")
    }

    @Test func `Ctrl-C takes the job out of the queue and says so`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try cups.set(.empty)
        let running = try world.start(["print", "latest", "--printer", "Raw"])
        try running.wait { running.complaints.contains("media-empty") }
        running.send(SIGINT)
        let run = try running.finish()
        #expect(run.exitCode == 75)
        #expect(run.complaints.contains("was taken out of the printer's queue"))
        #expect(try state(world) == "closed")
        #expect(try cups.command("lpstat", "-o").text.isEmpty)
    }

    @Test func `a job that the printer gives up leaves the batch as it was`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try cups.set(.fails)
        let run = try world.handbill("print", "latest", "--printer", "Raw")
        #expect(run.exitCode == 75)
        #expect(run.complaints.contains("gave Raw-1 up") && run.complaints.contains("not sent: orders, picklist"))
        #expect(try state(world) == "closed")
        try cups.set(.prints)
        try world.expectSuccess("print", "latest", "--printer", "Raw")
        #expect(try state(world) == "printed")
    }

    @Test func `a misspelt printer, an unknown paper and an unsuitable option are refused before anything is sent`()
        throws
    {
        let cups = try CUPSServer.start()
        let world = try world(cups, labels: "L7163")
        let unknown = try world.handbill(
            "print", "latest", "--printer", "Tabel", environment: ["CUPS_SERVER": cups.address])
        #expect(unknown.exitCode == 66)
        #expect(unknown.complaints.contains("did you mean Table?"))
        let print = try printing(
            on: "{name: Roll, columns: 1, rows: 1, width: 89, height: 36, left: 0, top: 0, pitchX: 89, pitchY: 36, "
                + "page: 89 x 36}", in: world)
        let paper = try world.run(print + ["--printer", "Table"])
        #expect(paper.exitCode == 65, "\(paper.complaints)")
        #expect(paper.complaints.contains("has no paper custom_89x36mm_89x36mm for labels"))
        #expect(cups.begun == 0)
        for (options, code) in [
            (["--output", "out"], 64), (["--format", "png"], 64), (["--document", "dispatched"], 64),
            (["--wait", "soon"], 64),
        ] as [([String], Int32)] {
            #expect(try world.run(["print", "latest", "--printer", "Table"] + options).exitCode == code, "\(options)")
        }
    }

    @Test func `a print server that dies meanwhile is told of and asked again, and its job goes on when it is back`()
        throws
    {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try cups.set(.slow)
        let run = try world.start(["print", "latest", "--printer", "Raw"])
        try run.wait { cups.begun == 1 && run.complaints.contains("job 1") }
        cups.stop()
        try run.wait(within: .seconds(10)) { run.complaints.contains("asking again: is it switched on") }
        try cups.set(.prints)
        try cups.startAgain()
        let end = try run.finish()
        #expect(end.exitCode == 0, "\(end.complaints)")
        #expect(end.complaints.contains("the print server answers again; job 1 goes on"))
        #expect(try state(world) == "printed")
    }

    @Test func `a print server that dies for good ends the waiting, and the batch isn't printed`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try cups.set(.slow)
        let run = try world.start(["print", "latest", "--printer", "Raw", "--wait", "4s"])
        try run.wait { cups.begun == 1 && run.complaints.contains("job 1") }
        cups.stop()
        let end = try run.finish()
        #expect(end.exitCode == 75)
        #expect(end.complaints.contains("nobody can tell what became of Raw-1"), "\(end.complaints)")
        #expect(end.complaints.contains("is it switched on") && end.complaints.contains("the same command again"))
        #expect(end.complaints.contains("not sent: orders, picklist"))
        #expect(try state(world) == "closed")
        try cups.set(.prints)
        try cups.startAgain()
        let again = try world.handbill("print", "latest", "--printer", "Raw")
        #expect(again.complaints.contains("labels already: job 1 goes on"), "\(again.complaints)")
        #expect(try state(world) == "printed")
        #expect(cups.begun == 3)
    }

    @Test func `without a print server it says so, and how to get one`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        cups.stop()
        let run = try world.handbill("print", "latest", "--printer", "Raw")
        #expect(run.exitCode == 69)
        #expect(run.complaints.contains(cups.address))
        let local = try world.handbill(
            "print", "latest", "--printer", "Else", environment: ["CUPS_SERVER": world.path("no.sock")])
        #expect(local.exitCode == 69)
        #expect(local.complaints.contains("systemctl start cups"))
        #expect(local.complaints.contains("this machine's CUPS isn't there: "))
        #expect(!local.complaints.contains("print server this"))
        #expect(try state(world) == "closed")
    }

    @Test func `doctor asks the printers of the settings`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        func check() throws -> DoctorCheck {
            let run = try world.handbill("doctor", "--json")
            return try #require(
                try JSONDecoder().decode([DoctorCheck].self, from: run.output).first { $0.check == "printers" })
        }
        #expect(try check().ok)
        #expect(try check().detail == "Raw is ready; Table is ready")
        try cups.command("cupsdisable", "Desk")
        #expect(try !check().ok)
        #expect(try check().detail.hasPrefix("Table is stopped"))
    }

    @Test func `the ruler comes out of the printer that it measures`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try world.expectSuccess("sheet", "ruler", "--printer", "Raw")
        #expect(cups.printed(1)?.starts(with: Data("%PDF".utf8)) == true)
        #expect(cups.options(of: 1).contains("print-scaling=none"))
        #expect(try world.handbill("sheet", "ruler", "--printer", "Raw", "--output", "-").exitCode == 64)
    }

    // MARK: Paper

    @Test func `on a terminal it asks for label sheets and for plain paper, and waits for each`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        let print = ["print", "latest", "--printer", "Raw"]
        let waiting = try world.start(print, input: "\n", through: Terminal.wrapper)
        try waiting.wait { waiting.complaints.contains("Put plain paper into Raw, then press Enter") }
        #expect(cups.begun == 1, "the labels were asked for, and sent")
        #expect(waiting.complaints.contains("Put L7159 label sheets into Raw, then press Enter"))
        _ = waiting.killed(after: .zero)
        let run = try world.run(print, input: "\n\n", through: Terminal.wrapper)
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(
            run.complaints.components(separatedBy: "then press Enter").count == 3, "order sheets and pick list: one")
        #expect(try state(world) == "printed")
        let nobody = try world.handbill("print", "latest", "--printer", "Raw")
        #expect(nobody.exitCode == 0 && nobody.complaints.contains("labelTray in sheets.printers keeps them apart"))
    }

    @Test func `the trays of the settings reach the printer, and nobody is asked for paper`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try world.write(
            String(decoding: try world.read("handbill.yaml"), as: UTF8.self).replacing(
                "queue: Desk", with: "queue: Desk, tray: main, labelTray: manual"), to: "handbill.yaml")
        let run = try world.run(["print", "latest", "--printer", "Table"], input: "", through: Terminal.wrapper)
        #expect(run.exitCode == 0 && !run.complaints.contains("Enter"), "\(run.complaints)")
        for (job, tray) in [(1, "Manual"), (2, "Main"), (3, "Main")] {
            let options = cups.options(of: job)
            #expect(options.contains("InputSlot=\(tray)") && options.contains("PageSize=A4"), "\(options)")
        }
        try world.write(
            String(decoding: try world.read("handbill.yaml"), as: UTF8.self).replacing(
                "labelTray: manual", with: "labelTray: attic"), to: "handbill.yaml")
        let unknown = try world.handbill("print", "latest", "--printer", "Table")
        #expect(unknown.exitCode == 65 && unknown.complaints.contains("has no tray attic"))
        #expect(cups.begun == 3)
    }

    @Test func `labels on an SRA3 sheet are sent as SRA3, and not to a printer that hasn't it`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        let print = try printing(
            on: """
                {name: Large, columns: 4, rows: 10, width: 63.5, height: 33.9, left: 20, top: 20, pitchX: 66, pitchY: 40, \
                page: SRA3}
                """, in: world)
        let run = try world.run(print + ["--printer", "Raw"])
        #expect(run.exitCode == 0, "\(run.complaints)")
        #expect(cups.options(of: 1).contains("media=iso_sra3_320x450mm"), "\(cups.options(of: 1))")
        let refused = try world.run(print + ["--printer", "Table"])
        #expect(refused.exitCode == 65 && refused.complaints.contains("iso_sra3_320x450mm"))
        #expect(cups.begun == 1)
    }

    // MARK: Watching

    @Test func `watching prints each batch once, as it is closed, also after it was killed`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        let watch = try world.start(["print", "--watch", "--printer", "Raw"])
        try watch.wait { try state(world) == "printed" }
        try cups.set(.slow)
        try world.accept(Array(OrderForm.several(5).suffix(3)))
        try world.expectSuccess("batch", "close")
        try watch.wait { cups.begun == 4 }
        _ = watch.killed(after: .zero)
        let again = try world.start(["print", "--watch", "--printer", "Raw"])
        try again.wait { again.complaints.contains("job 4 goes on") }
        try cups.set(.prints)
        try again.wait { try state(world) == "printed" }
        again.send(SIGTERM)
        let end = try again.finish()
        #expect(end.exitCode == 0)
        #expect(end.complaints.contains("their papers come out of Raw"))
        let batch = try #require(try world.listing("batch", "list", as: [ListedBatch].self).last)
        #expect(end.complaints.components(separatedBy: "\(batch.id):\n").count == 2, "the batch is named once")
        #expect(cups.begun == 6)
        #expect(try world.listing("batch", "list", as: [ListedBatch].self).map(\.state) == ["printed", "printed"])
    }

    @Test func `watching leaves what somebody has begun by hand, and says so`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        try world.expectSuccess("print", "latest", "--output", "out")
        let watch = try world.start(["print", "--watch", "--printer", "Raw"])
        try watch.wait { watch.complaints.contains("left to you: labels was made as a file") }
        watch.send(SIGINT)
        #expect(try watch.finish().exitCode == 0)
        #expect(cups.begun == 0)
        #expect(try state(world) == "closed")
    }

    @Test func `watching waits for a printer that is stopped, and refuses one that nobody knows`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups)
        #expect(
            try world.handbill("print", "--watch", "--printer", "Rav", environment: ["CUPS_SERVER": cups.address])
                .exitCode == 66)
        try cups.command("cupsdisable", "Raw")
        let watch = try world.start(["print", "--watch", "--printer", "Raw"])
        try watch.wait { watch.complaints.contains("nothing was sent") }
        try cups.command("cupsenable", "Raw")
        // Whatever anybody does wakes it.
        try world.accept([OrderForm(id: "later", name: "Later Person")])
        try watch.wait { try state(world) == "printed" }
        watch.send(SIGTERM)
        #expect(try watch.finish().exitCode == 0)
    }

    @Test func `watching without a printer writes each batch's papers into a folder of its own`() throws {
        let world = try World()
        let own = try world.start(["print", "--watch"])
        try own.wait { own.complaints.contains("their papers go into \(world.path("state"))/batches/") }
        _ = own.killed(after: .zero)
        let watch = try world.start(["print", "--watch", "--output", "out"])
        try watch.wait { watch.complaints.contains("their papers go into out/") }
        try world.accept(OrderForm.several(2))
        try world.expectSuccess("batch", "close")
        let batch = try #require(try world.listing("batch", "list", as: [ListedBatch].self).last)
        let paths = ["labels", "orders", "picklist"].map { "out/\(batch.id)/\($0).pdf" }
        try watch.wait { paths.allSatisfy(world.exists) }
        watch.send(SIGTERM)
        let run = try watch.finish()
        #expect(run.exitCode == 0)
        #expect(run.text.split(separator: "\n").map(String.init) == paths)
        #expect(try state(world) == "closed")
    }

    // MARK: Used sheets

    @Test func `labels begin where the last ended, if the dispatcher says so`() throws {
        let world = try World()
        try world.accept(OrderForm.several(30))
        try world.expectSuccess("batch", "close")
        let print = ["print", "latest", "--document", "labels", "--output", "out", "--start-at", "next"]
        let unknown = try world.run(print)
        #expect(unknown.exitCode == 65 && unknown.complaints.contains("--start-at N"))
        try world.expectSuccess("print", "latest", "--document", "labels", "--start-at", "5", "--output", "first")
        let next = try world.run(print)
        #expect(next.exitCode == 0)
        #expect(next.complaints.contains("beginning at label 11: ") && next.complaints.contains("has 10 used"))
        let told = /counting from the printing of \S+, labels, L7159, \w+ \d+ \w+ \d{4}, \d\d:\d\d, into files/
        #expect(next.complaints.contains(told), "\(next.complaints)")
        try world.expectSuccess("print", "latest", "--document", "labels", "--start-at", "11", "--output", "same")
        #expect(try world.read("out/labels.pdf") == world.read("same/labels.pdf"))
        let other = try world.run(print + ["--labels", "L7160"])
        #expect(other.exitCode == 65, "no such sheet was begun")
    }

    @Test func `a trial into a file changes neither the printer's last sheet nor its first free label`() throws {
        let cups = try CUPSServer.start()
        let world = try world(cups, packets: 30)
        func print(_ options: String...) throws -> FinishedProgram {
            try world.run(["print", "latest", "--document", "labels", "--printer", "Raw"] + options)
        }
        #expect(try print("--start-at", "next").complaints.contains("printed on Raw on \(cups.address) yet"))
        #expect(try print("--start-at", "5").exitCode == 0)
        let trial = ["print", "latest", "--document", "labels", "--labels", "L7160", "--output", "out"]
        #expect(try world.run(trial + ["--start-at", "2"]).exitCode == 0)
        #expect(try world.run(trial + ["--labels", "L7159", "--start-at", "24"]).exitCode == 0)
        let sheet = try print("--sheet", "2")
        #expect(sheet.exitCode == 0)
        let told = /printing of \S+, labels, L7159, \w+ \d+ \w+ \d{4}, \d\d:\d\d, on Raw/
        #expect(sheet.complaints.contains(told), "\(sheet.complaints)")
        let whole = try #require(cups.printed(1))
        try world.write(whole, to: "whole.pdf")
        try world.write(try #require(cups.printed(2)), to: "sheet.pdf")
        let text = try Program("pdftotext", ["-raw", world.path("sheet.pdf"), "-"]).run().text
        #expect(text.contains("sheet 2 of 2") && text.contains("21–30"), "as on the printer, not as in the trial")
        // What somebody took out of the queue used up nobody knows which labels.
        try cups.set(.empty)
        let given = try world.start(["print", "latest", "--document", "labels", "--printer", "Raw", "--start-at", "20"])
        try given.wait { given.complaints.contains("media-empty") }
        given.send(SIGINT)
        #expect(try given.finish().exitCode == 75)
        try cups.set(.prints)
        let next = try print("--start-at", "next")
        #expect(next.exitCode == 0 && next.complaints.contains("beginning at label 11: "), "\(next.complaints)")
    }
}
