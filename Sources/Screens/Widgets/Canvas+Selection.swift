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
}
