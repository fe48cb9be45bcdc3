/// Whether everybody can read a theme: contrast, and states that are told apart by every eye.
package struct ThemeCheck {
    private let theme: ThemeDefinition

    /// The roles that are lines and marks, not letters.
    package static let marks = ["border", "border.focus", "plot", "plot.other", "plot.limit"]
    /// What is told apart at a glance.
    package static let states = [
        "text", "good", "changed", "warning", "warning.acknowledged", "critical",
        "critical.acknowledged",
    ]

    /// The least contrast of letters and of marks (WCAG 2.1, 1.4.3 and 1.4.11).
    package static let leastContrast = (letters: 4.5, marks: 3.0)
    /// The least distance of two states that have the same attributes, in hundredths of the
    /// distance of black and white in Oklab; 2 is just noticed.
    package static let leastDistance = 6.0

    /// A check of this theme.
    package init(_ theme: ThemeDefinition) {
        self.theme = theme
    }

    /// What is wrong, a sentence each; empty when everybody can read the theme.
    package func findings() -> [String] { contrasts() + likenesses() + ansiFindings() }

    /// The contrast of a role on its ground, from 1 to 21; nil when it has no look.
    package func contrast(of role: String) -> Double? {
        theme.style(of: role).map(colors).map { $0.letters.contrast(to: $0.ground) }
    }

    /// The least contrast of letters and the two states nearest to one another, in words.
    package var summary: String {
        let contrasts = theme.roles.keys.filter { !Self.marks.contains($0) }
            .compactMap { role in contrast(of: role).map { (role, $0) } }
        let nearest = pairs().filter { left, right in
            theme.style(of: left)?.attributes == theme.style(of: right)?.attributes
        }.flatMap { left, right in
            ColorVision.allCases.map { ($0, left, right, distance(left, right, to: $0) ?? 0) }
        }.min { $0.3 < $1.3 }
        let least = contrasts.min { $0.1 < $1.1 }
            .map { "least contrast \(Self.shown($0.1)):1 ('\($0.0)')" }
        let states = nearest.map {
            "nearest states '\($0.1)' and '\($0.2)', \(Self.shown($0.3)) apart (\($0.0.rawValue))"
        }
        return [least, states].compactMap { $0 }.joined(separator: ", ")
    }

    private static func shown(_ number: Double) -> String {
        let tenths = Int(number * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// How far the two roles are apart for an eye: the larger of the distances of letters and
    /// grounds; nil when one has no look.
    package func distance(_ left: String, _ right: String, to vision: ColorVision) -> Double? {
        guard let left = theme.style(of: left), let right = theme.style(of: right) else {
            return nil
        }
        let (one, other) = (colors(left), colors(right))
        func distance(_ part: (Colors) -> VisibleColor) -> Double {
            part(one).seen(with: vision).distance(to: part(other).seen(with: vision))
        }
        return max(distance { $0.letters }, distance { $0.ground })
    }

    private typealias Colors = (letters: VisibleColor, ground: VisibleColor)

    /// What a terminal with the theme's background shows.
    private func colors(_ style: ThemeStyle) -> Colors {
        let ground = VisibleColor(theme.background) ?? Self.black
        let ink = theme.isDark ? Self.white : Self.black
        let letters = VisibleColor(style.foreground) ?? ink
        let behind = VisibleColor(style.background) ?? ground
        let isReversed = style.attributes.contains("reverse")
        return isReversed ? (behind, letters) : (letters, behind)
    }

    private static let black = VisibleColor(red: 0, green: 0, blue: 0)
    private static let white = VisibleColor(red: 1, green: 1, blue: 1)

    private var isColourless: Bool {
        theme.roles.values.allSatisfy { $0.foreground == .terminal && $0.background == .terminal }
    }

    private func contrasts() -> [String] {
        var findings: [String] = []
        let selection = theme.style(of: "selection").map(colors)
        for (role, style) in theme.roles.sorted(by: { $0.key < $1.key }) {
            if style.attributes.contains("dim"), !isColourless {
                findings.append("'\(role)' is dim, which takes contrast away")
            }
            let colors = colors(style)
            let least =
                Self.marks.contains(role)
                ? Self.leastContrast.marks
                : Self.leastContrast.letters
            let contrast = colors.letters.contrast(to: colors.ground)
            if contrast < least {
                findings.append(Self.sentence("'\(role)'", contrast, least))
            }
            guard let selection, !isColourless, !Self.marks.contains(role),
                style.background == theme.style(of: "text")?.background
            else { continue }
            // Either way round: reversed letters have the ground of the row.
            let ink = VisibleColor(style.foreground) ?? (theme.isDark ? Self.white : Self.black)
            let chosen = ink.contrast(to: selection.ground)
            if chosen < Self.leastContrast.marks {
                findings.append(
                    Self.sentence("'\(role)' in the chosen row", chosen, Self.leastContrast.marks)
                )
            }
        }
        return findings
    }

    private static func sentence(_ what: String, _ contrast: Double, _ least: Double) -> String {
        "\(what) has a contrast of \(shown(contrast)):1, less than \(least):1"
    }

    private func likenesses() -> [String] {
        pairs().flatMap { left, right -> [String] in
            guard let one = theme.style(of: left), let other = theme.style(of: right),
                Set(one.attributes) == Set(other.attributes)
            else { return [] }
            let alike = ColorVision.allCases.filter {
                (distance(left, right, to: $0) ?? 0) < Self.leastDistance
            }
            guard !alike.isEmpty else { return [] }
            let eyes = alike.map(\.rawValue).joined(separator: ", ")
            return ["'\(left)' and '\(right)' look alike to \(eyes)"]
        }
    }

    /// What cannot be told apart, or read, on terminals of 8 colours: many of them show bold black
    /// as grey.
    private func ansiFindings() -> [String] {
        let alike = pairs().filter { left, right in
            guard let one = theme.style(of: left)?.ansi, let other = theme.style(of: right)?.ansi
            else { return false }
            return one == other
        }
        let grey = theme.roles.filter {
            $0.value.ansi?.foreground == 0 && $0.value.ansi?.attributes.contains("bold") == true
        }
        return alike.map { "'\($0)' and '\($1)' look alike on terminals of 8 colours" }
            + grey.keys.sorted().map { "'\($0)' is bold black, which many terminals show as grey" }
    }

    /// The states, two and two; without colours only what asks for something.
    private func pairs() -> [(String, String)] {
        let states = Self.states.filter {
            theme.roles[$0] != nil && !(isColourless && ["good", "changed"].contains($0))
        }
        return states.indices.flatMap { place in
            states[(place + 1)...].map { (states[place], $0) }
        }
    }
}
