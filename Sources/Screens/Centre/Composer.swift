import CellGrid

/// The line being typed; the draft stays while the person looks elsewhere.
enum Composer {
    /// Draws the composer and returns where the cursor stands while it is being typed into.
    static func draw(
        _ model: AppModel,
        _ theme: Theme,
        in rect: Rect,
        on canvas: inout Canvas
    ) -> (x: Int, y: Int)? {
        canvas.fill(rect, style: theme[.input])
        // Where the line goes is said while it is typed.
        let known = model.incidentID.map { "\($0)" } ?? "the fleet's log"
        let place = model.reading == .done ? known : model.notReadWords
        let prompt = model.isComposing && rect.width >= 60 ? " \(place) > " : " > "
        let indent = canvas.draw(prompt, x: rect.x, y: rect.y, style: theme[.key])
        let room = max(1, rect.width - indent - 1)
        if model.composer.text.isEmpty, !model.isComposing {
            canvas.draw(
                "\(model.keyText(.say)): say something, or /command",
                x: rect.x + indent,
                y: rect.y,
                width: room,
                style: theme[.muted]
            )
            return nil
        }
        return TextField.draw(
            model.composer,
            in: Rect(x: rect.x + indent, y: rect.y, width: room, height: rect.height),
            style: theme[.input],
            isFocused: model.isComposing && model.dialog == nil,
            on: &canvas
        )
    }
}
