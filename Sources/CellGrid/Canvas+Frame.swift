extension Canvas {
    /// Draws a box of light lines with a title in its top border; the inside stays as it is.
    ///
    /// A line that meets a box line already there joins it (`┬`, `┼`), so neighbours may share
    /// a border. Fill the rectangle first where nothing shall show through. A frame less than
    /// two cells wide or high is left out.
    package mutating func frame(
        _ rect: Rect,
        title: String = "",
        style: Style = .plain,
        titleStyle: Style? = nil
    ) {
        frame(rect, title: [TextSpan(title, style: titleStyle ?? style)], style: style)
    }

    /// Draws a box of light lines whose title has several styles.
    package mutating func frame(_ rect: Rect, title: [TextSpan], style: Style) {
        guard rect.width >= 2, rect.height >= 2 else { return }
        let right = rect.maxX - 1
        let bottom = rect.maxY - 1
        join([.right, .down], x: rect.x, y: rect.y, style: style)
        join([.left, .down], x: right, y: rect.y, style: style)
        join([.right, .up], x: rect.x, y: bottom, style: style)
        join([.left, .up], x: right, y: bottom, style: style)
        for x in rect.x + 1..<right {
            join([.left, .right], x: x, y: rect.y, style: style)
            join([.left, .right], x: x, y: bottom, style: style)
        }
        for y in rect.y + 1..<bottom {
            join([.up, .down], x: rect.x, y: y, style: style)
            join([.up, .down], x: right, y: y, style: style)
        }
        drawTitle(title, in: rect, style: style)
    }

    /// Draws a horizontal line of `length` columns; its ends join what they touch.
    package mutating func horizontalLine(x: Int, y: Int, length: Int, style: Style = .plain) {
        for column in x..<x + max(0, length) {
            var arms: BoxArms = [.left, .right]
            if isBox(x: column, y: y) {
                if column == x { arms.remove(.left) }
                if column == x + length - 1 { arms.remove(.right) }
            }
            join(arms, x: column, y: y, style: style)
        }
    }

    /// Draws a vertical line of `length` rows; its ends join what they touch.
    package mutating func verticalLine(x: Int, y: Int, length: Int, style: Style = .plain) {
        for row in y..<y + max(0, length) {
            var arms: BoxArms = [.up, .down]
            if isBox(x: x, y: row) {
                if row == y { arms.remove(.up) }
                if row == y + length - 1 { arms.remove(.down) }
            }
            join(arms, x: x, y: row, style: style)
        }
    }

    private mutating func drawTitle(_ title: [TextSpan], in rect: Rect, style: Style) {
        // Corner, space, title, space, corner.
        let room = rect.width - 4
        guard room > 0, title.contains(where: { !$0.text.isEmpty }) else { return }
        draw(" ", x: rect.x + 1, y: rect.y, style: style)
        let used = draw(title, x: rect.x + 2, y: rect.y, width: room)
        draw(" ", x: rect.x + 2 + used, y: rect.y, style: style)
    }

    private func isBox(x: Int, y: Int) -> Bool {
        bounds.contains(x: x, y: y) && BoxArms(cluster: self[x, y].cluster) != nil
    }

    private mutating func join(_ arms: BoxArms, x: Int, y: Int, style: Style) {
        guard bounds.contains(x: x, y: y) else { return }
        let present = BoxArms(cluster: cells[y * width + x].cluster) ?? []
        put(
            Glyph(cluster: arms.union(present).cluster, width: 1),
            x: x,
            y: y,
            style: style
        )
    }
}

/// The directions in which a box-drawing character has a line.
private struct BoxArms: OptionSet {
    let rawValue: Int

    static let up = BoxArms(rawValue: 1)
    static let right = BoxArms(rawValue: 2)
    static let down = BoxArms(rawValue: 4)
    static let left = BoxArms(rawValue: 8)

    /// The characters for each set of arms, in the order of the raw values.
    private static let characters: [UInt64] = " ╵╶└╷│┌├╴┘─┴┐┤┬┼".unicodeScalars.map {
        UInt64($0.value)
    }

    init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// Nil for anything but a light box-drawing character.
    init?(cluster: UInt64) {
        guard cluster >= 0x2500, cluster <= 0x257F,
            let index = Self.characters.firstIndex(of: cluster)
        else { return nil }
        rawValue = index
    }

    var cluster: UInt64 { Self.characters[rawValue & 15] }
}
