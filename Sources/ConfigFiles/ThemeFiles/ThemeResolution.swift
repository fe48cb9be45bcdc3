internal import Primitives

/// Puts a theme together from its file and those it inherits from.
///
/// A role is what the nearest file says of it, and its look on terminals of few colours what the
/// nearest file says of that. Names of colours are looked up last, in the palettes of all of
/// them, so that a theme of nothing but a palette recolours the whole theme it inherits from.
struct ThemeResolution {
    /// The file itself first.
    let drafts: [ThemeDraft]
    let name: String

    func theme(roles: [String]) -> (theme: ThemeDefinition?, problems: [ConfigProblem]) {
        let palette = drafts.reversed().reduce(into: [:]) { colors, draft in
            colors.merge(draft.palette) { _, nearer in nearer }
        }
        var theme = ThemeDefinition(name: name, roles: [:])
        if let (draft, text) = nearest(\.background) {
            theme.background = color(text, draft, palette)
            if VisibleColor(theme.background) == nil {
                draft.reading.error(
                    text.place,
                    "'background' must be a colour that is the same everywhere"
                )
            }
        }
        let text = look(of: "text", palette, beneath: ThemeStyle())
        for role in roles {
            guard role != "text" else {
                theme.roles[role] = text
                continue
            }
            theme.roles[role] = look(of: role, palette, beneath: text ?? ThemeStyle())
        }
        warnOfMissing(roles, in: theme)
        let problems = drafts.flatMap(\.reading.problems)
        return (problems.contains(where: \.isError) ? nil : theme, problems)
    }

    private func nearest<Value>(
        _ part: (ThemeDraft) -> Value?
    ) -> (draft: ThemeDraft, value: Value)? {
        for draft in drafts {
            if let value = part(draft) { return (draft, value) }
        }
        return nil
    }

    /// The look of a role; what it does not say is as in plain text.
    private func look(
        of role: String,
        _ palette: [String: ThemeColor],
        beneath text: ThemeStyle
    ) -> ThemeStyle? {
        guard let (draft, own) = nearest({ $0.roles[role] }) else { return nil }
        return ThemeStyle(
            foreground: own.foreground.map { color($0, draft, palette) } ?? text.foreground,
            background: own.background.map { color($0, draft, palette) } ?? text.background,
            attributes: own.attributes,
            ansi: nearest { $0.roles[role]?.ansi }?.value
        )
    }

    private func color(
        _ text: ThemeDraft.ColorText,
        _ draft: ThemeDraft,
        _ palette: [String: ThemeColor]
    ) -> ThemeColor {
        if let color = palette[text.text] ?? ThemeColor(text.text) { return color }
        let names = palette.keys.sorted()
        let hint = Suggestion.nearest(to: text.text, among: names)
            .map { "; did you mean '\($0)'?" }
        draft.reading.error(
            text.place,
            "'\(text.key)' must be \"#rrggbb\", a number from 0 to 255, default, or a name of the "
                + "palette, not \(text.text.quoted)\(hint ?? "")"
        )
        return .terminal
    }

    private func warnOfMissing(_ roles: [String], in theme: ThemeDefinition) {
        let missing = roles.filter { theme.style(of: $0) == nil }
        guard !missing.isEmpty, let first = drafts.first else { return }
        first.reading.warn(
            first.place,
            "plain for want of a look (inherit from a theme): " + missing.joined(separator: ", ")
        )
    }
}
