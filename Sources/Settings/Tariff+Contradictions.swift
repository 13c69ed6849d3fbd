import Orders

extension Tariff.Draft {
    /// What is wrong between the parts of a tariff, and where.
    struct Contradiction {
        /// The key at the top: `formats`.
        var key: String
        /// Which of its list, from 0.
        var index: Int
        /// The keys below that: `classes`, `2nd`.
        var below: [String] = []
        var problem: String
        var hint: String

        var path: String { "\(key)[\(index + 1)]" + below.map { ".\($0)" }.joined() }

        /// The line of the key, as far as it stands there.
        func line(in entry: Entry?) -> Int? {
            guard case .list(let entries) = entry?.content, entries.indices.contains(index) else { return nil }
            var found = entries[index]
            var line = found.line
            for key in below {
                guard case .map(let pairs) = found.content, let pair = pairs.first(where: { $0.key == key }) else {
                    break
                }
                found = pair.value
                line = pair.line ?? line
            }
            return line
        }
    }

    /// Everything that is wrong between the parts: names that stand twice, what should rise and doesn't, prices of
    /// formats and classes that aren't there. Of lists that couldn't be read nothing is said.
    func contradictions() -> [Contradiction] {
        twice("formats", formats.map(\.name)) + twice("packaging", packaging.map(\.name)) + rising()
            + useless() + dates() + prices.enumerated().flatMap(prices)
    }

    private func twice(_ key: String, _ names: [String]) -> [Contradiction] {
        names.indices.filter { names[..<$0].contains(names[$0]) }.map {
            Contradiction(
                key: key, index: $0, below: ["name"], problem: "\(names[$0].quoted) stands twice",
                hint: "give each a name of its own")
        }
    }

    private func rising() -> [Contradiction] {
        var found: [Contradiction] = []
        for (index, format) in formats.enumerated() {
            if zip(format.bands, format.bands.dropFirst()).contains(where: { $0 >= $1 }) {
                found.append(
                    Contradiction(
                        key: "formats", index: index, below: ["bands"], problem: "the bands don't rise",
                        hint: "write the lightest first"))
            }
            guard index > 0 else { continue }
            let before = formats[index - 1]
            let sides = [
                (format.length, before.length), (format.width, before.width), (format.thickness, before.thickness),
            ]
            if sides.contains(where: { $0 < $1 }) || format.bands.last ?? 0 < before.bands.last ?? 0 {
                found.append(
                    Contradiction(
                        key: "formats", index: index,
                        problem: "\(format.name) is smaller than \(before.name) before it",
                        hint: "write the smallest format first"))
            }
        }
        return found
    }

    private func useless() -> [Contradiction] {
        guard !formats.isEmpty else { return [] }
        return packaging.enumerated().filter { _, packaging in
            !formats.contains { packaging.mostContents(as: $0) != nil }
        }.map { index, packaging in
            Contradiction(
                key: "packaging", index: index, problem: "\(packaging.name) is larger than every format",
                hint: "measure it again, or take it out")
        }
    }

    private func dates() -> [Contradiction] {
        prices.indices.dropFirst().filter { prices[$0].validFrom <= prices[$0 - 1].validFrom }.map {
            Contradiction(
                key: "prices", index: $0, below: ["validFrom"],
                problem: "\(prices[$0].validFrom) isn't after \(prices[$0 - 1].validFrom) of the table before it",
                hint: "write the oldest table first")
        }
    }

    private func prices(_ index: Int, _ table: Tariff.Table) -> [Contradiction] {
        let classes = PostCalendar.PostClass.allCases.map(\.rawValue)
        return table.prices.sorted { $0.key < $1.key }.flatMap { name, formats -> [Contradiction] in
            func contradiction(_ format: String?, _ problem: String, _ hint: String) -> Contradiction {
                Contradiction(
                    key: "prices", index: index, below: ["classes", name] + (format.map { [$0] } ?? []),
                    problem: problem, hint: hint)
            }
            guard classes.contains(name) else {
                return [contradiction(nil, "is no class", "write \(classes.joined(separator: ", ", last: " or "))")]
            }
            guard !self.formats.isEmpty else { return [] }
            return formats.sorted { $0.key < $1.key }.compactMap { format, known in
                guard let bands = self.formats.first(where: { $0.name == format })?.bands else {
                    let near = format.nearest(in: self.formats.map(\.name)).map { "did you mean \($0)?" }
                    return contradiction(format, "is no format of this tariff", near ?? "add it to formats")
                }
                guard known.count != bands.count else { return nil }
                return contradiction(
                    format, "has \(known.count) prices for \(bands.count) bands",
                    "write one for each of \(bands.map(String.init).joined(separator: ", ")) g, null where you don't know"
                )
            }
        }
    }
}
