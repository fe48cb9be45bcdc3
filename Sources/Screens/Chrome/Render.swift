package import CellGrid

/// Draws the model; the same model always gives the same picture.
package func render(_ model: AppModel, theme: Theme) -> (canvas: Canvas, cursor: (x: Int, y: Int)?)
{
    var canvas = Canvas(width: model.size.width, height: model.size.height, style: theme[.text])
    guard model.size.width > 0, model.size.height > 0 else { return (canvas, nil) }
    var cursor: (x: Int, y: Int)?
    let layout = CommandCentreLayout(model)
    let screen = model.shown
    if model.dialog?.fillsBody != true || screen.fillsTerminal {
        screen.draw(model, theme, screen.fillsTerminal ? canvas.bounds : layout.body, &canvas)
    }
    if !screen.fillsTerminal {
        HeaderBar.draw(model, theme, in: layout.header, on: &canvas)
        FooterBar.draw(model, theme, in: layout.footer, on: &canvas)
    }
    if screen.hasComposer {
        cursor = Composer.draw(model, theme, in: layout.composer, on: &canvas)
    }
    if let dialog = model.dialog {
        cursor = DialogBox.draw(dialog, model, theme, in: layout.body, on: &canvas)
    }
    return (canvas, cursor)
}
