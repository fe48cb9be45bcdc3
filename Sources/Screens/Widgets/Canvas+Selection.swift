import CellGrid

extension Canvas {
    /// Shows a row, or whatever else the cursor stands on, as chosen; its letters keep their
    /// colours.
    mutating func select(_ rect: Rect, _ look: Style) {
        restyle(rect) { style in
            var style = style
            style.background = look.background
            style.attributes.formUnion(look.attributes)
            return style
        }
    }

    /// Gives the border of a box another look; titles in it keep theirs.
    mutating func restyleBorder(of rect: Rect, _ style: Style) {
        guard bounds.contains(x: rect.x, y: rect.y) else { return }
        let edges = [
            Rect(x: rect.x, y: rect.y, width: rect.width, height: 1),
            Rect(x: rect.x, y: rect.maxY - 1, width: rect.width, height: 1),
            Rect(x: rect.x, y: rect.y, width: 1, height: rect.height),
            Rect(x: rect.maxX - 1, y: rect.y, width: 1, height: rect.height),
        ]
        let plain = self[rect.x, rect.y].style
        for edge in edges { restyle(edge) { $0 == plain ? style : $0 } }
    }
}
