package import CellGrid

/// Draws the model; the same model always gives the same picture.
package func render(_ model: AppModel, theme: Theme) -> (canvas: Canvas, cursor: (x: Int, y: Int)?)
{
    var canvas = Canvas(width: model.size.width, height: model.size.height, style: theme[.text])
    guard model.size.width > 0, model.size.height > 0 else { return (canvas, nil) }
    var cursor: (x: Int, y: Int)?
    let layout = CommandCentreLayout(model)
    HeaderBar.draw(model, theme, in: layout.header, on: &canvas)
    let body = layout.body
    switch model.screen {
    case .commandCentre:
        drawPanes(model, theme, layout, on: &canvas)
        cursor = Composer.draw(model, theme, in: layout.composer, on: &canvas)
    case .welcome: WelcomeScreen.draw(model, theme, in: body, on: &canvas)
    case .node(let node): NodeScreen.draw(model, node, theme, in: body, on: &canvas)
    case .signals: SignalsScreen.draw(model, theme, in: body, on: &canvas)
    case .signal(let id):
        SignalScreen.draw(model, id, scroll: model.scroll, theme, in: body, on: &canvas)
    case .updates: UpdatesScreen.draw(model, theme, in: body, on: &canvas)
    case .incidents: IncidentsScreen.draw(model, theme, in: body, on: &canvas)
    case .help: HelpScreen.draw(model, theme, in: body, on: &canvas)
    }
    FooterBar.draw(model, theme, in: layout.footer, on: &canvas)
    if let dialog = model.dialog {
        cursor = DialogBox.draw(dialog, model, theme, in: body, on: &canvas)
    }
    return (canvas, cursor)
}

private func drawPanes(
    _ model: AppModel,
    _ theme: Theme,
    _ layout: CommandCentreLayout,
    on canvas: inout Canvas
) {
    for pane in AppModel.Pane.allCases {
        guard let rect = layout.panes[pane] else { continue }
        switch pane {
        case .fleet: FleetPane.draw(model, theme, in: rect, on: &canvas)
        case .checklist: ChecklistPane.draw(model, theme, in: rect, on: &canvas)
        case .log: LogPane.draw(model, theme, in: rect, on: &canvas)
        case .parties: PartiesPane.draw(model, theme, in: rect, on: &canvas)
        }
    }
    // Last, so that a shared border shows the focus.
    if let rect = layout.panes[model.focus], layout.panes.count > 1 {
        canvas.restyleBorder(of: rect, theme[.borderFocus])
    }
}

extension Canvas {
    /// Gives the border of a box another look; titles in it keep theirs.
    fileprivate mutating func restyleBorder(of rect: Rect, _ style: Style) {
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
