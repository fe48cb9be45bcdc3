import CommandTable

extension AppScreen {
    /// The parties, with what is known of each.
    static let parties = AppScreen.of(
        .parties,
        id: "parties",
        title: "Parties",
        opener: CommandRow(
            "parties",
            "see who is harmed, since when and by what",
            [.init("H")],
            cli: "impact list"
        ),
        hints: { FooterBar.own($0, .parties) + FooterBar.words($0, .nextPane, .back) },
        drawList: { PartiesPane.draw($0, $1, in: $2, on: &$3) },
        detail: { model, theme, width in
            model.party.map { PartyDetail.of($0, model, theme, width: width) }
        }
    )

    /// One party.
    static let party = AppScreen.whole(
        of: .parties,
        id: "party",
        title: "Party",
        verb: .openRow
    ) { model, theme, width in
        model.party.map { PartyDetail.of($0, model, theme, width: width) }
    }
}
