/// The wrapped lines of an address, one below the other, in the middle of the height that it has.
struct AddressBlock {
    let points: Double
    var texts: [Page.Text] = []
    var frames: [Frame] = []

    /// Nil if the lines don't fit at this size, or come too near to what else stands on the label.
    ///
    /// - Parameter width: what lines may not be wider than.
    init?(
        _ lines: [(String, Measure)], points: Double, longWords: LongWords, width: Double, in room: LabelRoom,
        with type: Typesetter
    ) {
        self.points = points
        let height = room.bottom - room.top
        let advance = LabelSetting.leading * points * Typesetter.point
        let most = Int(height / advance) + 1
        var wrapped: [(String, Extent)] = []
        for (line, measure) in lines {
            let extent = measure.extent(points: points)
            if extent.width <= width {
                wrapped.append((line, extent))
            } else if let parts = type.wrap(
                line, face: .regular, points: points, width: width, longWords: longWords, most: most)
            {
                wrapped += parts.map { ($0, type.extent(of: $0, face: .regular, points: points)) }
            } else {
                return nil
            }
            guard wrapped.count <= most else { return nil }
        }
        var y = 0.0
        var last: Extent?
        for (line, extent) in wrapped {
            y += last.map { max(advance, $0.descent + extent.ascent + 0.2) } ?? extent.ascent
            texts.append(
                Page.Text(string: line, face: .regular, points: points, at: Point(x: room.area.marginX, y: y)))
            frames.append(Frame(left: room.area.marginX, baseline: y, extent: extent))
            last = extent
        }
        let needed = y + (last?.descent ?? 0)
        guard needed <= height else { return nil }
        // From the first line's capitals to the last baseline it stands in the middle, so that labels side by side
        // agree whatever accents and descenders they have; unless ink would come too near the edge.
        let capitals = (texts.first?.at.y ?? 0) - 0.714 * points * Typesetter.point
        let middle = (room.top + room.bottom - capitals - y) / 2
        let shift = min(max(middle, room.top), room.bottom - needed)
        for index in texts.indices {
            texts[index].at.y += shift
            frames[index].top += shift
            frames[index].bottom += shift
        }
        guard frames.allSatisfy({ $0.isClear(of: room.obstacles) }) else { return nil }
    }
}
