/// What one theme file says, before it is put together with the themes it inherits from.
struct ThemeDraft {
    /// A colour as it is written, and where.
    struct ColorText {
        let text: String
        let place: Place
        let key: String
    }

    /// The look of one role as it is written.
    struct Role {
        var foreground: ColorText?
        var background: ColorText?
        var attributes: [String] = []
        var ansi: ThemeStyle.Ansi?
    }

    let reading: ParsingContext
    /// The name of the theme it inherits from.
    var parent: (name: String, place: Place)?
    var background: ColorText?
    var palette: [String: ThemeColor] = [:]
    var roles: [String: Role] = [:]
    /// Where the file begins.
    var place = Place(line: 1, column: 1)
}
